"""F20 and F23 with `manage.py mesh` as a process of its own: killed at any moment, ended, and given large files."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from ndop.embedded.processes import end, tail
from registry.models import Check, MeshMessage, MeshState
from tests.factories import make_nhs_number
from tests.factories.organisations import make_flow, make_organisation
from tests.support.checks import run_open_checks
from tests.support.mesh_post import listed
from tests.support.mesh_sandbox import SENDER, sandbox
from tests.support.waiting import PATIENCE_SECONDS, wait_until

pytestmark = pytest.mark.xdist_group("mesh")
REPOSITORY = Path(__file__).resolve().parents[2]
MOST_MEMORY_KB = 256 * 1024


@pytest.fixture
def running(tmp_path):
    with sandbox(tmp_path) as made:
        yield made


@pytest.fixture
def environment(running, settings, tmp_path, transactional_db):
    settings.CHECKS_DIR = tmp_path / "checks"
    make_flow(make_organisation(mesh_mailbox=SENDER))
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    given = {"DATABASE_URL": url.geturl(), "CHECKS_DIR": str(settings.CHECKS_DIR), "MESH_POLL_SECONDS": "0.1"}
    return os.environ | running.settings() | given


@contextmanager
def worker(environment, folder):
    """One process; killed at the end if it still runs."""
    with (folder / "mesh.log").open("ab") as log:
        command = [sys.executable, "manage.py", "mesh"]
        process = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        end(process, by=signal.SIGKILL, within=PATIENCE_SECONDS)


def received():
    return MeshMessage.objects.count()


def are_answered(count):
    run_open_checks()
    return MeshMessage.objects.filter(state=MeshState.ANSWERED).count() == count


@pytest.mark.parametrize("kills", [1, pytest.param(8, marks=pytest.mark.night)])
def test_F20_a_worker_that_is_killed_anywhere_leaves_nothing_half_done(environment, running, tmp_path, kills):
    files = {str(n): listed([make_nhs_number(8000 + 20 * n + m).digits for m in range(12)]) for n in range(3 * kills)}
    for local_id, content in files.items():
        running.send(content, local_id=local_id)
    chance = random.Random(kills)
    for number in range(kills):
        with worker(environment, tmp_path) as process:
            wait_until(lambda number=number: received() > number or process.poll() is not None, every=0.01)
            run_open_checks()
            time.sleep(chance.random() * 0.2)
            process.kill()
    with worker(environment, tmp_path) as process:
        wait_until(lambda: are_answered(len(files)))
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0, tail(tmp_path / "mesh.log")
    results = {(one.local_id, one.content) for one in running.inbox() if one.subject == "RESULT"}
    assert results == set(files.items())
    assert Check.objects.count() == received() == len(files)


@pytest.mark.night
def test_F23_a_large_file_is_taken_and_sent_with_little_memory(environment, running, tmp_path):
    lines = b"".join(f"{make_nhs_number(n).digits},\n".encode() for n in range(20_000))
    content = lines * 1000
    running.send(content, chunk=20 * 1024**2)
    with worker(environment, tmp_path) as process:
        wait_until(lambda: are_answered(1), within=600, every=1)
        status = Path(f"/proc/{process.pid}/status").read_text()
    peak = int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
    receipt, result = running.inbox()
    assert Counter([receipt.subject, result.subject]) == {"SUCCESS": 1, "RESULT": 1}
    assert hashlib.sha256(result.content).digest() == hashlib.sha256(content).digest()
    assert peak < MOST_MEMORY_KB
    print(f"{len(content) / 1e6:.0f} MB with {peak / 1024:.0f} MB of memory")  # noqa: T201 - the figure is wanted

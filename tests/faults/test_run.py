"""`make run` as a person meets it: it starts everything, says where, and leaves nothing behind."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import psutil
import psycopg
import pytest

from ndop.embedded.locations import default_database_url
from tests.support.ports import free_port
from tests.support.waiting import PATIENCE_SECONDS, wait_until

REPOSITORY = Path(__file__).resolve().parents[2]
START_SECONDS = 300
PARTS = {"gunicorn", "ndop.celery worker", "ndop.celery beat", "relay", "checker", "redis", "postgres"}


class Run:
    """One `python -m ndop.run` with its data in a folder of its own, and the output so far."""

    def __init__(self, folder):
        self.folder = folder
        self.output = folder / f"output-{free_port()}.txt"
        given = {"NDOP_DATA_DIR": str(folder / "data"), "NDOP_PORT": str(free_port()), "DEMO_FORMS": "8"}
        kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ndop.run"],
                cwd=REPOSITORY,
                env={**kept, **given},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    @property
    def family(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def part(self, word):
        return next(process for process in self.family if word in " ".join(process.cmdline()))

    def wait_until_ready(self, words="Ctrl-C stops everything."):
        def is_ready():
            assert self.process.poll() is None, self.output.read_text()
            return words in self.output.read_text()

        wait_until(is_ready, within=START_SECONDS)

    def address(self):
        return re.search(r"http://127\.0\.0\.1:\d+/", self.output.read_text()).group()

    def end(self, by=signal.SIGINT):
        self.process.send_signal(by)
        return self.process.wait(2 * PATIENCE_SECONDS)


@pytest.fixture
def start():
    runs = []
    # Not pytest's own folder: each run of pytest closes that one to PostgreSQL's user again.
    folder = Path(tempfile.mkdtemp(prefix="ndop-run-"))

    def start_one():
        runs.append(Run(folder))
        return runs[-1]

    yield start_one
    for run in runs:
        if run.process.poll() is None:
            run.end()
    shutil.rmtree(folder)


def still_alive(processes):
    return [item for item in processes if is_alive(item)]


def is_alive(process):
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:  # it ended between the two questions
        return False


def ask_database(run, statement):
    with psycopg.connect(default_database_url(run.folder / "data")) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def words_in(processes):
    return {word for word in PARTS for process in processes if word in " ".join(process.cmdline())}


def test_run_serves_stops_cleanly_keeps_its_data_and_outlives_a_kill(start):
    """One chain, since each start takes half a minute of the processor."""
    killed_leaves_nothing(start)
    serves_until_it_is_stopped(start)
    ends_when_a_part_dies(start)
    ends_while_it_starts(start)


def killed_leaves_nothing(start):
    run = start()
    run.wait_until_ready()
    ask_database(run, "CREATE TABLE kept AS SELECT 'still here' AS words")
    family = run.family
    assert run.end(signal.SIGKILL) == -signal.SIGKILL
    wait_until(lambda: not still_alive(family))


def serves_until_it_is_stopped(start):
    run = start()
    run.wait_until_ready()
    with urllib.request.urlopen(f"{run.address()}healthz") as answer:
        assert answer.status == 200
    family = run.family
    assert words_in(family) == PARTS
    beside = start()
    assert beside.process.wait(PATIENCE_SECONDS) == 1
    assert "Already running" in beside.output.read_text()

    assert run.end(signal.SIGINT) == 0

    assert still_alive(family) == []
    assert "Everything has stopped" in run.output.read_text()


def ends_when_a_part_dies(start):
    run = start()
    run.wait_until_ready()
    assert ask_database(run, "SELECT words FROM kept") == "still here"
    family = run.family

    run.part("relay").kill()

    assert run.process.wait(2 * PATIENCE_SECONDS) == 1
    assert "The relay ended with code -9" in run.output.read_text()
    assert still_alive(family) == []


def ends_while_it_starts(start):
    """In the middle of a step, with the servers up: the time at which most could be left behind."""
    run = start()
    run.wait_until_ready("Preparing the database.")
    family = run.family
    assert words_in(family) >= {"redis", "postgres"}
    assert run.end(signal.SIGTERM) == 0
    assert still_alive(family) == []

"""What is unanswered for too long is seen: by Prometheus, in the log, and by whoever asks the command."""

import json
from datetime import timedelta

import pytest
import structlog
from django.core.management import CommandError, call_command
from prometheus_client import REGISTRY

from registry.actions.mesh.worker import look_for_overdue
from registry.queries.health import readiness
from tests.support.mesh_post import listed


@pytest.fixture
def waiting(post, flow, mesh):
    mesh.send(listed())
    post.round()


def status(capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("mesh", "--status")
    return ended.value.code, json.loads(capsys.readouterr().out)


def measured():
    return tuple(REGISTRY.get_sample_value(name) for name in ("ndop_mesh_unanswered", "ndop_mesh_overdue"))


def test_F20_what_waits_for_a_day_rings_the_alarm(waiting, settings, database_clock, capsys):
    with structlog.testing.capture_logs() as logs:
        look_for_overdue()
    assert logs == []
    assert status(capsys)[0] == 0
    assert measured() == (1, 0)
    database_clock.move(settings.MESH_ALARM_AFTER)
    code, said = status(capsys)
    assert (code, said["waiting"], said["overdue"]) == (1, 1, 1)
    assert measured() == (1, 1)
    with structlog.testing.capture_logs() as logs:
        look_for_overdue()
    assert [(entry["event"], entry["log_level"]) for entry in logs] == [("mesh answers overdue", "error")]


def test_a_mesh_process_that_is_silent_is_not_ready(waiting, database_clock):
    assert readiness()["mesh"] == "ok"
    database_clock.move(timedelta(minutes=2))
    assert readiness()["mesh"] == "silent"


def test_without_a_mailbox_nothing_waits_for_the_process(settings, db):
    settings.MESH_URL = ""
    assert "mesh" not in readiness()
    with pytest.raises(CommandError, match="MESH_URL"):
        call_command("mesh")

"""What is unanswered for too long is seen: by Prometheus, in the log, and by whoever asks the command."""

import json
import math
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


def test_how_long_the_process_has_been_silent_is_measured_and_keeps_nobody_else_from_being_ready(
    waiting, database_clock, capsys
):
    assert REGISTRY.get_sample_value("ndop_mesh_silent_seconds") < 60
    database_clock.move(timedelta(hours=1))
    assert REGISTRY.get_sample_value("ndop_mesh_silent_seconds") > 3600
    assert status(capsys)[1]["seen_at"]
    assert "mesh" not in readiness()


def test_without_a_mailbox_the_process_says_what_is_missing(settings, db):
    settings.MESH_URL = ""
    with pytest.raises(CommandError, match="MESH_URL"):
        call_command("mesh")
    assert math.isnan(REGISTRY.get_sample_value("ndop_mesh_silent_seconds"))

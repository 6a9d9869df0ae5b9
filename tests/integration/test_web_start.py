"""Gunicorn runs no system checks: the web process itself must refuse an unsafe production."""

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def start(**changes):
    """Import the web process's entry point as gunicorn does, on the settings that `make check` calls production."""
    lines = (REPOSITORY / ".ci/production-like.env").read_text().splitlines()
    good = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    environment = {**os.environ, **good, "DATABASE_URL": os.environ["DATABASE_URL"], **changes}
    command = [sys.executable, "-c", "import ndop.wsgi"]
    return subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)


def test_web_refuses_a_production_with_the_demonstration_secret():
    answer = start(SECRET_KEY="demonstration-only-0123456789012345678901234567890123456789")
    assert answer.returncode != 0
    assert "ndop.E003" in answer.stderr


def test_web_refuses_a_database_that_may_forget_what_it_acknowledged():
    # The cluster of a test run has fsync off, for speed.
    answer = start()
    assert answer.returncode != 0
    assert "ndop.E014" in answer.stderr
    assert "ndop.E003" not in answer.stderr


def test_web_starts_outside_production():
    assert start(NDOP_PRODUCTION="0", NDOP_DEMO="1").returncode == 0

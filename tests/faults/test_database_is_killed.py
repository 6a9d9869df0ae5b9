"""F12: every process of PostgreSQL is killed while choices are being saved. I1: what was acknowledged is there."""

import itertools
import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, InterfaceError, connection

from registry.actions.preferences import record_choice
from registry.clock import now
from registry.models import PreferenceChange
from registry.parties import PATIENT
from tests.factories import SubmissionFactory, make_nhs_number
from tests.support.invariants import broken_histories
from tests.support.waiting import PATIENCE_SECONDS

WRITERS = 4
PAST = datetime(2026, 1, 1, tzinfo=UTC)


class Writers:
    """Threads that save choices until they are stopped, and remember each reference they were given."""

    def __init__(self):
        self.acknowledged, self.unanswered = [], 0
        self._stop = threading.Event()
        self._numbers = itertools.count(5000)
        self._threads = [threading.Thread(target=self._write, args=[lane]) for lane in range(WRITERS)]

    def __enter__(self):
        [thread.start() for thread in self._threads]
        return self

    def __exit__(self, *_):
        self._stop.set()
        [thread.join(timeout=PATIENCE_SECONDS) for thread in self._threads]

    def _write(self, lane):
        while not self._stop.is_set():
            submission = SubmissionFactory.build(
                person__nhs_number=make_nhs_number(6000 + lane * 50 + next(self._numbers) % 50),
                idempotency_key=f"f12-{lane}-{next(self._numbers)}",
                decided_at=PAST,
            )
            try:
                self.acknowledged.append(record_choice(submission, by=PATIENT, at=now()).reference)
            except (DatabaseError, InterfaceError):
                self.unanswered += 1
                connection.close()
                time.sleep(0.05)
        connection.close()


def kill_under_load(harness, rounds, acknowledged_each):
    """Kill and restart so many times; return (acknowledged, lost, stored though never acknowledged, slowest start)."""
    slowest = 0.0
    with Writers() as writers:
        for number in range(1, rounds + 1):
            _wait_for(writers, number * acknowledged_each)
            harness.service.postgres.kill()
            started = time.monotonic()
            harness.service.postgres.start()
            connection.close()
            before = len(writers.acknowledged)
            _wait_for(writers, before + 1)
            slowest = max(slowest, time.monotonic() - started)
    connection.close()
    stored = set(PreferenceChange.objects.values_list("reference", flat=True))
    acknowledged = set(writers.acknowledged)
    return len(acknowledged), len(acknowledged - stored), len(stored - acknowledged), slowest


def _wait_for(writers, count):
    deadline = time.monotonic() + 4 * PATIENCE_SECONDS
    while len(writers.acknowledged) < count:
        assert time.monotonic() < deadline, f"{len(writers.acknowledged)} of {count} acknowledged"
        time.sleep(0.005)


def test_F12_killed_database_has_all_that_was_acknowledged(harness, record_property):
    acknowledged, lost, unacknowledged, recovery = kill_under_load(harness, 1, 1000)
    report(record_property, acknowledged, lost, unacknowledged, recovery)
    assert lost == 0
    assert broken_histories() == []


@pytest.mark.night
def test_F12_database_killed_five_times_has_all_of_ten_thousand(harness, record_property):
    acknowledged, lost, unacknowledged, recovery = kill_under_load(harness, 5, 2100)
    report(record_property, acknowledged, lost, unacknowledged, recovery)
    assert (acknowledged >= 10_000, lost) == (True, 0)
    assert broken_histories() == []


def test_F12_would_notice_commits_that_do_not_wait_for_the_disk(harness):
    postgres = harness.service.postgres
    safe = dict(postgres._settings)
    # The background writer would else hide what is lost within a fraction of a second.
    postgres._settings |= {"synchronous_commit": "off", "wal_writer_delay": "10s"}
    postgres.stop()
    postgres.start()
    connection.close()
    try:
        _, lost, _, _ = kill_under_load(harness, 1, 300)
        assert lost > 0
    finally:
        postgres._settings = safe
        postgres.stop()
        postgres.start()
        connection.close()


def test_F12_database_is_set_to_survive_a_power_cut(harness):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(DURABLE)])
        assert dict(cursor.fetchall()) == DURABLE


DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "data_checksums": "on"}


def report(record_property, acknowledged, lost, unacknowledged, recovery):
    record_property("acknowledged", acknowledged)
    record_property("lost", lost)
    record_property("stored_but_never_acknowledged", unacknowledged)
    record_property("recovery_seconds", round(recovery, 1))

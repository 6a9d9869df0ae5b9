"""F01: the process that sends dies before the provider has the message."""

import threading
import time

import pytest

from tests.fakes.notify_stub import hang
from tests.support.waiting import wait_until


def kill_before_the_provider_has_it(harness, within, *relay_defects):
    """Return the seconds from the kill until every message was recorded as sent, and what the provider got."""
    never = threading.Event()
    harness.stub.script = [hang(never)]
    worker = harness.worker(concurrency=1)
    harness.relay(*relay_defects)
    _, references = harness.messages(1)
    try:
        wait_until(lambda: harness.stub.requests, every=0.01)
        assert harness.stub.references == []
        harness.kill(harness.pool_child(worker))
        started = time.monotonic()
        harness.wait_until_all_done(within)
    finally:
        never.set()
    assert harness.stub.references == references
    return time.monotonic() - started


def test_F01_message_of_a_killed_worker_is_sent_later_and_once(harness, record_property):
    seconds = kill_before_the_provider_has_it(harness, within=30)
    record_property("recovery_seconds", round(seconds, 1))


def test_F01_would_notice_a_relay_that_frees_nothing(harness):
    with pytest.raises(AssertionError, match="still waiting"):
        kill_before_the_provider_has_it(harness, 10, "no_sweep")

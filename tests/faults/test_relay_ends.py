"""The relay as a process: it ends when told, even while the broker says nothing, and outlives its database."""

import signal
import time

import pytest
from django.db import connection

from registry.models import Heartbeat
from tests.support.proxy import FaultyProxy
from tests.support.waiting import PATIENCE_SECONDS, wait_until

# Whoever runs it kills it after ten seconds. Asking the broker takes two at most, ending any process on a busy machine
# a few more; a relay that went on asking would not end at all.
LIMIT = 8
# One line for each time that the broker was asked, not one for each turn.
OUTAGES = 3


def seconds_to_end(relay, number):
    process = relay._process
    started = time.monotonic()
    process.send_signal(number)
    assert process.wait(timeout=PATIENCE_SECONDS) == 0
    return time.monotonic() - started


def alive(harness):
    Heartbeat.objects.all().delete()
    return wait_until(lambda: Heartbeat.objects.filter(name="relay").first())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_relay_ends_soon(harness, number):
    relay = harness.relay()
    alive(harness)
    assert seconds_to_end(relay, number) <= LIMIT


def test_relay_ends_soon_while_the_broker_says_nothing(harness):
    with FaultyProxy(harness.service.redis_port) as proxy:
        proxy.black_hole()
        before, harness.service.redis_url = harness.service.redis_url, f"redis://127.0.0.1:{proxy.port}/0"
        try:
            relay = harness.relay()
        finally:
            harness.service.redis_url = before
        alive(harness)
        harness.messages(1)
        time.sleep(1.5)
        assert seconds_to_end(relay, signal.SIGTERM) <= LIMIT
        assert relay.log.read_text().count('"outage"') <= OUTAGES


def test_relay_goes_on_after_its_database_was_killed(harness):
    harness.relay()
    alive(harness)
    harness.service.postgres.kill()
    time.sleep(1)
    harness.service.postgres.start()
    connection.close()
    _, references = harness.messages(3)
    harness.worker()
    harness.wait_until_all_done(PATIENCE_SECONDS)
    assert sorted(harness.stub.references) == references

"""F08: Redis is emptied in mid-run. F09: the same task comes many times."""

import random
import time

import pytest

from registry import limits
from registry.models import WorkState
from tests.fakes.notify_stub import slow
from tests.support.waiting import PATIENCE_SECONDS, wait_until


def deliver_many_times(harness, *worker_defects):
    """Push one message's id ten times at once and ten times after it was sent."""
    harness.stub.always = slow(0.2)
    [identifier], references = harness.messages(1)
    harness.push(identifier, 10)
    harness.worker(*worker_defects, concurrency=4)
    harness.wait_until_all_done(PATIENCE_SECONDS)
    harness.push(identifier, 10)
    wait_until(lambda: harness.broker_connection().llen("celery") == 0)
    time.sleep(0.5)
    return harness.stub.references, references


def test_F09_task_that_comes_twenty_times_sends_once(harness):
    got, wanted = deliver_many_times(harness)
    assert got == wanted


def test_F09_would_notice_a_claim_that_reads_and_then_writes(harness):
    got, wanted = deliver_many_times(harness, "claim_by_reading")
    assert len(got) > len(wanted)


def empty_the_broker(harness, *relay_defects, within, seed=8):
    """Flush Redis twenty times at random while a hundred messages go through; return the seconds to the last."""
    chance = random.Random(seed)
    harness.stub.always = slow(0.02)
    limit = limits.Limit("fault", limits.timedelta(hours=1), lambda: 5)
    allowed = [limit.allows("somebody") for _ in range(3)]
    _, references = harness.messages(100)
    harness.worker()
    harness.relay(*relay_defects)
    started = time.monotonic()
    for _ in range(20):
        time.sleep(chance.uniform(0.05, 0.3))
        harness.broker_connection().flushall()
    try:
        harness.wait_until_all_done(within)
    finally:
        allowed += [limit.allows("somebody") for _ in range(3)]
    assert sorted(harness.stub.references) == references
    assert allowed == [True] * 5 + [False]
    return time.monotonic() - started


def test_F08_emptied_broker_loses_nothing_and_no_limit(harness, record_property):
    record_property("recovery_seconds", round(empty_the_broker(harness, "quick", within=120), 1))
    assert harness.states() == {WorkState.DONE}


def test_F08_would_notice_that_nothing_is_handed_over_again(harness):
    with pytest.raises(AssertionError, match="still waiting"):
        empty_the_broker(harness, "no_sweep", within=8)


@pytest.mark.night
def test_F08_emptied_broker_recovers_at_its_true_pace(harness):
    empty_the_broker(harness, within=120)

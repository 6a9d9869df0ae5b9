"""F06: Redis refuses. F07: Redis accepts and says nothing. No request may notice; messages go when it is back."""

import time
from statistics import quantiles

import pytest

from registry.models import Message, MessageKind, PreferenceChange, WorkState
from tests.faults.browser import is_saved_page
from tests.support.proxy import FaultyProxy
from tests.support.waiting import wait_until

PEOPLE = 10


@pytest.fixture
def proxy(harness):
    with FaultyProxy(harness.service.redis_port) as made:
        yield made


def url(proxy):
    return f"redis://127.0.0.1:{proxy.port}/0"


def everyone_saves(harness, people=PEOPLE):
    """Each opens the review page, saves and sees the saved page; return the seconds of every request, sorted."""
    walks = [harness.at_review() for _ in range(people)]
    Message.objects.filter(kind=MessageKind.CODE).delete()  # the walk did the worker's part itself
    seconds = []
    for walk in walks:
        browser = harness.browser(walk)
        assert is_saved_page(browser.post("review", browser.form("review")))
        assert browser.get("/choice/saved/").status_code == 200
        seconds += browser.times
    return sorted(seconds)


def p95(seconds):
    return quantiles(seconds, n=20)[-1]


def waiting():
    return Message.objects.exclude(state=WorkState.DONE).count()


def save_while_away(harness, proxy, break_it, *defects):
    """Return the sorted seconds before and during the outage, and the seconds to send what had waited."""
    harness.web(*defects, redis_url=url(proxy))
    everyone_saves(harness, 1)
    usual = everyone_saves(harness)
    break_it()
    during = everyone_saves(harness)
    assert PreferenceChange.objects.count() == 2 * PEOPLE + 1
    return usual, during


def drain(harness, proxy):
    """Start the rest while the broker is still away, then let it back; return the seconds to send everything."""
    before, harness.service.redis_url = harness.service.redis_url, url(proxy)
    try:
        harness.worker()
        harness.relay()
    finally:
        harness.service.redis_url = before
    time.sleep(3)
    assert waiting() == 2 * PEOPLE + 1
    proxy.pass_through()
    started = time.monotonic()
    wait_until(lambda: waiting() == 0, within=120, every=0.2)
    assert len(harness.stub.references) == len(set(harness.stub.references)) == 2 * PEOPLE + 1
    return time.monotonic() - started


def test_F06_choices_are_saved_while_redis_refuses(harness, proxy, record_property):
    usual, during = save_while_away(harness, proxy, proxy.refuse)
    # A tenth more, and what other work on this machine may cost a request.
    assert p95(during) <= 1.1 * p95(usual) + 0.25
    record_property("drained_seconds", round(drain(harness, proxy), 1))


def test_F07_choices_are_saved_while_redis_says_nothing(harness, proxy, record_property):
    _, during = save_while_away(harness, proxy, proxy.black_hole)
    assert during[-1] <= 1.0
    record_property("drained_seconds", round(drain(harness, proxy), 1))


def test_F06_F07_would_notice_a_request_that_talks_to_redis(harness, proxy):
    harness.web("publishes_from_the_request", redis_url=url(proxy))
    for break_it in (proxy.refuse, proxy.black_hole):
        break_it()
        browser = harness.browser(harness.at_review())
        form = browser.form("review")
        answer = browser.post("review", form)
        assert browser.times[-1] > 1.0 or not is_saved_page(answer), break_it

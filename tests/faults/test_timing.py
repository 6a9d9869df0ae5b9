"""Nobody learns from the clock what the page does not say (trust.md T02). Measured through gunicorn, shuffled."""

import http.client
import itertools
import random
import statistics
import time
from urllib.parse import urlencode

import pytest

from registry.models import CheckOutcome, IdentityCheck
from tests.factories import PersonFactory
from tests.support.journey import ask, typed_draft

pytestmark = pytest.mark.night
CSRF = "a" * 32
REQUESTS, GUESSES = 4_000, 2_000
ALIKE = (0.47, 0.53)
MEDIAN_GAP_SECONDS = 0.001


class Visitor:
    """One browser with a kept connection's worth of headers; every post is timed from first byte out to last in."""

    def __init__(self, port, walk, path, fields):
        self.port, self.path = port, path
        session = walk.client.cookies["session"].value
        self.headers = {
            "Cookie": f"session={session}; csrf={CSRF}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.body = urlencode({"csrfmiddlewaretoken": CSRF, **fields})

    def post(self):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        link.connect()
        started = time.perf_counter()
        link.request("POST", self.path, self.body, self.headers)
        answer = link.getresponse()
        answer.read()
        spent = time.perf_counter() - started
        link.close()
        return spent, answer.status


def auc(first, second):
    """Return how often a value of `second` is the larger: 0.5 says that the two cannot be told apart."""
    ranked = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    ranks = sum(place for place, (_, group) in enumerate(ranked, start=1) if group)
    return (ranks - len(second) * (len(second) + 1) / 2) / (len(first) * len(second))


def measure(visitors, count, status, between=lambda: None):
    turns = [name for name in visitors for _ in range(count)]
    random.Random(2027).shuffle(turns)
    times = {name: [] for name in visitors}
    for visitor in visitors.values():
        visitor.post()
    for name in turns:
        between()
        spent, answered = visitors[name].post()
        assert answered == status
        times[name].append(spent)
    return times


def assert_alike(times):
    for (one, first), (other, second) in itertools.combinations(times.items(), 2):
        gap = abs(statistics.median(first) - statistics.median(second))
        area = auc(first, second)
        assert ALIKE[0] <= area <= ALIKE[1], f"{one} and {other} can be told apart: AUC {area:.3f}"
        assert gap <= MEDIAN_GAP_SECONDS, f"{one} and {other} differ by {gap * 1000:.2f} ms"


def test_T02_asking_for_a_code_takes_as_long_whoever_it_is(harness):
    harness.web(workers=1)
    people = {
        "match": PersonFactory(),
        "no contact": PersonFactory(mobile="", email=""),
        "restricted": PersonFactory(is_restricted=True),
        "no match": PersonFactory.build(family_name="Nobody"),
    }
    port = harness.service.web_port
    visitors = {
        name: Visitor(port, typed_draft(person), "/choice/check-your-answers/", {}) for name, person in people.items()
    }
    assert_alike(measure(visitors, REQUESTS, 302))


def test_T02_a_wrong_code_takes_as_long_whether_or_not_one_was_sent(harness):
    harness.web(workers=1)
    walks = {"sent": ask(PersonFactory()), "none": ask(PersonFactory(mobile=""))}
    outcomes = [walk.check().outcome for walk in walks.values()]
    assert outcomes == [CheckOutcome.CODE_SENT, CheckOutcome.NO_CONTACT]
    port = harness.service.web_port
    visitors = {
        name: Visitor(port, walk, "/choice/code/", {"code": "000000", "journey_token": str(walk.check().pk)})
        for name, walk in walks.items()
    }

    def give_guesses_back():
        IdentityCheck.objects.update(guesses=0)

    assert_alike(measure(visitors, GUESSES, 422, give_guesses_back))


def test_T02_the_measure_sees_a_look_up_in_the_request(harness):
    """The same measure finds one millisecond of difference: it could fail."""
    harness.web(workers=1)
    visitor = Visitor(harness.service.web_port, typed_draft(PersonFactory()), "/choice/check-your-answers/", {})
    times = measure({"one": visitor, "other": visitor}, 1_000, 302)
    times["other"] = [spent + 0.001 for spent in times["other"]]
    with pytest.raises(AssertionError):
        assert_alike(times)

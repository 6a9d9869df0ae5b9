"""T01: whoever asks for a code, every answer has the same bytes until a code is proved."""

import hashlib
import re
from datetime import date

import pytest

from portal.choice import pages
from registry import limits
from registry.models import CheckOutcome, IdentityCheck, Person
from tests.factories import PersonFactory
from tests.support.journey import hidden, typed_draft

CASES = 40
WRONG = "000000"
# What differs between two answers to the same person, and tells nothing.
CHANGING = re.compile(
    rb'(?<=name="csrfmiddlewaretoken" value=")[^"]+|(?<=name="journey_token" value=")[^"]+|(?<=data-hard-seconds=")\d+'
)


def matching():
    return PersonFactory()


def not_matching():
    person = PersonFactory()
    person.date_of_birth = date(1980, 5, 18)  # typed, never saved
    return person


def matching_twice():
    person = PersonFactory()
    PersonFactory(
        family_name=person.family_name, date_of_birth=person.date_of_birth, postcode=person.postcode, given_names="Ada"
    )
    return person


def over_the_limit_of_checks():
    person = PersonFactory()
    for _ in range(limits.CHECKS_BY_SUBJECT.maximum()):
        limits.CHECKS_BY_SUBJECT.count(person.nhs_number.digits)
    return person


def over_the_limit_of_codes():
    person = PersonFactory()
    for _ in range(limits.CODES_BY_DAY.maximum()):
        limits.CODES_BY_DAY.count(person.nhs_number.digits)
    return person


CLASSES = {
    "match": (matching, CheckOutcome.CODE_SENT),
    "no match": (not_matching, CheckOutcome.NO_MATCH),
    "two matches": (matching_twice, CheckOutcome.NO_MATCH),
    "no contact": (lambda: PersonFactory(mobile="", email=""), CheckOutcome.NO_CONTACT),
    "under 13": (lambda: PersonFactory(date_of_birth=date(2020, 1, 1)), CheckOutcome.UNDER_AGE),
    "restricted": (lambda: PersonFactory(is_restricted=True), CheckOutcome.RESTRICTED),
    "deceased": (lambda: PersonFactory(date_of_death=date(2024, 1, 1)), CheckOutcome.DECEASED),
    "too many checks": (over_the_limit_of_checks, CheckOutcome.OVER_LIMIT),
    "too many codes": (over_the_limit_of_codes, CheckOutcome.OVER_LIMIT),
    "look-up down": (matching, ""),
}


def replies(person, number, **options):
    """All that a visitor can read: the answer to the request, the page, and the page after a wrong guess."""
    walk = typed_draft(person, network=f"192.0.2.{number % 200 + 1}", **options)
    asked = walk.send("check-your-answers", {})
    walk.work()
    page = walk.get("code")
    guess = walk.send("code", {**hidden(page), "code": WRONG})
    return walk, b"\0".join(_bytes(reply) for reply in (asked, page, guess))


def _bytes(reply):
    headers = sorted(f"{name}: {value}" for name, value in reply.headers.items() if name != "X-Request-ID")
    cookies = sorted(reply.cookies)
    return repr((reply.status_code, headers, cookies)).encode() + CHANGING.sub(b"-", reply.content)


def digest(seen):
    return hashlib.sha256(seen).hexdigest()


def test_T01_four_hundred_replies_are_the_same_bytes(db, directory):
    seen, outcomes = {}, {}
    for name, (make, expected) in CLASSES.items():
        directory.is_down = name == "look-up down"
        for number in range(CASES):
            walk, reply = replies(make(), number, knows_number=name != "two matches")
            outcomes.setdefault(name, set()).add(walk.check().outcome)
            seen.setdefault(digest(reply), set()).add(name)
        assert outcomes[name] == {expected}, name
    assert len(seen) == 1, sorted(map(sorted, seen.values()))


@pytest.mark.parametrize("guesses", [4, 5, 6])
def test_T01_wrong_guesses_look_the_same_with_and_without_a_code(db, directory, guesses):
    sent, nothing = replies(matching(), 1)[0], replies(not_matching(), 2)[0]
    for _ in range(guesses):
        pages_seen = [walk.send("code", {**hidden(walk.get("code")), "code": WRONG}) for walk in (sent, nothing)]
    assert digest(_bytes(pages_seen[0])) == digest(_bytes(pages_seen[1]))
    assert [walk.check().guesses for walk in (sent, nothing)] == [5, 5]


def test_T01_comparison_sees_a_leak_of_one_word(db, monkeypatch):
    """The companion: a page that depends on the outcome by a single sign is told apart."""

    def leaky(draft, state):
        return {"channel": "sms" if IdentityCheck.objects.get(pk=draft.identity_check_id).nhs_number else "email"}

    monkeypatch.setitem(pages.EXTRAS, "code", leaky)
    assert digest(replies(matching(), 1)[1]) != digest(replies(not_matching(), 2)[1])


def test_T01_no_contact_is_shown_before_proof(db):
    person = PersonFactory(mobile="07700 900987", email="qzx@example.com")
    _, reply = replies(person, 1)
    assert b"987" not in reply
    assert b"qz" not in reply.lower()
    assert Person.objects.count() == 1

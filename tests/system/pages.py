"""Every page in every state that a visitor can meet. What each page must be like is in test_pages.py and its peers.

A state is reached by `go`, which prepares the visitor's session and gives the path; then, where `fill` is set, by
filling the form in the browser and sending it. test_every_page_is_listed.py compares this table with the addresses.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse

from tests.system import situations as at
from tests.system.back_office import accounts, calls, cases, flagged, oversight, people, receiving, work
from tests.system.guidance import applies, materials, reading, searching
from tests.system.organisations import accounts as members
from tests.system.organisations import checks, keys, receipts, registering
from tests.system.state import State
from tests.system.visitor import Visitor, step


def ask(slug: str, go: Callable[[Visitor], Any], case: str = "", **options: Any) -> State:
    """One step of the journey, once everything before it is done."""

    def prepare(visitor: Visitor) -> str:
        go(visitor)
        return step(slug)

    return State(f"{slug}-{case}" if case else slug, "choice:question", prepare, **options)


def wrong(slug: str, go: Callable[[Visitor], Any], case: str, **fill: str) -> State:
    """The step after an answer that was refused."""
    return ask(slug, go, case, fill=fill, status=422)


def date(day: str, month: str, year: str) -> dict[str, str]:
    return {"date_of_birth_day": day, "date_of_birth_month": month, "date_of_birth_year": year}


def read(name: str) -> State:
    """A page to read."""
    return State(f"pages-{name}", f"pages:{name}", lambda _: reverse(f"pages:{name}"))


def journey() -> Iterator[State]:
    """The questions: at first view, with an answer given before, and with each error."""
    v = Visitor
    yield ask("name", at.start)
    yield ask("name", v.give_name, "filled")
    yield wrong("name", at.start, "empty")
    yield wrong("name", at.start, "wrong", given_name="4da", family_name="S@mple")
    yield ask("date-of-birth", v.give_name)
    yield ask("date-of-birth", v.give_birth, "filled")
    yield wrong("date-of-birth", v.give_name, "empty")
    yield wrong("date-of-birth", v.give_name, "no-month", **date("7", "", "1980"))
    yield wrong("date-of-birth", v.give_name, "day-and-year", **date("45", "2", "80"))
    yield wrong("date-of-birth", v.give_name, "impossible", **date("31", "2", "1980"))
    yield wrong("date-of-birth", v.give_name, "future", **date("1", "1", "2999"))
    yield ask("know-nhs-number", v.give_birth)
    yield ask("know-nhs-number", v.say_known, "filled")
    yield wrong("know-nhs-number", v.give_birth, "empty")
    yield ask("nhs-number", v.say_known)
    yield ask("nhs-number", v.give_number, "filled")
    yield wrong("nhs-number", v.say_known, "empty")
    for case, number in at.WRONG_NUMBERS.items():
        yield wrong("nhs-number", v.say_known, case, nhs_number=number)
    yield ask("postcode", at.no_number)
    yield ask("postcode", v.give_postcode, "filled")
    yield wrong("postcode", at.no_number, "empty")
    yield wrong("postcode", at.no_number, "wrong", postcode="Leeds")
    yield ask("code-by", v.give_number)
    yield ask("code-by", v.give_channel, "filled")
    yield wrong("code-by", v.give_number, "empty")
    yield ask("check-your-answers", v.give_channel)
    yield ask("check-your-answers", at.postcode_and_email, "postcode")
    yield ask("code", v.ask)
    yield ask("code", at.asked_by_email, "email")
    yield wrong("code", v.ask, "empty")
    yield wrong("code", v.ask, "short", code="12 34")
    yield wrong("code", v.ask, "wrong", code="000000")
    yield ask("code", at.code_has_run_out, "expired", fill={"code": "000000"}, status=422)


def choosing() -> Iterator[State]:
    """From the proof to the end."""
    v = Visitor
    yield ask("choice", v.prove)
    yield ask("choice", at.proved_and_opted_out, "now-no")
    yield ask("choice", at.proved_and_allowed, "now-yes")
    yield ask("choice", v.choose, "filled")
    yield wrong("choice", v.prove, "empty")
    yield ask("letter", v.choose)
    yield ask("letter", v.decide, "filled")
    yield wrong("letter", v.choose, "empty")
    yield ask("review", v.decide)
    yield ask("review", at.decided_yes_by_email, "yes-by-email")
    changed = at.choose_otherwise_in_another_tab
    yield ask("review", v.decide, "changed-in-another-tab", fill={}, status=409, meanwhile=changed)
    yield State("saved", "choice:saved", at.saved_no_with_letter)
    yield State("saved-yes", "choice:saved", at.saved_yes)
    yield ask("review", at.saved_yes, "already-saved")
    yield State("ended", "choice:ended", lambda _: reverse("choice:ended"))
    yield ask("postcode", at.session_is_over, "session-ended")


def refused() -> Iterator[State]:
    """Error pages, reached as visitors reach them."""
    yield State("error-400", "", lambda _: "/nhs-number/?q=%00", status=400)
    yield State("error-403", "", lambda _: "/choice/name/", status=403, broken=at.forbidden)
    stale = {"fill": {}, "status": 403, "meanwhile": lambda _, window: window.forget_cookies()}
    yield State("error-403-csrf", "", at.start, **stale)
    yield State("error-404", "", lambda _: "/nothing-here/", status=404)
    yield State("error-429", "", at.too_many_sign_ins, fill=at.WRONG_SIGN_IN, status=429)
    yield State("error-500", "", lambda _: "/choice/name/", status=500, broken=at.programming_error)
    yield ask("review", Visitor.decide, "error-503", fill={}, status=503, broken=at.directory_away)


def demonstration() -> Iterator[State]:
    """The post room, which exists in demo mode only."""
    yield State("post-room-empty", "demo:post-room", at.post_room_empty)
    yield State("post-room", "demo:post-room", at.post_room_full)
    yield State("post-room-texts", "demo:post-room", lambda v: at.post_room_full(v) + "?channel=sms")
    yield State("post-room-text", "demo:post-room-item", lambda v: at.item(v, "sms"))
    yield State("post-room-email", "demo:post-room-item", lambda v: at.item(v, "email"))
    yield State("post-room-letter", "demo:post-room-item", lambda v: at.item(v, "letter"))
    yield State("staff-codes", "demo:staff-codes", lambda _: reverse("demo:staff-codes"))


def staff() -> Iterator[State]:
    """The back office."""
    yield State("staff-sign-in", "staff:sign-in", lambda _: reverse("staff:sign-in"))
    yield State("staff-sign-in-empty", "staff:sign-in", lambda _: reverse("staff:sign-in"), {}, 422)
    yield State("staff-sign-in-wrong", "staff:sign-in", lambda _: reverse("staff:sign-in"), at.WRONG_SIGN_IN, 422)
    yield State("staff-home", "staff:home", lambda v: at.signed_in(v, "staff:home"))
    empty = "staff:undelivered-message-list"
    yield State("staff-undelivered-empty", empty, lambda v: at.signed_in(v, empty))
    yield State("staff-undelivered", empty, at.with_undelivered_messages)


CONTENT = (
    "start", "nhs-number", "how-information-is-used", "where-your-choice-does-not-apply", "other-ways", "someone-else",
    "privacy", "cookies", "accessibility",
)  # fmt: skip
STATES: tuple[State, ...] = (
    *map(read, CONTENT), *journey(), *choosing(), *refused(), *demonstration(), *staff(),
    *accounts.STATES, *calls.STATES, *cases.STATES, *flagged.STATES, *oversight.STATES, *people.STATES,
    *receiving.STATES, *work.STATES,
    *members.STATES, *registering.STATES,
    *receipts.STATES, *keys.STATES, *checks.STATES,
    *reading.STATES, *applies.STATES, *searching.STATES, *materials.STATES,
)  # fmt: skip
# Professionals read most of the guidance; its pages for the public are measured from their files.
OTHERS = ("staff", "organisation", "post-room", "error-429", "guidance")
PATIENT = tuple(state for state in STATES if not state.name.startswith(OTHERS))

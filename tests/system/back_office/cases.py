"""The pages of one paper form, with its scan."""

from dataclasses import replace

from registry.models import Case, CaseState, FormType, Role
from registry.queries.cases import standing_form
from tests.factories import PreferenceFactory
from tests.factories.cases import key, make_case, make_form, make_people
from tests.support.keying import page_of
from tests.support.staff import make_staff
from tests.system import situations as at
from tests.system.back_office.scans import scanned_case
from tests.system.state import State
from tests.system.visitor import Visitor
from tests.system.windows import Window


def to_key(visitor: Visitor, form_type: str = FormType.SELF) -> str:
    """A form that waits for its keying, before someone who may do everything."""
    at.signed_in(visitor, "staff:home")
    return page_of("key", scanned_case(form_type, make_staff(Role.AGENT)))


def keyed(form_type: str = FormType.SELF, *, second: bool = True, **wrong: object) -> Case:
    """A form that others keyed, with its scan."""
    people = make_people(form_type, 2 if form_type == FormType.CHILDREN else 1)
    form = make_form(form_type, people, **wrong)
    case = key(scanned_case(form_type, make_staff(Role.AGENT)), make_staff(Role.AGENT), form)
    if case.state == CaseState.TO_CHECK and second:
        case = key(case, make_staff(Role.CHECKER), form)
    return case


def at_page(name: str, visitor: Visitor, case: Case) -> str:
    at.signed_in(visitor, "staff:home")
    return page_of(name, case)


def lacking(visitor: Visitor) -> str:
    """A form that must go back, about somebody who has chosen another way since it was dated."""
    case = keyed(FormType.CHILDREN, is_signed=False)
    PreferenceFactory(person__nhs_number=standing_form(case).people[0].nhs_number)
    return at_page("decide", visitor, case)


def differing(visitor: Visitor) -> str:
    """Two keyings that differ in a date, a line of text and the papers."""
    people = make_people(FormType.CHILDREN)
    form = make_form(FormType.CHILDREN, people)
    other = replace(form, postcode="LS1 9ZZ", evidence=frozenset(), is_signed=False, signed_on=None)
    case = key(scanned_case(FormType.CHILDREN, make_staff(Role.AGENT)), make_staff(Role.AGENT), form)
    return at_page("settle", visitor, key(case, make_staff(Role.CHECKER), other))


def somebody_else_saves(visitor: Visitor, window: Window) -> None:
    """Another window of the same account saves the form that stands open here."""
    answer = visitor.client.post(window.path, {"version": "1", "do": "later", "family_name": "Elsewhere"})
    assert answer.status_code == 302


SIGN = {"signed_on_day": "31", "signed_on_month": "2", "signed_on_year": "2026", "nhs_number": "999 000 0019"}
STATES = (
    State("staff-case-key", "staff:case-key", to_key),
    State("staff-case-key-children", "staff:case-key", lambda v: to_key(v, FormType.CHILDREN)),
    State("staff-case-key-wrong", "staff:case-key", to_key, SIGN, 422),
    State(
        "staff-case-key-changed",
        "staff:case-key",
        to_key,
        {"family_name": "Here", "choice": "allowed"},
        409,
        meanwhile=somebody_else_saves,
    ),
    State("staff-case-settle", "staff:case-settle", differing),
    State("staff-case-settle-empty", "staff:case-settle", differing, {}, 422),
    State("staff-case-decide", "staff:case-decide", lambda v: at_page("decide", v, keyed())),
    State("staff-case-decide-lacking", "staff:case-decide", lacking),
    State(
        "staff-case-return",
        "staff:case-return",
        lambda v: at_page("return", v, keyed(is_signed=False)) + "?reasons=not_signed&reasons=no_email",
    ),
    State("staff-case-done", "staff:case-done", lambda v: at_page("done", v, make_case(CaseState.ACCEPTED))),
    State("staff-case", "staff:case-detail", lambda v: at_page("detail", v, keyed())),
    State("staff-case-note-empty", "staff:case-detail", lambda v: at_page("detail", v, keyed()), {}, 422),
    State("staff-case-reopen", "staff:case-reopen", lambda v: at_page("reopen", v, make_case(CaseState.RETURNED))),
    State("staff-case-refused", "staff:case-decide", lambda v: at_page("decide", v, make_case()), status=409),
)

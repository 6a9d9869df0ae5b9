"""Paper forms in every state, brought there by the actions that the pages use."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from registry.actions.cases.deciding import accept_case, close_case, return_case
from registry.actions.cases.filing import file_under
from registry.actions.cases.keying import finish_entry, open_entry
from registry.actions.cases.receiving import log_case
from registry.clock import now
from registry.models import (
    ArrivedBy,
    Case,
    CaseState,
    CloseReason,
    Evidence,
    FormType,
    Person,
    ReturnReason,
    Role,
    Scan,
    ScanState,
    StaffUser,
    Status,
)
from registry.paper import PaperForm, PaperPerson
from registry.policies import LONDON
from tests.factories.people import PersonFactory
from tests.support.staff import as_actor, make_staff

PAPERS = {
    FormType.SELF: frozenset(),
    FormType.CHILDREN: frozenset({Evidence.FULL_BIRTH_CERTIFICATE}),
    FormType.ADULT_DEPENDANT: frozenset({Evidence.HEALTH_LPA}),
    FormType.DETAINED: frozenset(),
}
EIGHT_YEARS = timedelta(days=8 * 365 + 2)


def today() -> date:
    """Return today's date in London by the database's clock."""
    return now().astimezone(LONDON).date()


def make_people(form_type: str, how_many: int = 1) -> list[Person]:
    """Make people whom such a form can be about: eight years old on a children's form, else adults."""
    born = {"date_of_birth": today() - EIGHT_YEARS} if form_type == FormType.CHILDREN else {}
    return [PersonFactory(**born) for _ in range(how_many)]


def paper_person(person: Person, **columns: Any) -> PaperPerson:
    """Return the person as they would write themselves on a form."""
    written = PaperPerson(person.given_names, person.family_name, person.date_of_birth, person.nhs_number)
    return replace(written, **columns)


def make_form(form_type: str, people: list[Person], /, **columns: Any) -> PaperForm:
    """Return a form that may be accepted; `columns` change it."""
    representative = "" if form_type == FormType.SELF else "Robin Sample"
    form = PaperForm(
        people=tuple(paper_person(person) for person in people),
        status=Status.OPTED_OUT,
        address_lines=tuple(people[0].address_lines) if people else (),
        postcode=people[0].postcode if people else "",
        is_signed=True,
        signed_on=today() - timedelta(days=3),
        representative=representative,
        signatory=representative,
        evidence=PAPERS[FormType(form_type)],
    )
    return replace(form, **columns)


def insert_case(
    form_type: str = FormType.SELF,
    *,
    logged_by: StaffUser | None = None,
    arrived_by: str = ArrivedBy.POST,
    received_on: date | None = None,
    **columns: Any,
) -> Case:
    """Log a form that has no scan yet; `columns` are then set by hand."""
    case = log_case(
        form_type=form_type,
        arrived_by=arrived_by,
        received_on=received_on or today() - timedelta(days=2),
        by=as_actor(logged_by or make_staff(Role.AGENT)),
        at=now(),
    )
    if columns:
        Case.objects.filter(pk=case.pk).update(**columns)
    return Case.objects.get(pk=case.pk)


def file_a_scan(case: Case) -> Case:
    """File a scan under the case, as the room does; its picture is in no store."""
    scan = Scan.objects.create(state=ScanState.READY, size=1, sha256="0" * 64, uploaded_by=case.logged_by)
    with transaction.atomic():
        file_under(scan, case, by=as_actor(case.logged_by), at=now())
    return Case.objects.get(pk=case.pk)


def key(case: Case, by: StaffUser, form: PaperForm) -> Case:
    """Key the form as this member of staff, at one go."""
    actor = as_actor(by)
    entry = open_entry(case_id=case.public_id, by=actor, at=now())
    return finish_entry(
        case_id=case.public_id, answers={"typed": "by hand"}, form=form, version=entry.version, by=actor, at=now()
    )


def make_case(
    state: str = CaseState.TO_ENTER,
    form_type: str = FormType.SELF,
    *,
    people: list[Person] | None = None,
    form: PaperForm | None = None,
    agent: StaffUser | None = None,
    checker: StaffUser | None = None,
    **columns: Any,
) -> Case:
    """Make a form in this state, by the actions that lead there. `form` is what was keyed, `people` whom it is about.

    A self form goes to second keying only where the form says so (no NHS number): TO_CHECK and TO_SETTLE of a self
    form take the NHS number off unless `form` is given.
    """
    case = insert_case(form_type, **columns)
    if state == CaseState.RECEIVED:
        return case
    case = file_a_scan(case)
    if state == CaseState.TO_ENTER:
        return case
    people = people or make_people(form_type)
    form = form or make_form(form_type, people, **_papers_for(state, form_type, people))
    agent, checker = agent or make_staff(Role.AGENT), checker or make_staff(Role.CHECKER)
    case = key(case, agent, form)
    if state == CaseState.TO_CHECK:
        return case
    if case.state == CaseState.TO_CHECK:
        case = key(case, checker, replace(form, postcode="LS1 9ZZ") if state == CaseState.TO_SETTLE else form)
    decide = _DECISIONS.get(CaseState(state))
    case = decide(case, people, checker) if decide else case
    assert case.state == state, f"the way led to {case.state}"
    return case


def _papers_for(state: str, form_type: str, people: list[Person]) -> dict[str, Any]:
    """Return what makes a self form one that is keyed twice, if that is wanted."""
    if form_type != FormType.SELF or state not in {CaseState.TO_CHECK, CaseState.TO_SETTLE}:
        return {}
    return {
        "people": tuple(paper_person(person, nhs_number=None) for person in people),
        "evidence": frozenset({Evidence.PASSPORT, Evidence.UTILITY_BILL}),
    }


def _accept(case: Case, people: list[Person], by: StaffUser) -> Case:
    numbers = [person.nhs_number for person in people]
    return accept_case(case_id=case.public_id, numbers=numbers, version=case.version, by=as_actor(by), at=now())


def _return(case: Case, people: list[Person], by: StaffUser) -> Case:
    reasons = [ReturnReason.NAME_MISMATCH]
    return return_case(case_id=case.public_id, reasons=reasons, version=case.version, by=as_actor(by), at=now())


def _close(case: Case, people: list[Person], by: StaffUser) -> Case:
    return close_case(
        case_id=case.public_id,
        reason=CloseReason.NOT_A_FORM,
        duplicate_of="",
        version=case.version,
        by=as_actor(by),
        at=now(),
    )


_DECISIONS: dict[CaseState, Callable[[Case, list[Person], StaffUser], Case]] = {
    CaseState.ACCEPTED: _accept,
    CaseState.RETURNED: _return,
    CaseState.CLOSED: _close,
}

"""Accepting a form: the choice of everybody on it is recorded, or of nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from registry import policies
from registry.actions.cases.moves import check_not_own, lock_case, move
from registry.actions.cases.problems import CannotDecide, DecidingProblem
from registry.actions.cases.taking import lock_to_decide, may_decide
from registry.actions.preferences import Submission, record_choice
from registry.demographics import Demographics
from registry.models import (
    Case,
    CaseState,
    CaseSubject,
    FormType,
    MessageChannel,
    PreferenceChange,
    ScanState,
    Source,
    StaffUser,
)
from registry.nhs_number import NHSNumber
from registry.paper import PaperForm
from registry.paper_rules import proxy_role, return_reasons
from registry.parties import Actor, Patient, Proxy
from registry.policies import LONDON
from registry.queries.candidates import current_record, is_the_person
from registry.queries.cases import standing_form
from registry.queries.workable import is_left_to_others

PROBLEM_OF_RULE: dict[type[policies.CannotChoose], DecidingProblem] = {
    policies.UnderAge: DecidingProblem.UNDER_13,
    policies.OldEnoughToDecide: DecidingProblem.CHILD_IS_13,
    policies.ProxyNotAllowed: DecidingProblem.PROXY_REFUSED,
    policies.PersonHasDied: DecidingProblem.PERSON_DIED,
}


@dataclass(frozen=True, repr=False)
class _Acceptance:
    """All that is known before the transaction begins."""

    case: Case
    user: StaffUser
    form: PaperForm
    people: list[Demographics]
    current: list[NHSNumber | None]  # what the numbers on the form are today
    by: Actor
    at: datetime


def accept_case(*, case_id: UUID, numbers: Sequence[NHSNumber], version: int, by: Actor, at: datetime) -> Case:
    """Record the choice of everybody on the form and accept it, all in one transaction; `numbers` in the form's order.

    The rules are looked at again. A replaced number counts as the current one. A repeat by the same hand returns the
    accepted case. Confirmations go to the contact on the demographic record and nowhere else (T18).
    Raises CannotDecide, StaleVersion, OwnRecord, CannotClaim, NotPermitted, CaseNotFound, DirectoryUnavailable.
    """
    case, user = may_decide(case_id, by=by, at=at)
    check_not_own(user, case, numbers, by=by, at=at)
    if case.state not in {CaseState.TO_DECIDE, CaseState.ACCEPTED}:
        raise CannotDecide(DecidingProblem.NOT_DUE)
    # The demographic service is asked before the transaction: a slow answer must not hold a lock.
    people = [_person(number) for number in numbers]
    check_not_own(user, case, [person.nhs_number for person in people], by=by, at=at)
    form = standing_form(case)
    acceptance = _Acceptance(case, user, form, people, _current_numbers(form, people), by, at)
    try:
        return _accept(acceptance, version)
    except policies.CannotChoose as error:
        raise CannotDecide(PROBLEM_OF_RULE[type(error)]) from error


def _person(number: NHSNumber) -> Demographics:
    person = current_record(number)
    if person is None:
        raise CannotDecide(DecidingProblem.NO_RECORD)
    return person


def _current_numbers(form: PaperForm, people: list[Demographics]) -> list[NHSNumber | None]:
    """Ask about a number on the form only where it is not the chosen record's: it may have been replaced by it."""
    if len(form.people) != len(people):
        raise CannotDecide(DecidingProblem.PEOPLE_MISSING)
    return [
        written.nhs_number if written.nhs_number in {None, person.nhs_number} else _current(written.nhs_number)
        for written, person in zip(form.people, people, strict=True)
    ]


def _current(number: NHSNumber | None) -> NHSNumber | None:
    record = current_record(number) if number else None
    return record.nhs_number if record else None


def _accept(a: _Acceptance, version: int) -> Case:
    with transaction.atomic():
        case = lock_case(a.case.public_id)
        if _is_repeated(case, a):
            return case
        case = lock_to_decide(case.public_id, version, by=a.by, at=a.at)
        _check(case, a)
        changes = _record(case, a)
        CaseSubject.objects.bulk_create(
            CaseSubject(case=case, position=place, nhs_number=person.nhs_number, change=changes[person.nhs_number])
            for place, person in enumerate(a.people, start=1)
        )
        written = zip(a.form.people, a.current, strict=True)
        replaced = sum(person.nhs_number not in {None, current} for person, current in written)
        told: dict[str, int | str] = {"people": len(changes), "replaced_numbers": replaced}
        return move(case, CaseState.ACCEPTED, by=a.by, at=a.at, details=told, decided_by=a.user, decided_at=a.at)


def _is_repeated(case: Case, a: _Acceptance) -> bool:
    if case.state != CaseState.ACCEPTED or case.decided_by_id != a.user.pk:
        return False
    stored = case.subjects.order_by("position").values_list("nhs_number", flat=True)
    return list(stored) == [person.nhs_number for person in a.people]


def _check(case: Case, a: _Acceptance) -> None:
    """Hold the rules of accepting; what the form says was settled by two people where two are needed."""
    if case.state != CaseState.TO_DECIDE:
        raise CannotDecide(DecidingProblem.NOT_DUE)
    if is_left_to_others(a.user, case):
        raise CannotDecide(DecidingProblem.OWN_WORK)
    if not case.scans.filter(state=ScanState.READY).exists():
        raise CannotDecide(DecidingProblem.NO_SCAN)
    lacking = return_reasons(a.form, FormType(case.form_type), case.received_on)
    if lacking:
        raise CannotDecide(DecidingProblem.RETURN_REASONS, lacking)
    _check_people(a)


def _check_people(a: _Acceptance) -> None:
    if len({person.nhs_number for person in a.people}) != len(a.people):
        raise CannotDecide(DecidingProblem.SAME_PERSON_TWICE)
    for written, current, person in zip(a.form.people, a.current, a.people, strict=True):
        if not is_the_person(written, current, person):
            raise CannotDecide(DecidingProblem.NOT_THE_PERSON)


def _record(case: Case, a: _Acceptance) -> dict[NHSNumber, PreferenceChange]:
    """Record in the order of the numbers, so that two forms about the same children never wait for each other."""
    in_order = sorted(a.people, key=lambda person: person.nhs_number.value)
    return {person.nhs_number: record_choice(_submission(case, a, person), by=a.by, at=a.at) for person in in_order}


def _submission(case: Case, a: _Acceptance, person: Demographics) -> Submission:
    assert a.form.status is not None, "no choice is a reason to send it back"
    return Submission(
        person=person,
        status=a.form.status,
        source=Source.PAPER,
        party=_party(a.form, FormType(case.form_type)),
        decided_at=_decided_at(a.form, a.at),
        idempotency_key=f"case {case.public_id} {person.nhs_number.digits}",
        case_reference=case.reference,
        confirm_by=(_channel(a.form, person),),
    )


def _party(form: PaperForm, form_type: FormType) -> Patient | Proxy:
    if form_type == FormType.SELF:
        return Patient()
    role = proxy_role(form, form_type)
    if role is None:
        raise CannotDecide(DecidingProblem.PROXY_REFUSED)
    address = ", ".join(line for line in (*form.address_lines, form.postcode) if line)
    return Proxy(role, form.acts_for, form.reply_email or address)


def _decided_at(form: PaperForm, at: datetime) -> datetime:
    """Noon in London of the day of the signature, for a form bears no hour; never later than now."""
    assert form.signed_on is not None, "no date is a reason to send it back"
    return min(datetime.combine(form.signed_on, time(12), LONDON), at)


def _channel(form: PaperForm, person: Demographics) -> MessageChannel:
    """By email if that was asked for and the record has an address; the one on the form is not used (T18)."""
    return MessageChannel.EMAIL if form.reply_by == "email" and person.email else MessageChannel.LETTER

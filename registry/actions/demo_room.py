"""Fills the demonstration's back office with two hundred paper forms. Refuses to run anywhere else.

The actions that the pages use bring each form where it stands.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import structlog
from django.db import transaction
from django.db.models import F, Q

from registry.actions.cases.deciding import accept_case, close_case, return_case
from registry.actions.cases.keying import finish_entry, open_entry
from registry.actions.cases.receiving import log_case
from registry.actions.cases.scans import receive_scan
from registry.actions.demo import check_is_demo, write_person
from registry.actions.demo_forms import DemoForm, demo_forms
from registry.actions.demo_scans import synthetic_scan
from registry.models import (
    Case,
    CaseEntry,
    CaseState,
    CloseReason,
    Message,
    ReturnReason,
    Role,
    StaffUser,
    WorkState,
)
from registry.paper import PaperForm
from registry.parties import Actor, staff_member
from registry.policies import LONDON

log = structlog.get_logger("registry.demonstration")
KEYS = UUID("6f1b1c62-6d0b-4f6e-9a53-0d1c1c0f0b7e")
KEYING_TAKES = timedelta(seconds=100)


def seed_room(*, size: int, at: datetime) -> int:
    """Log, key and decide `size` forms; return how many are new. What is there already stays as it is.

    Raises NotADemonstration.
    """
    check_is_demo()
    forms = demo_forms(size, today=at.astimezone(LONDON).date())
    there = set(Case.objects.values_list("public_id", flat=True))
    new = [form for form in forms if _key(form) not in there]
    for form in new:
        _bring_about(form, at)
    log.info("demonstration room is ready", forms=len(new))
    return len(new)


def _key(form: DemoForm) -> UUID:
    return uuid5(KEYS, str(form.number))


def _bring_about(form: DemoForm, at: datetime) -> None:
    """Take one form as far as it shall come, or leave nothing of it."""
    with transaction.atomic():
        for person in form.people:
            write_person(person)
        case = log_case(
            form_type=form.form_type,
            arrived_by="post" if form.number % 5 else "email",
            received_on=form.received_on,
            by=_hand(Role.AGENT),
            at=at,
            key=_key(form),
        )
        if form.state != CaseState.RECEIVED:
            _work_on(form, case, at)


def _work_on(form: DemoForm, case: Case, at: datetime) -> None:
    picture = synthetic_scan(form.form, form.form_type, seed=form.number)
    name = f"form {form.number}.pdf"
    receive_scan(data=picture, name=name, case_id=case.public_id, by=_hand(Role.AGENT), at=at)
    if form.state == CaseState.TO_ENTER:
        return
    case = _key_form(case, form.form, Role.AGENT, at)
    if form.state == CaseState.TO_CHECK:
        return
    if case.state == CaseState.TO_CHECK:
        second = _with_a_slip(form.form) if form.state == CaseState.TO_SETTLE else form.form
        case = _key_form(case, second, Role.CHECKER, at)
    decide = DECISIONS.get(form.state)
    if decide and case.state == CaseState.TO_DECIDE:
        decide(case, form, at)
        _set_back(case, form, at)


def _key_form(case: Case, form: PaperForm, role: Role, at: datetime) -> Case:
    by = _hand(role)
    entry = open_entry(case_id=case.public_id, by=by, at=at)
    return finish_entry(case_id=case.public_id, answers={}, form=form, version=entry.version, by=by, at=at)


def _with_a_slip(form: PaperForm) -> PaperForm:
    """Return the form as someone in a hurry keys it: one letter of the name, and the other month."""
    first, *others = form.people
    born = first.date_of_birth
    slip = replace(
        first,
        family_name=first.family_name[:-1] + "e",
        date_of_birth=born.replace(day=1) if born else None,
    )
    return replace(form, people=(slip, *others))


def _accept(case: Case, form: DemoForm, at: datetime) -> None:
    numbers = [person.nhs_number for person in form.people]
    accept_case(case_id=case.public_id, numbers=numbers, version=case.version, by=_decider(case), at=at)


def _return(case: Case, form: DemoForm, at: datetime) -> None:
    del form
    reasons = [ReturnReason.NOT_SIGNED]
    return_case(case_id=case.public_id, reasons=reasons, version=case.version, by=_decider(case), at=at)


def _close(case: Case, form: DemoForm, at: datetime) -> None:
    del form
    reason = CloseReason.NOT_A_FORM
    close_case(case_id=case.public_id, reason=reason, duplicate_of="", version=case.version, by=_decider(case), at=at)


DECISIONS: dict[CaseState, Callable[[Case, DemoForm, datetime], Any]] = {
    CaseState.ACCEPTED: _accept,
    CaseState.RETURNED: _return,
    CaseState.CLOSED: _close,
}


def _decider(case: Case) -> Actor:
    return _hand(Role.CHECKER if case.second_check else Role.AGENT)


def _hand(role: Role) -> Actor:
    return staff_member(StaffUser.objects.get(username=f"demo-{role}").pk)


def _set_back(case: Case, form: DemoForm, at: datetime) -> None:
    """Move a decision into the past, so that reports have days to count, and call its letters sent."""
    age = (at.astimezone(LONDON).date() - form.received_on).days
    back = timedelta(days=max(0, age - 2 - form.number % 9))
    Case.objects.filter(pk=case.pk).update(
        entered_at=F("entered_at") - back, checked_at=F("checked_at") - back, decided_at=F("decided_at") - back
    )
    CaseEntry.objects.filter(case=case).update(
        started_at=F("started_at") - back - KEYING_TAKES, finished_at=F("finished_at") - back
    )
    letters = Q(case_reference=case.reference) | Q(change__case_reference=case.reference)
    Message.objects.filter(letters).update(state=WorkState.DONE, finished_at=F("created_at"))

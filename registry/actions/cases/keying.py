"""Keying a form: once, a second time by someone else who does not see the first, and settling where they differ."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from registry import permissions
from registry.actions.cases.entries import begin, finish_row, keep_row, locked_entry
from registry.actions.cases.moves import check_nobody_else_has_it, check_not_own, lock_case, lock_version, move
from registry.actions.cases.problems import CannotKey, KeyingProblem
from registry.actions.cases.viewing import record_view
from registry.actions.claims import claim, release, staff_user
from registry.actions.looking import before_showing
from registry.encryption import keyed_hash
from registry.models import Case, CaseEntry, CaseState, EntryKind, FormType, StaffUser
from registry.paper import PaperForm
from registry.paper_differences import compare
from registry.paper_rules import second_check
from registry.parties import Actor
from registry.permissions import Permission
from registry.queries.cases import finished_forms, get_case, numbers_of
from registry.queries.workable import is_left_to_others

KIND_OF_STATE = {CaseState.TO_ENTER: EntryKind.FIRST, CaseState.TO_CHECK: EntryKind.SECOND}
PERMISSION_OF_KIND = {EntryKind.FIRST: Permission.ENTER, EntryKind.SECOND: Permission.CHECK}


def open_entry(*, case_id: UUID, by: Actor, at: datetime) -> CaseEntry:
    """Take a form and return the keying of it that is due, as far as it has come; write down who opened it.

    The second keying starts empty, nothing of the first comes with it, and whoever had the first one open does not
    get it, though somebody else finished that. Whoever takes over an unfinished keying goes on with it; the version
    grows, so that the earlier hand learns of it when saving.
    Raises NotWrittenDown, CannotKey, OwnRecord, CannotClaim, NotPermitted, CaseNotFound.
    """
    user, case = staff_user(by), get_case(case_id)
    kind = _due(case, user)
    numbers = numbers_of(case)
    check_not_own(user, case, numbers, by=by, at=at)
    with before_showing(durable=False):  # the demonstration room brings a form about in one transaction
        case = claim(Case, case_id, by=by, at=at)
        _check_still_due(case, kind)
        record_view(case, numbers, by=by, at=at, reason=f"{kind} keying")
        return begin(case, kind, user, at)


def keep_entry(
    *, case_id: UUID, answers: dict[str, Any], version: int, by: Actor, at: datetime, release_claim: bool = False
) -> CaseEntry:
    """Keep what is typed so far, finished or not, to come back to; `release_claim` gives the form back meanwhile.

    Raises StaleVersion(entry), CannotKey, CannotClaim, NotPermitted, CaseNotFound.
    """
    user = staff_user(by)
    with transaction.atomic():
        case = lock_case(case_id)
        entry = locked_entry(case, _due_to_save(case, user), version)
        claim(Case, case_id, by=by, at=at)
        entry = keep_row(case, entry, user, answers=answers, at=at)
        if release_claim:
            release(Case, case_id, by=by)
    return entry


def finish_entry(
    *, case_id: UUID, answers: dict[str, Any], form: PaperForm, version: int, by: Actor, at: datetime
) -> Case:
    """Finish a keying and move the form on. A repeat of the same answers returns the case as it is.

    First keying: to a second one where a rule or the sample asks for it, else to be decided. Second keying: to be
    decided if nothing differs, else to be settled.
    Raises StaleVersion(entry), CannotKey, OwnRecord, CannotClaim, NotPermitted, CaseNotFound.
    """
    user = staff_user(by)
    check_not_own(user, get_case(case_id), [person.nhs_number for person in form.people], by=by, at=at)
    with transaction.atomic():
        case = lock_case(case_id)
        if _is_repeated(case, user, form, version):
            return case
        kind = _due_to_save(case, user)
        entry = locked_entry(case, kind, version)
        check_nobody_else_has_it(case, by=by, at=at)
        finish_row(case, entry, user, answers=answers, form=form, at=at)
        return _MOVES[kind](case, form, user, by, at)


def settle(*, case_id: UUID, answers: dict[str, Any], form: PaperForm, version: int, by: Actor, at: datetime) -> Case:
    """Keep what the form really says where two keyings differ; `version` is the case's. It is then to be decided.

    Raises StaleVersion(case), CannotKey, OwnRecord, CannotClaim, NotPermitted, CaseNotFound.
    """
    user = staff_user(by)
    case = check_settling(user, get_case(case_id))
    check_not_own(user, case, [person.nhs_number for person in form.people], by=by, at=at)
    with transaction.atomic():
        case = lock_version(case_id, version)
        check_nobody_else_has_it(case, by=by, at=at)
        entry = begin(case, EntryKind.SETTLED, user, at)
        finish_row(case, entry, user, answers=answers, form=form, at=at)
        return move(case, CaseState.TO_DECIDE, by=by, at=at)


def open_settling(*, case_id: UUID, by: Actor, at: datetime) -> Case:
    """Take a form whose keyings differ, and write down who sees them side by side.

    Raises NotWrittenDown, CannotKey, OwnRecord, CannotClaim, NotPermitted, CaseNotFound.
    """
    user = staff_user(by)
    case = check_settling(user, get_case(case_id))
    numbers = numbers_of(case)
    check_not_own(user, case, numbers, by=by, at=at)
    with before_showing():
        claim(Case, case_id, by=by, at=at)
        record_view(case, numbers, by=by, at=at, reason="differences")
    return get_case(case_id)


def check_settling(user: StaffUser, case: Case) -> Case:
    """Return the case if this account may settle it now: not whoever keyed any of it first.

    Raises CannotKey, NotPermitted.
    """
    permissions.check(user, Permission.CHECK)
    if case.state != CaseState.TO_SETTLE:
        raise CannotKey(KeyingProblem.NOT_DUE)
    if is_left_to_others(user, case):
        raise CannotKey(KeyingProblem.OWN_WORK)
    return case


def lot(case: Case) -> float:
    """Return the case's draw for the sample, from 0 to 1: always the same, and nobody can work it out beforehand."""
    return int.from_bytes(keyed_hash("second-check", str(case.public_id))[:7]) / 2**56


def _due(case: Case, user: StaffUser) -> EntryKind:
    """Return which keying is due, if it is this account's to do."""
    kind = KIND_OF_STATE.get(CaseState(case.state))
    if kind is None:
        raise CannotKey(KeyingProblem.NOT_DUE)
    permissions.check(user, PERMISSION_OF_KIND[kind])
    if is_left_to_others(user, case):
        raise CannotKey(KeyingProblem.OWN_WORK)
    return kind


def _due_to_save(case: Case, user: StaffUser) -> EntryKind:
    """As `_due`; who may key, but not what is due by now, learns that the form went on without them."""
    try:
        return _due(case, user)
    except permissions.NotPermitted:
        if any(permissions.may(user, permission) for permission in PERMISSION_OF_KIND.values()):
            raise CannotKey(KeyingProblem.NOT_DUE) from None
        raise


def _check_still_due(case: Case, kind: EntryKind) -> None:
    """Look again once the case is held: it may have moved since."""
    if KIND_OF_STATE.get(CaseState(case.state)) != kind:
        raise CannotKey(KeyingProblem.NOT_DUE)


def _is_repeated(case: Case, user: StaffUser, form: PaperForm, version: int) -> bool:
    done = CaseEntry.objects.filter(case=case, by=user, version=version + 1, finished_at__isnull=False)
    return any(entry.form == form.as_json() for entry in done.exclude(kind=EntryKind.SETTLED))


def _after_first(case: Case, form: PaperForm, user: StaffUser, by: Actor, at: datetime) -> Case:
    why = second_check(form, FormType(case.form_type), lot(case))
    end = CaseState.TO_CHECK if why else CaseState.TO_DECIDE
    return move(case, end, by=by, at=at, reason=str(why), second_check=why, entered_by=user, entered_at=at)


def _after_second(case: Case, form: PaperForm, user: StaffUser, by: Actor, at: datetime) -> Case:
    found = len(compare(finished_forms(case)[EntryKind.FIRST], form))
    end = CaseState.TO_SETTLE if found else CaseState.TO_DECIDE
    told: dict[str, int | str] = {"differences": found}
    return move(case, end, by=by, at=at, details=told, checked_by=user, checked_at=at, differences=found)


_MOVES = {EntryKind.FIRST: _after_first, EntryKind.SECOND: _after_second}

"""Reopening a case that was sent back, closed, or is about to be decided on a wrong keying."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from registry import permissions
from registry.actions.cases.moves import check_not_own, lock_case, move
from registry.actions.cases.problems import CannotDecide, DecidingProblem
from registry.actions.claims import staff_user
from registry.models import CASE_TRANSITIONS, Case, CaseEntry, CaseNote, CaseState, EntryKind
from registry.parties import Actor
from registry.permissions import Permission
from registry.queries.cases import get_case, numbers_of

# What belongs to the life that ends here.
AS_NEW: dict[str, Any] = {
    "second_check": "",
    "entered_by": None,
    "entered_at": None,
    "checked_by": None,
    "checked_at": None,
    "differences": None,
    "decided_by": None,
    "decided_at": None,
    "return_reasons": [],
    "close_reason": "",
    "duplicate_of": None,
}


def reopen_case(*, case_id: UUID, reason: str, by: Actor, at: datetime) -> Case:
    """Let a case be keyed and decided anew; `reason` is kept as a note, for it may name people.

    The first keying stays, unfinished, for whoever takes the case to correct and finish again. What was typed stays in
    it, so those who typed it stay its `first_keyers`. The second and the settled one are deleted, so that a second
    keying is blind again; the event of the move says how many. Letters that went out stay out.
    Raises CannotDecide, OwnRecord, NotPermitted, CaseNotFound.
    """
    user = staff_user(by)
    permissions.check(user, Permission.REOPEN)
    case = get_case(case_id)
    check_not_own(user, case, numbers_of(case), by=by, at=at)
    if not reason.strip():
        raise CannotDecide(DecidingProblem.NO_REASONS)
    with transaction.atomic():
        case = lock_case(case_id)
        _check(case)
        entries = CaseEntry.objects.filter(case=case)
        removed, _ = entries.exclude(kind=EntryKind.FIRST).delete()
        entries.update(finished_at=None)
        CaseNote.objects.create(case=case, text=reason.strip(), by=user, at=at)
        return move(case, CaseState.TO_ENTER, by=by, at=at, details={"keyings_removed": removed}, **AS_NEW)


def _check(case: Case) -> None:
    may_follow = CASE_TRANSITIONS[CaseState(case.state)]
    if CaseState.TO_ENTER not in may_follow or case.state == CaseState.RECEIVED:
        raise CannotDecide(DecidingProblem.NOT_REOPENED)
    if case.paper_destroyed_at:
        raise CannotDecide(DecidingProblem.PAPER_DESTROYED)

"""How a case gets from one state to the next: one conditional UPDATE and its audit row, and nothing else moves it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from registry import audit
from registry.actions.claims import check_not_held, release
from registry.models import CASE_TRANSITIONS, AuditAction, Case, CaseEntry, CaseState, StaffUser
from registry.nhs_number import NHSNumber
from registry.own_record import is_own
from registry.parties import Actor, staff_id
from registry.queries.cases import CaseNotFound


class StaleVersion(Exception):
    """Somebody changed it since it was opened. `current` is what stands now; nothing was written."""

    def __init__(self, current: Case | CaseEntry) -> None:
        super().__init__("it was changed since it was opened")
        self.current = current


class CannotMove(Exception):
    """No arrow leads from the case's state to that one."""


class OwnRecord(Exception):
    """The form is about the member of staff who has it open: somebody else must do it (T19)."""


def lock_case(case_id: UUID) -> Case:
    """Return the case and keep others from changing it until the transaction ends. Raises CaseNotFound."""
    try:
        return Case.objects.select_for_update().get(public_id=case_id)
    except Case.DoesNotExist:
        raise CaseNotFound("there is no such case") from None


def lock_version(case_id: UUID, version: int) -> Case:
    """Return the locked case if it is still this version. Raises StaleVersion, CaseNotFound."""
    case = lock_case(case_id)
    if case.version != version:
        raise StaleVersion(case)
    return case


def move(
    case: Case,
    end: CaseState,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    details: dict[str, int | str] | None = None,
    **columns: Any,
) -> Case:
    """Move a case as CASE_TRANSITIONS allows, end its claim, and write the event of the move; all or nothing.

    `case.version` is the version that the caller saw. Raises StaleVersion, CannotMove.
    """
    action = CASE_TRANSITIONS[CaseState(case.state)].get(end)
    if action is None:
        raise CannotMove(f"{case.state} does not become {end}")
    with transaction.atomic():
        as_seen = Case.objects.filter(pk=case.pk, version=case.version, state=case.state)
        # Work was assigned for the state that ends here: the next one may need somebody else (T18).
        freed = {"claimed_by": None, "claimed_until": None, "assigned_to": None}
        moved = as_seen.update(state=end, version=F("version") + 1, **freed, **columns)
        current = Case.objects.get(pk=case.pk)
        if not moved:
            raise StaleVersion(current)
        told = {"from": case.state, "to": end.value, **(details or {})}
        audit.record(action, by=by, at=at, about=("case", case.reference), reason=reason, details=told)
    return current


def check_nobody_else_has_it(case: Case, *, by: Actor, at: datetime) -> None:
    """Raise CannotClaim while somebody else has the case open."""
    if case.claimed_by_id not in {None, staff_id(by)}:
        check_not_held(case, by=by, at=at)


def check_not_own(user: StaffUser, case: Case, numbers: Iterable[NHSNumber | None], *, by: Actor, at: datetime) -> None:
    """Raise OwnRecord if one of these numbers is the member of staff's own: that is written down, and they let it go.

    To be called before the transaction of the action: the refusal must be kept when the action is undone.
    """
    mine = [number for number in numbers if number and is_own(user, number)]
    if mine:
        about = ("case", case.reference)
        with transaction.atomic():
            audit.record(AuditAction.PERSON_REFUSED, by=by, at=at, subject=mine[0], about=about, reason="own record")
            release(Case, case.public_id, by=by)
        raise OwnRecord("staff may not work on their own form")

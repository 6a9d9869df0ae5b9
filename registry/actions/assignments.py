"""Whose work it is: a supervisor's wish, one audit event for each form, so that each can be asked about."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from registry import audit
from registry.actions.claims import release_all, staff_user
from registry.models import OPEN_CASE_STATES, AuditAction, AuditEvent, Case, StaffUser, Task, TaskState
from registry.parties import Actor
from registry.permissions import Permission, check

WRITTEN_AT_ONCE = 1000


class CannotAssign(Exception):
    """This account is suspended or gone: work given to it would lie."""


def assign_cases(*, public_ids: Sequence[UUID], to: UUID | None, by: Actor, at: datetime) -> int:
    """Give open forms to an account, or back to nobody; return how many changed hands.

    A claim stays: whoever has a form open may finish it. Raises CannotAssign, NotPermitted.
    """
    with transaction.atomic():
        new = _taker(to, by)
        # Locked in the order of the table, so that two supervisors wait for each other and never in a circle.
        cases = Case.objects.select_for_update().filter(public_id__in=public_ids, state__in=OPEN_CASE_STATES)
        changed = [case for case in cases.order_by("pk") if case.assigned_to_id != new]
        Case.objects.filter(pk__in=[case.pk for case in changed]).update(assigned_to_id=new)
        _record([("case", case.reference, case.assigned_to_id) for case in changed], new, by, at)
    return len(changed)


def reassign_all(*, of: UUID, to: UUID | None, by: Actor, at: datetime) -> int:
    """Give every open form and task of one account to another, or to nobody, and free what it holds; return how many.

    Raises CannotAssign, NotPermitted.
    """
    with transaction.atomic():
        new = _taker(to, by)
        old = StaffUser.objects.get(public_id=of).pk
        cases = Case.objects.filter(assigned_to_id=old, state__in=OPEN_CASE_STATES).select_for_update().order_by("pk")
        tasks = Task.objects.filter(assigned_to_id=old, state=TaskState.OPEN).select_for_update().order_by("pk")
        case_ids = {case.pk: ("case", case.reference, old) for case in cases.only("reference")}
        task_ids = {task.pk: ("task", str(task.public_id), old) for task in tasks.only("public_id")}
        Case.objects.filter(pk__in=case_ids).update(assigned_to_id=new)
        Task.objects.filter(pk__in=task_ids).update(assigned_to_id=new)
        release_all(user_id=old)
        moved = [*case_ids.values(), *task_ids.values()]
        _record(moved, new, by, at)
    return len(moved)


def _taker(to: UUID | None, by: Actor) -> int | None:
    check(staff_user(by), Permission.ASSIGN)
    if to is None:
        return None
    found = StaffUser.objects.filter(public_id=to, is_active=True).first()
    if found is None:
        raise CannotAssign("this account takes no work")
    return found.pk


def _record(moved: Sequence[tuple[str, str, int | None]], to: int | None, by: Actor, at: datetime) -> None:
    events = [
        audit.describe(
            AuditAction.CASE_ASSIGNED,
            by=by,
            at=at,
            about=(kind, reference),
            details={"from": before or 0, "to": to or 0},
        )
        for kind, reference, before in moved
    ]
    AuditEvent.objects.bulk_create(events, batch_size=WRITTEN_AT_ONCE)

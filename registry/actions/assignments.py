"""Whose work it is: a supervisor's wish, one audit event for each form, so that each can be asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from registry import audit
from registry.actions.claims import release_all, staff_user
from registry.models import OPEN_CASE_STATES, AuditAction, AuditEvent, Case, StaffUser, Task, TaskState
from registry.parties import Actor
from registry.permissions import Permission, check
from registry.queries.workable import is_left_to_others

WRITTEN_AT_ONCE = 1000


class CannotAssign(Exception):
    """This account is suspended or gone: work given to it would lie."""


@dataclass(frozen=True)
class Assigned:
    """How many pieces of work changed hands, and how many forms were not given: they wait for somebody else."""

    changed: int
    left: int


def assign_cases(*, public_ids: Sequence[UUID], to: UUID | None, by: Actor, at: datetime) -> Assigned:
    """Give open forms to an account, or back to nobody; those that wait for somebody else stay where they are (T18).

    A claim stays: whoever has a form open may finish it. Raises CannotAssign, NotPermitted.
    """
    with transaction.atomic():
        taker = _taker(to, by)
        # Locked in the order of the table, so that two supervisors wait for each other and never in a circle.
        chosen = Case.objects.select_for_update().filter(public_id__in=public_ids, state__in=OPEN_CASE_STATES)
        cases = list(chosen.order_by("pk"))
        possible = [case for case in cases if _may_get(taker, case)]
        changed = [case for case in possible if case.assigned_to_id != _pk(taker)]
        _give_cases(changed, _pk(taker), by, at)
    return Assigned(len(changed), len(cases) - len(possible))


def reassign_all(*, of: UUID, to: UUID | None, by: Actor, at: datetime) -> Assigned:
    """Give every open form and task of one account to another, or to nobody, and free what it holds.

    A form that waits for somebody other than the new account goes to nobody (T18). Raises CannotAssign, NotPermitted.
    """
    with transaction.atomic():
        taker, old = _taker(to, by), StaffUser.objects.get(public_id=of).pk
        open_cases = Case.objects.filter(assigned_to_id=old, state__in=OPEN_CASE_STATES)
        cases = list(open_cases.select_for_update().order_by("pk"))
        given = [case for case in cases if _may_get(taker, case)]
        _give_cases(given, _pk(taker), by, at)
        _give_cases([case for case in cases if not _may_get(taker, case)], None, by, at)
        tasks = _give_tasks(old, _pk(taker), by, at)
        release_all(user_id=old)
    return Assigned(len(given) + tasks, len(cases) - len(given))


def _may_get(taker: StaffUser | None, case: Case) -> bool:
    return taker is None or not is_left_to_others(taker, case)


def _pk(taker: StaffUser | None) -> int | None:
    return taker.pk if taker else None


def _give_cases(cases: Sequence[Case], to: int | None, by: Actor, at: datetime) -> None:
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(assigned_to_id=to)
    _record([("case", case.reference, case.assigned_to_id) for case in cases], to, by, at)


def _give_tasks(of: int, to: int | None, by: Actor, at: datetime) -> int:
    open_tasks = Task.objects.filter(assigned_to_id=of, state=TaskState.OPEN).select_for_update().order_by("pk")
    tasks = list(open_tasks.only("public_id"))
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(assigned_to_id=to)
    _record([("task", str(task.public_id), of) for task in tasks], to, by, at)
    return len(tasks)


def _taker(to: UUID | None, by: Actor) -> StaffUser | None:
    check(staff_user(by), Permission.ASSIGN)
    if to is None:
        return None
    found = StaffUser.objects.filter(public_id=to, is_active=True).first()
    if found is None:
        raise CannotAssign("this account takes no work")
    return found


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

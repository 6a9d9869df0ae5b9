"""Reads about tasks. Lists show what there is to do and by when, never about whom; that is the task's own page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from registry.models import FlagKind, PersonFlag, StaffUser, Task, TaskKind, TaskState
from registry.policies import LONDON

CALL_SLOT = timedelta(hours=1)
COUNTED = 100


class NoSuchTask(Exception):
    """There is no task at this address."""


@dataclass(frozen=True)
class TaskItem:
    """One task of a list."""

    public_id: UUID
    kind: TaskKind
    due_at: datetime
    due: str
    is_late: bool
    held_by: str
    held_until: datetime | None
    is_held_by_me: bool
    assigned_to: str


@dataclass(frozen=True)
class TaskPage:
    """Up to 25 tasks, those due first at the top. `next` is the last one, after which the next page begins."""

    items: Sequence[TaskItem]
    next: UUID | None


def open_tasks(
    *, user: StaffUser, at: datetime, kind: TaskKind | None = None, is_mine: bool = False, after: UUID | None = None
) -> TaskPage:
    """Return one page of what there is to do. Raises NoSuchTask when the page should begin after one that is not."""
    rows = _open().filter(_after(after))
    if kind:
        rows = rows.filter(kind=kind)
    if is_mine:
        rows = rows.filter(_mine(user, at))
    found = list(rows[: settings.WORKLIST_PAGE + 1])
    items = [task_item(task, user, at) for task in found[: settings.WORKLIST_PAGE]]
    return TaskPage(items, items[-1].public_id if len(found) > settings.WORKLIST_PAGE else None)


def count_open(at: datetime) -> tuple[int, int]:
    """Return how many tasks wait and how many of them are late, counting no further than 100."""
    late = _open().filter(_late(at))
    return len(_open().values_list("pk")[:COUNTED]), len(late.values_list("pk")[:COUNTED])


def get_task(public_id: UUID) -> Task:
    """Return a task with what its page shows. Raises NoSuchTask."""
    task = Task.objects.select_related("assigned_to", "claimed_by", "done_by", "case", "message").filter(
        public_id=public_id
    )
    try:
        return task.get()
    except Task.DoesNotExist:
        raise NoSuchTask("there is no such task") from None


def has_flag(task: Task) -> bool:
    """Say whether the person of this task is flagged because post comes back."""
    up = PersonFlag.objects.filter(kind=FlagKind.POST_RETURNED, cleared_at=None)
    return bool(task.nhs_number) and up.filter(nhs_number=task.nhs_number).exists()


def task_item(task: Task, user: StaffUser, at: datetime) -> TaskItem:
    """Return a task as lists show it."""
    is_held = task.claimed_until is not None and task.claimed_until > at
    return TaskItem(
        public_id=task.public_id,
        kind=TaskKind(task.kind),
        due_at=task.due_at,
        due=due_words(task, at),
        is_late=_ends(task) <= at and task.state == TaskState.OPEN,
        held_by=task.claimed_by.display_name if is_held and task.claimed_by else "",
        held_until=task.claimed_until if is_held else None,
        is_held_by_me=is_held and task.claimed_by_id == user.pk,
        assigned_to=task.assigned_to.display_name if task.assigned_to else "",
    )


def due_words(task: Task, at: datetime) -> str:
    """Say when a task is due: a call-back has an hour in which the person waits for it."""
    due = task.due_at.astimezone(LONDON)
    days = (due.date() - at.astimezone(LONDON).date()).days
    day = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days, f"{due:%A} {due.day} {due:%B}")
    if task.kind == TaskKind.CALL_BACK:
        return f"{day}, {due:%H:%M} to {due + CALL_SLOT:%H:%M}"
    return f"{day}, {due:%H:%M}"


def _ends(task: Task) -> datetime:
    """A call-back may be made until its hour is over."""
    return task.due_at + (CALL_SLOT if task.kind == TaskKind.CALL_BACK else timedelta())


def _late(at: datetime) -> Q:
    return Q(due_at__lte=at - CALL_SLOT) | Q(due_at__lte=at) & ~Q(kind=TaskKind.CALL_BACK)


def _open() -> QuerySet[Task]:
    rows = (
        Task.objects.filter(state=TaskState.OPEN).order_by("due_at", "pk").select_related("assigned_to", "claimed_by")
    )
    # The encrypted columns and whom it is about are not even read.
    return rows.only(
        "public_id", "kind", "state", "due_at", "claimed_until", "claimed_by__display_name", "assigned_to__display_name"
    )


def _mine(user: StaffUser, at: datetime) -> Q:
    return Q(assigned_to=user) | Q(claimed_by=user, claimed_until__gt=at)


def _after(public_id: UUID | None) -> Q:
    if public_id is None:
        return Q()
    point = Task.objects.filter(public_id=public_id).values_list("due_at", "pk").first()
    if point is None:
        raise NoSuchTask("the list has no such place")
    return Q(TupleGreaterThan(Tuple(F("due_at"), F("pk")), point))

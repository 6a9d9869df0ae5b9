"""Tasks: made, opened, done."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from registry import audit
from registry.actions.claims import check_not_held, staff_user
from registry.actions.looking import before_showing
from registry.models import AuditAction, Task, TaskKind, TaskState
from registry.nhs_number import NHSNumber
from registry.parties import Actor, staff_id
from registry.permissions import Permission, check
from registry.queries.tasks import NoSuchTask, get_task


class TaskIsDone(Exception):
    """Somebody has done this already: `task` says who and when. Nothing was written."""

    def __init__(self, task: Task) -> None:
        super().__init__("this task is done")
        self.task = task


def create_task(
    *,
    kind: TaskKind,
    due_at: datetime,
    nhs_number: NHSNumber | None = None,
    case_id: int | None = None,
    call_id: int | None = None,
    message_id: int | None = None,
    detail: str = "",
    by: Actor,
    at: datetime,
) -> Task:
    """Write down something to be done by `due_at`. The ids are those of rows. `detail` is for whoever does it."""
    with transaction.atomic():
        task = Task.objects.create(
            kind=kind,
            due_at=due_at,
            nhs_number=nhs_number,
            case_id=case_id,
            call_id=call_id,
            message_id=message_id,
            detail=detail,
            created_at=at,
        )
        _record(AuditAction.TASK_CREATED, task, by, at)
    return task


def view_task(*, task_id: UUID, by: Actor, at: datetime) -> Task:
    """Write down that `by` opened a task, and return it. Raises NotWrittenDown, NoSuchTask, NotPermitted."""
    check(staff_user(by), Permission.DO_TASKS)
    task = get_task(task_id)
    with before_showing():
        _record(AuditAction.TASK_VIEWED, task, by, at, reason=task.kind)
    return task


def finish_task(*, task_id: UUID, outcome: str, by: Actor, at: datetime) -> Task:
    """End a task with what came of it. Raises NoSuchTask, TaskIsDone, CannotClaim, NotPermitted."""
    check(staff_user(by), Permission.DO_TASKS)
    with transaction.atomic():
        task = Task.objects.select_for_update().filter(public_id=task_id).first()
        if task is None:
            raise NoSuchTask("there is no such task")
        if task.state == TaskState.DONE:
            raise TaskIsDone(task)
        check_not_held(task, by=by, at=at)
        ended = {"state": TaskState.DONE, "outcome": outcome, "done_by_id": staff_id(by), "done_at": at}
        Task.objects.filter(pk=task.pk).update(claimed_by=None, claimed_until=None, **ended)
        _record(AuditAction.TASK_DONE, task, by, at)
    return get_task(task_id)


def _record(action: AuditAction, task: Task, by: Actor, at: datetime, reason: str = "") -> None:
    about, told = ("task", str(task.public_id)), {"kind": str(task.kind)}
    audit.record(action, by=by, at=at, subject=task.nhs_number, about=about, reason=reason, details={**told})

"""What waits for one member of staff: the first page after signing in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.models import StaffUser
from registry.permissions import Permission, may
from registry.queries.case_clocks import Clock
from registry.queries.tasks import TaskItem, count_open, open_tasks
from registry.queries.workable import default_states, workable_states
from registry.queries.worklist_counts import NONE, Count, counts, total
from registry.queries.worklists import WorkItem, my_forms


@dataclass(frozen=True)
class MyWork:
    """Their own forms and tasks, and how much waits for anybody. `may_take`: there is a kind of form they work on."""

    may_take: bool
    forms: Sequence[WorkItem]
    tasks: Sequence[TaskItem]
    waiting: Count
    late: Count
    soon: Count
    tasks_waiting: int
    tasks_late: int


def my_work(*, user: StaffUser, at: datetime) -> MyWork:
    """Return what waits for this account, and how much waits for all who do the same."""
    sees_work, does_tasks = may(user, Permission.SEE_WORK), may(user, Permission.DO_TASKS)
    found = counts(at, default_states(user)) if sees_work else {}
    tasks_waiting, tasks_late = count_open(at) if does_tasks else (0, 0)
    return MyWork(
        may_take=bool(workable_states(user)),
        forms=my_forms(user, at) if sees_work else (),
        tasks=open_tasks(user=user, at=at, is_mine=True).items if does_tasks else (),
        waiting=total(found) if found else NONE,
        late=total(found, clock=Clock.LATE),
        soon=total(found, clock=Clock.SOON),
        tasks_waiting=tasks_waiting,
        tasks_late=tasks_late,
    )

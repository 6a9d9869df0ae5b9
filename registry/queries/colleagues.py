"""Who works in the room."""

from dataclasses import dataclass
from uuid import UUID

from registry.models import OPEN_CASE_STATES, Case, StaffUser, Task, TaskState
from registry.permissions import Permission, may

WORK = (Permission.ENTER, Permission.CHECK, Permission.DECIDE, Permission.DO_TASKS)


class NoSuchColleague(Exception):
    """There is no such account."""


@dataclass(frozen=True)
class Colleague:
    """An account to which work is assigned. `takes_work` is false once it is suspended or has another role."""

    pk: int
    public_id: UUID
    name: str
    takes_work: bool


@dataclass(frozen=True)
class Burden:
    """How much is assigned to somebody, and how much they have open."""

    colleague: Colleague
    cases: int
    tasks: int
    held: int


def colleagues() -> list[Colleague]:
    """Return every account by name; those that take work first."""
    found = [_colleague(user) for user in StaffUser.objects.order_by("display_name", "pk")]
    return sorted(found, key=lambda colleague: not colleague.takes_work)


def burden(public_id: UUID) -> Burden:
    """Return how much work one account has. Raises NoSuchColleague."""
    user = StaffUser.objects.filter(public_id=public_id).first()
    if user is None:
        raise NoSuchColleague("there is no such account")
    cases = Case.objects.filter(state__in=OPEN_CASE_STATES)
    tasks = Task.objects.filter(state=TaskState.OPEN)
    return Burden(
        _colleague(user),
        cases=cases.filter(assigned_to=user).count(),
        tasks=tasks.filter(assigned_to=user).count(),
        held=cases.filter(claimed_by=user).count() + tasks.filter(claimed_by=user).count(),
    )


def _colleague(user: StaffUser) -> Colleague:
    return Colleague(
        user.pk, user.public_id, user.display_name, takes_work=any(may(user, permission) for permission in WORK)
    )

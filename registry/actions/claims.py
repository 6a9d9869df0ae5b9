"""Taking work and giving it back. One conditional UPDATE each, so that no two members of staff get the same thing."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q

from registry.models import Case, Claimable, StaffUser, Task
from registry.parties import Actor, staff_id
from registry.queries.workable import NOT_LEFT, workable_states

Work = TypeVar("Work", bound=Claimable)
# As many candidates as people might press the button in one instant: each skips those that another is just taking.
CANDIDATES = 100

# Open states are written out, or PostgreSQL would not see that its indexes of open forms fit. Ordered by the empty
# `assigned_to` too: only then does it read that index in order.
OLDEST = """
    SELECT candidate.id FROM registry_case candidate
    WHERE candidate.id IN (
        SELECT head.id FROM unnest(%(states)s::text[]) AS wanted(state), LATERAL (
            SELECT candidate.id FROM registry_case candidate
            WHERE candidate.state = wanted.state AND {free}
            ORDER BY candidate.assigned_to_id, candidate.received_on, candidate.id LIMIT %(candidates)s
        ) head
    ) AND candidate.state = ANY(%(states)s) AND {free}
    ORDER BY candidate.received_on, candidate.id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
FREE = """
    candidate.assigned_to_id {assignee}
    AND (candidate.claimed_by_id IS NULL OR candidate.claimed_until <= %(at)s)
    AND candidate.state IN ('received', 'to_enter', 'to_check', 'to_settle', 'to_decide')
    AND {not_left}
"""
MINE = OLDEST.format(free=FREE.format(assignee="= %(me)s", not_left=NOT_LEFT))
NOBODYS = OLDEST.format(free=FREE.format(assignee="IS NULL", not_left=NOT_LEFT))
TAKE_NEXT = (
    "UPDATE registry_case SET claimed_by_id = %(me)s, claimed_until = %(until)s "  # noqa: S608 - of the constants above
    f"WHERE id = COALESCE(({MINE}), ({NOBODYS})) RETURNING id"
)


class CannotClaim(Exception):
    """Somebody else has this open: `holder` says who, `until` when their claim ends unless they go on."""

    def __init__(
        self, message: str = "somebody else has this open", *, holder: str = "", until: datetime | None = None
    ) -> None:
        super().__init__(message)
        self.holder, self.until = holder, until


def claim(model: type[Work], public_id: UUID, *, by: Actor, at: datetime) -> Work:
    """Take one thing, or hold on to it longer. Raises CannotClaim, or `model.DoesNotExist`."""
    rows = model._default_manager.filter(public_id=public_id)  # noqa: SLF001 - Django's documented name
    free = Q(claimed_by=None) | Q(claimed_by_id=staff_id(by)) | Q(claimed_until__lte=at)
    taken = rows.filter(free).update(claimed_by_id=staff_id(by), claimed_until=at + settings.CLAIM_LASTS)
    found = rows.select_related("claimed_by").get()
    if not taken:
        check_not_held(found, by=by, at=at)
    return found


def check_not_held(work: Claimable, *, by: Actor, at: datetime) -> None:
    """Raise CannotClaim if somebody else has this open."""
    if work.claimed_by and work.claimed_until and work.claimed_by_id != staff_id(by) and work.claimed_until > at:
        raise CannotClaim(holder=work.claimed_by.display_name, until=work.claimed_until)


def release(model: type[Work], public_id: UUID, *, by: Actor) -> None:
    """Give back what `by` holds; anything else stays as it is."""
    held = model._default_manager.filter(public_id=public_id, claimed_by_id=staff_id(by))  # noqa: SLF001
    held.update(claimed_by=None, claimed_until=None)


def release_all(*, user_id: int) -> int:
    """Give back all that somebody holds, as when they leave; return how many things that were."""
    return sum(
        model._default_manager.filter(claimed_by_id=user_id).update(claimed_by=None, claimed_until=None)  # noqa: SLF001
        for model in (Case, Task)
    )


def take_next(*, by: Actor, at: datetime) -> Case | None:
    """Claim the oldest form that `by` may work on: first what is assigned to them, then what is nobody's.

    Returns None when there is none. Two who ask at the same instant get two forms.
    """
    me = staff_user(by)
    asked: dict[str, Any] = {
        "me": me.pk,
        "at": at,
        "until": at + settings.CLAIM_LASTS,
        "states": list(workable_states(me)),
        "candidates": CANDIDATES,
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE_NEXT, asked)
        taken = cursor.fetchone()
    return Case.objects.get(pk=taken[0]) if taken else None


def staff_user(by: Actor) -> StaffUser:
    """Return the account itself."""
    return StaffUser.objects.get(pk=staff_id(by))

"""What somebody who leaves had in hand goes back to the others."""

from datetime import datetime

from registry.actions.calls.opening import finish
from registry.models import Call, CallOutcome, CallState, Case, StaffUser, Task
from registry.parties import Actor

# A choice that waits for a second person is that person's to decide.
IN_HAND = (CallState.OPEN, CallState.ASKING, CallState.PROVED, CallState.REFUSED)


def let_go(user: StaffUser, *, by: Actor, at: datetime) -> None:
    """Give back claimed and assigned work, and end open calls as cut off. Runs inside the caller's transaction."""
    for work in (Case, Task):
        work.objects.filter(claimed_by=user).update(claimed_by=None, claimed_until=None)
        work.objects.filter(assigned_to=user).update(assigned_to=None)
    for call in Call.objects.select_for_update().filter(agent=user, state__in=IN_HAND).order_by("pk"):
        finish(call, CallOutcome.CUT_OFF, by=by, at=at)

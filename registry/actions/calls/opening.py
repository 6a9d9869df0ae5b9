"""Starting a call, its notes, and its end."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from registry import limits
from registry.actions.calls.moves import CallMovedOn, lock_call, move, write_down
from registry.models import AuditAction, Call, CallOutcome, CallReason, CallState, ProxyRole
from registry.parties import Actor, staff_id

# A call that ended without proof cannot claim what only follows proof; what was recorded cannot be denied.
PROVED_ONLY = frozenset({CallOutcome.CHOICE_RECORDED, CallOutcome.LINK_SENT})
NEVER_CHOSEN = frozenset({CallOutcome.NOT_APPROVED})


class WrongOutcome(Exception):
    """This is not what came of this call."""


def start_call(*, reason: CallReason, role: ProxyRole | None, by: Actor, at: datetime) -> Call:
    """Open a call. `role` is None when people call for themselves."""
    with transaction.atomic():
        call = Call.objects.create(agent_id=staff_id(by), reason=reason, role=role or "", started_at=at)
        write_down(AuditAction.CALL_STARTED, call, by=by, at=at, details={"role": role or "self"})
    return call


def keep_notes(*, call_id: UUID | str, notes: str, by: Actor, at: datetime) -> None:
    """Keep what the agent notes, for whoever opens the call next; encrypted. Raises CallNotFound."""
    del at
    with transaction.atomic():
        call = lock_call(call_id, by=by)
        call.notes = notes
        call.save(update_fields=["notes"])


def outcomes_of(call: Call) -> list[CallOutcome]:
    """Return what the agent may say came of this call, the likeliest first."""
    if call.state == CallState.REFUSED:
        return [CallOutcome.NOT_IDENTIFIED]
    if call.change_id:
        return [CallOutcome.CHOICE_RECORDED]
    gone = NEVER_CHOSEN | {CallOutcome.CHOICE_RECORDED}
    if not call.proved_at:
        gone |= PROVED_ONLY
    return [outcome for outcome in CallOutcome if outcome not in gone]


def likely_outcome(call: Call) -> CallOutcome | None:
    """Return the outcome that what was done in this call suggests."""
    done = call.answers.get("sent", {})
    if call.state == CallState.REFUSED or call.change_id:
        return outcomes_of(call)[0]
    if "call-back" in done:
        return CallOutcome.CALL_BACK
    if "link" in done:
        return CallOutcome.LINK_SENT
    return CallOutcome.FORM_SENT if done else None


def end_call(*, call_id: UUID | str, outcome: CallOutcome, by: Actor, at: datetime) -> Call:
    """End a call and forget what was typed in it; the notes stay. A repeat changes nothing.

    Raises CallNotFound, WrongOutcome, and CallMovedOn for a call that waits for a second person.
    """
    with transaction.atomic():
        call = lock_call(call_id, by=by)
        if call.state == CallState.ENDED:
            return call
        if call.state == CallState.WAITING:
            raise CallMovedOn("a second person ends this call")
        if outcome not in outcomes_of(call):
            raise WrongOutcome(outcome)
        finish(call, outcome, by=by, at=at)
    return call


def finish(call: Call, outcome: CallOutcome, *, by: Actor, at: datetime) -> None:
    """End a locked call."""
    if call.state == CallState.ASKING and call.wrong == 0 and call.nhs_number:
        # Cut off before anything went wrong: nobody has guessed.
        limits.UNPROVED_CALLS.give_back(call.nhs_number.digits)
    if not move(call, CallState.ENDED, outcome=outcome, answers={}, ended_at=at):
        raise CallMovedOn("the call is somewhere else now")
    call.state, call.outcome, call.answers, call.ended_at = CallState.ENDED, outcome, {}, at
    write_down(AuditAction.CALL_ENDED, call, by=by, at=at, details={"outcome": outcome})

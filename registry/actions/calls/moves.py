"""How a call moves on, and who may move it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from registry import audit
from registry.models import CALL_TRANSITIONS, AuditAction, Call, CallState
from registry.parties import Actor, staff_id
from registry.queries.calls import CallNotFound


class CallMovedOn(Exception):
    """The call is no longer where this page thought it was; nothing was written."""


def lock_call(call_id: UUID | str, *, by: Actor, states: tuple[CallState, ...] = ()) -> Call:
    """Return one's own call, locked until the transaction ends. Raises CallNotFound, or CallMovedOn from other states.

    The change and the agent are not joined: they are locked by nobody here.
    """
    call = Call.objects.select_for_update().filter(public_id=call_id, agent_id=staff_id(by)).first()
    if call is None:
        raise CallNotFound("no such call for this member of staff")
    if states and call.state not in states:
        raise CallMovedOn("the call is somewhere else now")
    return call


def move(call: Call, end: CallState, **columns: Any) -> bool:
    """Move a call as it was read, by one conditional UPDATE; False if anything happened to it since (T07).

    Whoever waited for a parallel request finds the counts changed and moves nothing, so that nobody gains a try.
    """
    assert end == call.state or end in CALL_TRANSITIONS[CallState(call.state)]
    as_read = Call.objects.filter(
        pk=call.pk, state=call.state, questions=call.questions, passed=call.passed, wrong=call.wrong
    )
    return bool(as_read.update(state=end, **columns))


def write_down(
    action: AuditAction, call: Call, *, by: Actor, at: datetime, details: dict[str, int | str] | None = None
) -> None:
    """Append what happened in this call; `details` hold nothing personal."""
    audit.record(
        action,
        by=by,
        at=at,
        subject=call.nhs_number,
        about=("call", str(call.public_id)),
        channel="CC",
        reason=call.reason,
        details=details or {},
    )

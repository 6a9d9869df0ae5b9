"""How a message gets from one state to the next: one conditional UPDATE, and nothing else moves it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from registry import audit
from registry.models import MESH_TRANSITIONS, AuditAction, MeshMessage, MeshOutcome, MeshState
from registry.parties import SYSTEM, Actor, organisation_mailbox


class CannotMove(Exception):
    """No arrow leads from the message's state to that one, or another process has moved it meanwhile."""


def move(message: MeshMessage, end: MeshState, *, by: Actor, at: datetime, **columns: Any) -> None:
    """Move one message and write `columns` beside it; the last move is audited. Raises CannotMove."""
    start = MeshState(message.state)
    if end not in MESH_TRANSITIONS[start]:
        raise CannotMove(f"{start} does not become {end}")
    if end == MeshState.ANSWERED:
        columns["answered_at"] = at
    with transaction.atomic():
        moved = MeshMessage.objects.filter(pk=message.pk, state=start).update(state=end, **columns)
        if not moved:
            raise CannotMove("it was moved meanwhile")
        for name, value in {"state": end, **columns}.items():
            setattr(message, name, value)
        if end == MeshState.ANSWERED:
            record(AuditAction.MESH_ANSWERED, message, by=by, at=at, details={"outcome": message.outcome})


def refuse(message: MeshMessage, outcome: MeshOutcome, problem: str = "") -> None:
    """Write why a message becomes no check; it is answered with that. A second reason changes nothing."""
    waiting = MeshMessage.objects.filter(pk=message.pk, state=MeshState.RECEIVED, outcome="")
    if waiting.update(outcome=outcome, problem=problem):
        message.outcome, message.problem = outcome, problem


def record(
    action: AuditAction, message: MeshMessage, *, by: Actor, at: datetime, details: dict[str, int | str] | None = None
) -> None:
    """Write one event about a message. Names of files and subjects stay out."""
    about = ("mesh_message", str(message.public_id))
    audit.record(action, by=by, at=at, about=about, channel="mesh", details=details or {})


def sender_of(message: MeshMessage) -> Actor:
    """Return who sent it, as the audit names them: a mailbox that nobody registered is nobody's."""
    return SYSTEM if message.organisation_id is None else organisation_mailbox(message.organisation_id)

"""Writes audit rows, always inside the transaction of the action that they describe."""

from datetime import datetime
from typing import Required, TypedDict, Unpack, cast

import structlog

from registry.encryption import keyed_hash
from registry.models import AuditAction, AuditEvent
from registry.nhs_number import NHSNumber
from registry.parties import Actor


class Happening(TypedDict, total=False):
    """Who did it, when, to whom, and why. `about` is (type, id) of the row; `details` must hold nothing personal."""

    by: Required[Actor]
    at: Required[datetime]
    subject: NHSNumber | None
    about: tuple[str, str]
    channel: str
    reason: str
    details: dict[str, int | str]


def record(action: AuditAction, **what: Unpack[Happening]) -> AuditEvent:
    """Append one event."""
    event = describe(action, **what)
    event.save(force_insert=True)
    return event


def describe(action: AuditAction, **what: Unpack[Happening]) -> AuditEvent:
    """Return the event without writing it, for an action that writes all its rows in one statement."""
    subject = what.get("subject")
    object_type, object_id = what.get("about", ("", ""))
    return AuditEvent(
        action=action,
        at=what["at"],
        actor_kind=what["by"].kind,
        actor_id=what["by"].id,
        subject=subject_key(subject) if subject else None,
        object_type=object_type,
        object_id=object_id,
        channel=what.get("channel", ""),
        reason=what.get("reason", ""),
        request_id=current_request_id(),
        details=what.get("details", {}),
    )


def subject_key(number: NHSNumber) -> bytes:
    """Return the HMAC under which events about this number are kept."""
    return keyed_hash("audit", number.digits)


def current_request_id() -> str:
    """Return the id of the browser request that caused this work, if any."""
    return cast("str", structlog.contextvars.get_contextvars().get("request_id", ""))

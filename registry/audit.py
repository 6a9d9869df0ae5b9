"""Writes audit rows, always inside the transaction of the action that they describe."""

from datetime import datetime
from typing import cast

import structlog

from registry.encryption import keyed_hash
from registry.models import AuditAction, AuditEvent
from registry.nhs_number import NHSNumber
from registry.parties import Actor


def record(
    action: AuditAction,
    *,
    by: Actor,
    at: datetime,
    subject: NHSNumber | None = None,
    about: tuple[str, str] = ("", ""),
    channel: str = "",
    reason: str = "",
    details: dict[str, int | str] | None = None,
) -> AuditEvent:
    """Append one event. `about` is (type, id) of the row concerned; `details` must hold nothing personal."""
    event = describe(
        action, by=by, at=at, subject=subject, about=about, channel=channel, reason=reason, details=details
    )
    event.save(force_insert=True)
    return event


def describe(
    action: AuditAction,
    *,
    by: Actor,
    at: datetime,
    subject: NHSNumber | None = None,
    about: tuple[str, str] = ("", ""),
    channel: str = "",
    reason: str = "",
    details: dict[str, int | str] | None = None,
) -> AuditEvent:
    """Return the event without writing it, for an action that writes all its rows in one statement."""
    return AuditEvent(
        action=action,
        at=at,
        actor_kind=by.kind,
        actor_id=by.id,
        subject=subject_key(subject) if subject else None,
        object_type=about[0],
        object_id=about[1],
        channel=channel,
        reason=reason,
        request_id=current_request_id(),
        details=details or {},
    )


def subject_key(number: NHSNumber) -> bytes:
    """Return the HMAC under which events about this number are kept."""
    return keyed_hash("audit", number.digits)


def current_request_id() -> str:
    """Return the id of the browser request that caused this work, if any."""
    return cast("str", structlog.contextvars.get_contextvars().get("request_id", ""))

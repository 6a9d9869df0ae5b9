"""Sends one message: claim, prepare, call the provider outside any transaction, record what came of it.

A claim that died, or a call without an answer, leaves the row `unknown`: then the provider is asked for our
reference before anything is sent again (docs/adr/0004-outbox.md).
"""

from datetime import datetime, timedelta
from typing import Any

import structlog
from celery.utils.time import get_exponential_backoff_interval
from django.conf import settings
from django.db import transaction

from registry import audit, metrics, outbox
from registry.actions.envelopes import CannotSend, Prepared, open_envelope, prepare
from registry.actions.tasks import create_task
from registry.clock import now
from registry.gateways.directory import DirectoryUnavailable
from registry.gateways.messaging import (
    AlreadySent,
    MessageGateway,
    OutcomeUnknown,
    Rejected,
    Unavailable,
    get_gateway,
)
from registry.models import AuditAction, Message, MessageKind, MessageProblem, TaskKind, WorkState
from registry.parties import SYSTEM
from registry.policies import LONDON
from registry.queries.working_days import closing, working_days_later

log = structlog.get_logger("registry.messages")
# Twelve tries from 10 seconds to 2 hours apart: they outlast an outage of two hours and end within a day.
FIRST_WAIT_SECONDS = 10
LONGEST_WAIT_SECONDS = 7200
# What opens something for whoever reads it.
SECRETS = (MessageKind.CODE, MessageKind.INVITATION, MessageKind.ORGANISATION_INVITATION)
WORKING_DAYS_TO_WRITE_BY_HAND = 2


def send_message(message_id: str) -> None:
    """Send the message with this id if it is open and due; safe to call twice and at the same time."""
    claimed = outbox.claim(Message, message_id, settings.MESSAGE_LEASE)
    if claimed is None:
        return
    row, before = claimed
    with structlog.contextvars.bound_contextvars(request_id=row.request_id, message=str(row.public_id)):
        try:
            _try(row, before)
        except outbox.ClaimLost:
            # Whoever holds the row now finds out at the provider what became of our call.
            log.warning("claim lost", channel=row.channel)


def _try(row: Message, before: WorkState) -> None:
    if row.attempts > settings.MESSAGE_ATTEMPTS:
        is_unknown = before == WorkState.UNKNOWN
        _fail(row, MessageProblem.OUTCOME_UNKNOWN if is_unknown else MessageProblem.TOO_MANY_TRIES)
        return
    try:
        _send(row, before)
    except CannotSend as error:
        _fail(row, error.problem, detail=error.detail)
    except Rejected as error:
        _fail(row, MessageProblem.REJECTED, detail=str(error))
    except DirectoryUnavailable:
        _wait(row, MessageProblem.DIRECTORY_UNAVAILABLE, state=before)
    except Unavailable as error:
        _wait(row, MessageProblem.UNAVAILABLE, state=before, at_least=error.retry_after, detail=str(error))
    except OutcomeUnknown as error:
        _wait(row, MessageProblem.OUTCOME_UNKNOWN, state=WorkState.UNKNOWN, detail=str(error))


def _send(row: Message, before: WorkState) -> None:
    gateway = get_gateway(row.channel)
    earlier = gateway.find(str(row.public_id)) if before == WorkState.UNKNOWN else None
    if earlier is not None:
        _accept(row, earlier)
        return
    prepared = prepare(row)
    outbox.hold(row, settings.MESSAGE_LEASE, recipient=prepared.recipient, letter=prepared.letter)
    _accept(row, _hand_over(gateway, row, prepared))


def _hand_over(gateway: MessageGateway, row: Message, prepared: Prepared) -> str:
    try:
        return gateway.send(open_envelope(row, prepared))
    except AlreadySent as error:
        return error.provider_id


def _accept(row: Message, provider_id: str) -> None:
    with transaction.atomic():
        outbox.finish(row, WorkState.DONE, provider_id=provider_id[:64], **_wiped(row))
        _write_audit(AuditAction.MESSAGE_SENT, row)
    _report(row, "sent")


def _fail(row: Message, problem: MessageProblem, *, detail: str = "") -> None:
    """End without sending. The row stays for staff to see."""
    with transaction.atomic():
        outbox.finish(row, WorkState.FAILED, error=problem, **_wiped(row))
        _write_audit(AuditAction.MESSAGE_FAILED, row, reason=problem)
        if problem == MessageProblem.RESTRICTED:
            _ask_to_write_by_hand(row, now())
    _report(row, "failed", problem=problem, detail=detail)


def _ask_to_write_by_hand(row: Message, at: datetime) -> None:
    """A letter to a restricted record could tell someone where the person lives, so staff find another way."""
    last_day = working_days_later(at.astimezone(LONDON).date(), WORKING_DAYS_TO_WRITE_BY_HAND)
    create_task(
        kind=TaskKind.RESTRICTED_RECORD,
        due_at=closing(last_day),
        nhs_number=row.nhs_number,
        message_id=row.pk,
        detail=f"{MessageKind(row.kind).label}: this was to go by letter.",
        by=SYSTEM,
        at=at,
    )


def _wait(row: Message, problem: MessageProblem, *, state: WorkState, at_least: int = 0, detail: str = "") -> None:
    """Give the row back for a later try; the last try ends it, unless one more look-up may say that it arrived."""
    if row.attempts >= settings.MESSAGE_ATTEMPTS and state != WorkState.UNKNOWN:
        _fail(row, problem, detail=detail)
        return
    wait = max(_wait_seconds(row.attempts), at_least)
    outbox.put_back(row, after=timedelta(seconds=wait), error=problem, state=state)
    _report(row, "unknown" if state == WorkState.UNKNOWN else "waiting", problem=problem, detail=detail)


def _wait_seconds(attempts: int) -> int:
    """Half of the exponential interval is certain and half is jitter, so that an outage ends without a rush."""
    retries = max(attempts - 1, 0)
    certain = get_exponential_backoff_interval(FIRST_WAIT_SECONDS, retries, LONGEST_WAIT_SECONDS)
    jitter = get_exponential_backoff_interval(FIRST_WAIT_SECONDS, retries, LONGEST_WAIT_SECONDS, full_jitter=True)
    return (certain + jitter) // 2


def _wiped(row: Message) -> dict[str, Any]:
    """A secret and where it went are of no use once it has gone; a confirmation's contact is kept for seven days."""
    return {"recipient": "", "content": {}} if row.kind in SECRETS else {}


def _write_audit(action: AuditAction, row: Message, *, reason: str = "") -> None:
    audit.record(
        action,
        by=SYSTEM,
        at=now(),
        subject=row.nhs_number,
        about=("message", str(row.public_id)),
        channel=row.channel,
        reason=reason,
        details={"kind": row.kind, "attempts": row.attempts},
    )


def _report(row: Message, outcome: str, *, problem: str = "", detail: str = "") -> None:
    metrics.MESSAGES.labels(row.channel, row.kind, outcome).inc()
    log.info(
        "message",
        channel=row.channel,
        kind=row.kind,
        outcome=outcome,
        problem=problem,
        detail=detail,
        attempts=row.attempts,
    )

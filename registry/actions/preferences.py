"""The one write that records a choice."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from registry import audit, outbox, policies, record
from registry.demographics import Demographics
from registry.models import (
    AuditAction,
    AuditEvent,
    ChangeKind,
    Message,
    MessageChannel,
    MessageKind,
    PreferenceChange,
    Source,
    Status,
)
from registry.nhs_number import NHSNumber
from registry.parties import Actor, Patient, Proxy
from registry.queries.preferences import last_confirmed_by
from registry.record import Standing

# Without letters and digits that look alike when read out or written by hand.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRTUVWXYZ"
KEY_CONSTRAINT_ENDING = "idempotency_key_key"  # as PostgreSQL names the column's unique constraint
AUDIT_OF_KIND = {
    ChangeKind.FIRST: AuditAction.CHOICE_RECORDED,
    ChangeKind.CHANGE: AuditAction.CHOICE_CHANGED,
    ChangeKind.CONFIRMATION: AuditAction.CHOICE_CONFIRMED,
}


class SubmissionKeyReused(Exception):
    """The same idempotency key came with a different choice or person: refused, nothing written."""


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One accepted form, call or journey, as it is to be written."""

    person: Demographics
    status: Status
    source: Source
    party: Patient | Proxy
    decided_at: datetime
    idempotency_key: str
    case_reference: str = ""
    confirm_by: Sequence[MessageChannel] = ()
    reason: str = ""


def record_choice(submission: Submission, *, by: Actor, at: datetime) -> PreferenceChange:
    """Record a choice once: history, current row, audit and outgoing messages in one transaction.

    Writers on one person queue on an advisory lock. A repeat with the same idempotency key returns the first result.
    The same choice again is kept as a confirmation. Raises policies.CannotChoose, SubmissionKeyReused.
    """
    policies.check_may_choose(submission.person, submission.party, submission.source, at)
    try:
        return _record_once(submission, by=by, at=at)
    except IntegrityError as error:
        # Two people's submissions with one key, at the same instant: they wait on different locks and meet only here.
        if _broken_constraint(error).endswith(KEY_CONSTRAINT_ENDING):
            raise SubmissionKeyReused("this submission was already used for another choice") from error
        raise


def _record_once(submission: Submission, *, by: Actor, at: datetime) -> PreferenceChange:
    key = _key(submission)
    with transaction.atomic():
        standing = record.lock_person(submission.person.nhs_number, key)
        if standing.repeated:
            return _same_submission(PreferenceChange.objects.get(pk=standing.repeated), standing.number, submission)
        change = _next_change(standing, submission, key, by)
        messages = _confirmations(change, _channels(change, submission.confirm_by), at)
        record.write(change, _audit_event(change, by, at), messages)
        if messages:
            outbox.wake_relay()
    return change


def _broken_constraint(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", None) or "")


def _key(submission: Submission) -> str:
    """Callers' keys may be long or speak of their source; the stored form is fixed and tells nothing."""
    return hashlib.sha256(f"{submission.source}\0{submission.idempotency_key}".encode()).hexdigest()


def _same_submission(change: PreferenceChange, number: NHSNumber, submission: Submission) -> PreferenceChange:
    if change.nhs_number != number or change.after_status != submission.status:
        raise SubmissionKeyReused("this submission was already used for another choice")
    return change


def _next_change(standing: Standing, submission: Submission, key: str, by: Actor) -> PreferenceChange:
    return PreferenceChange(
        reference=new_reference(),
        nhs_number=standing.number,
        version=standing.version + 1,
        kind=_kind(standing, submission.status),
        before_status=standing.status or "",
        after_status=submission.status,
        source=submission.source,
        case_reference=submission.case_reference,
        decided_at=submission.decided_at,
        actor_kind=by.kind,
        actor_id=by.id,
        reason=submission.reason,
        idempotency_key=key,
        **_party_columns(standing.number, submission.party),
    )


def _kind(standing: Standing, status: Status) -> ChangeKind:
    if standing.status is None:
        return ChangeKind.FIRST
    return ChangeKind.CONFIRMATION if standing.status == status else ChangeKind.CHANGE


def _party_columns(number: NHSNumber, party: Patient | Proxy) -> dict[str, object]:
    if isinstance(party, Patient):
        return {"consenting_party": number}
    return {"proxy_role": party.role, "proxy_name": party.name, "proxy_contact": party.contact}


def _audit_event(change: PreferenceChange, by: Actor, at: datetime) -> AuditEvent:
    return audit.describe(
        AUDIT_OF_KIND[ChangeKind(change.kind)],
        by=by,
        at=at,
        subject=change.nhs_number,
        about=("change", change.reference),
        channel=change.source,
        reason=change.reason,
    )


def _channels(change: PreferenceChange, asked: Sequence[MessageChannel]) -> Sequence[MessageChannel]:
    """A change is told by the way of the last confirmation too: whoever made it may have asked for another (T15)."""
    if change.kind != ChangeKind.CHANGE:
        return asked
    earlier = last_confirmed_by(change.nhs_number)
    return [*asked, earlier] if earlier else asked


def _confirmations(change: PreferenceChange, channels: Sequence[MessageChannel], at: datetime) -> list[Message]:
    return [
        Message(
            kind=MessageKind.CONFIRMATION,
            channel=channel,
            nhs_number=change.nhs_number,
            deadline_at=at + settings.MESSAGE_DEADLINE,
            request_id=audit.current_request_id(),
        )
        for channel in dict.fromkeys(channels)
    ]


def new_reference() -> str:
    """Return ten random signs as people read them out: K7M2-9QXR-4T (49 bits, so no run of digits is ever likely)."""
    signs = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(10))
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"

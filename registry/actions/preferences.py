"""The one write that records a choice."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from registry import audit, outbox, policies
from registry.demographics import Demographics
from registry.models import (
    AuditAction,
    ChangeKind,
    Message,
    MessageChannel,
    MessageKind,
    Preference,
    PreferenceChange,
    Source,
    Status,
)
from registry.nhs_number import NHSNumber
from registry.parties import Actor, Patient, Proxy
from registry.queries.people import current_number

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
    with transaction.atomic():
        number = _lock_person(submission.person.nhs_number)
        repeated = PreferenceChange.objects.filter(idempotency_key=_key(submission)).first()
        if repeated:
            return _same_submission(repeated, number, submission)
        current = Preference.objects.filter(nhs_number=number).first()
        change = _append_change(number, current, submission, by)
        _write_current(current, change)
        _write_audit(change, by, at)
        _queue_confirmations(change, submission.confirm_by, at)
    return change


def _broken_constraint(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", None) or "")


def _lock_person(number: NHSNumber) -> NHSNumber:
    """Wait for this person's lock, and for the current number's too where this one was superseded."""
    _lock(number)
    current = current_number(number)
    if current != number:
        _lock(current)
    return current


def _lock(number: NHSNumber) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number.value])


def _key(submission: Submission) -> str:
    """Callers' keys may be long or speak of their source; the stored form is fixed and tells nothing."""
    return hashlib.sha256(f"{submission.source}\0{submission.idempotency_key}".encode()).hexdigest()


def _same_submission(change: PreferenceChange, number: NHSNumber, submission: Submission) -> PreferenceChange:
    if change.nhs_number != number or change.after_status != submission.status:
        raise SubmissionKeyReused("this submission was already used for another choice")
    return change


def _append_change(
    number: NHSNumber, current: Preference | None, submission: Submission, by: Actor
) -> PreferenceChange:
    change = PreferenceChange(
        reference=new_reference(),
        nhs_number=number,
        version=current.version + 1 if current else 1,
        kind=_kind(current, submission.status),
        before_status=current.status if current else "",
        after_status=submission.status,
        source=submission.source,
        case_reference=submission.case_reference,
        decided_at=submission.decided_at,
        actor_kind=by.kind,
        actor_id=by.id,
        reason=submission.reason,
        idempotency_key=_key(submission),
        **_party_columns(number, submission.party),
    )
    change.save(force_insert=True)
    return change


def _kind(current: Preference | None, status: Status) -> ChangeKind:
    if current is None:
        return ChangeKind.FIRST
    return ChangeKind.CONFIRMATION if current.status == status else ChangeKind.CHANGE


def _party_columns(number: NHSNumber, party: Patient | Proxy) -> dict[str, object]:
    if isinstance(party, Patient):
        return {"consenting_party": number}
    return {"proxy_role": party.role, "proxy_name": party.name, "proxy_contact": party.contact}


def _write_current(current: Preference | None, change: PreferenceChange) -> None:
    """A confirmation leaves the choice and its date as they are and counts only as a version."""
    if current and change.kind == ChangeKind.CONFIRMATION:
        current.version = change.version
        current.save(update_fields=["version"])
        return
    row = Preference(
        pk=current.pk if current else None,
        **({"public_id": current.public_id} if current else {}),
        **{name: getattr(change, name) for name in COPIED},
        status=change.after_status,
    )
    row.save(force_insert=current is None, force_update=current is not None)


COPIED = (
    "nhs_number",
    "version",
    "source",
    "case_reference",
    "decided_at",
    "recorded_at",
    "consenting_party",
    "proxy_role",
    "proxy_name",
    "proxy_contact",
)


def _write_audit(change: PreferenceChange, by: Actor, at: datetime) -> None:
    audit.record(
        AUDIT_OF_KIND[ChangeKind(change.kind)],
        by=by,
        at=at,
        subject=change.nhs_number,
        about=("change", str(change.pk)),
        channel=change.source,
        reason=change.reason,
    )


def _queue_confirmations(change: PreferenceChange, channels: Sequence[MessageChannel], at: datetime) -> None:
    outbox.add_messages(
        [
            Message(
                kind=MessageKind.CONFIRMATION,
                channel=channel,
                nhs_number=change.nhs_number,
                change=change,
                deadline_at=at + settings.MESSAGE_DEADLINE,
            )
            for channel in dict.fromkeys(channels)
        ]
    )


def new_reference() -> str:
    """Return ten random signs as people read them out: K7M2-9QXR-4T (49 bits, so no run of digits is ever likely)."""
    signs = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(10))
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"

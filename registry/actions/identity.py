"""Asking for a code, checking who asks, and proving the code. Source: trust.md D1, D8, T01-T10.

The request only writes a row. Everything that could tell a stranger something happens in the worker, and every
outcome looks the same from outside.
"""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from registry import audit, outbox
from registry.actions.drafts import drop_proof, lock_draft
from registry.clock import DatabaseNow
from registry.limits import network_key
from registry.matching import IdentityDetails
from registry.models import AuditAction, Draft, IdentityCheck, MessageChannel
from registry.nhs_number import NHSNumber
from registry.one_time_codes import code_fits
from registry.parties import Actor


class CodeRefused(Exception):
    """Wrong, used, replaced or expired, or never sent: nobody is told which."""


def request_code(
    *,
    draft_id: UUID | str,
    details: IdentityDetails,
    channel: MessageChannel,
    network: str,
    by: Actor,
    at: datetime,
) -> None:
    """Write down that these details ask for a code, and answer. The draft's earlier request is replaced."""
    with transaction.atomic():
        draft = lock_draft(draft_id)
        drop_proof(draft)
        draft.identity_check = IdentityCheck.objects.create(
            details=_as_json(details),
            channel=channel,
            network=network_key(network),
            deadline_at=at + settings.CODE_LIFETIME,
            request_id=audit.current_request_id(),
        )
        draft.save()
        audit.record(
            AuditAction.CODE_REQUESTED,
            by=by,
            at=at,
            about=("identity_check", str(draft.identity_check_id)),
            channel=channel,
        )
        outbox.wake_relay()


def prove_code(*, draft_id: UUID | str, code: str, by: Actor, at: datetime) -> None:
    """Bind the person to the draft if the code is right. Raises CodeRefused, or DraftEnded when the session is over.

    The guess is counted by one conditional update before anything is compared; the code is used up by another.
    """
    check = _count_guess(draft_id)
    fits = code_fits(check.code_hash if check else "", code)
    if not (check and fits and _bind(draft_id, check, by, at)):
        audit.record(AuditAction.CODE_REFUSED, by=by, at=at, about=("draft", str(draft_id)))
        raise CodeRefused("the code was not accepted")


def _count_guess(draft_id: UUID | str) -> IdentityCheck | None:
    """Count one guess against the draft's request; None when it allows no more.

    The update names the row by its key. Through a join Django puts the conditions into a subquery, which PostgreSQL
    does not look at again after waiting for a parallel guess, and a sixth guess would get through.
    """
    check_id = Draft.objects.filter(pk=draft_id).values_list("identity_check_id", flat=True).first()
    if check_id is None:
        return None
    live = IdentityCheck.objects.filter(
        pk=check_id, guesses__lt=settings.CODE_GUESSES, used_at=None, replaced_at=None, deadline_at__gt=DatabaseNow()
    )
    counted = live.update(guesses=F("guesses") + 1)
    return IdentityCheck.objects.get(pk=check_id) if counted else None


def _use_up(check: IdentityCheck) -> bool:
    unused = IdentityCheck.objects.filter(
        pk=check.pk, used_at=None, replaced_at=None, deadline_at__gt=DatabaseNow(), code_hash=check.code_hash
    )
    return bool(unused.update(used_at=DatabaseNow(), code_hash=""))


def _bind(draft_id: UUID | str, check: IdentityCheck, by: Actor, at: datetime) -> bool:
    """Use the code up and bind the person; False if another tab was faster or has asked for a new code since.

    The draft is locked first, as everywhere: the other order can lock two requests against each other.
    """
    with transaction.atomic():
        draft = lock_draft(draft_id)
        if draft.identity_check_id != check.pk or not _use_up(check):
            return False
        _write_proof(draft, check, at)
        audit.record(
            AuditAction.IDENTITY_PROVED, by=by, at=at, subject=check.nhs_number, about=("identity_check", str(check.pk))
        )
    return True


def _write_proof(draft: Draft, check: IdentityCheck, at: datetime) -> None:
    draft.proved_nhs_number = check.nhs_number
    draft.proved_channel = check.channel
    draft.proved_contact = check.masked_contact
    draft.proved_at = at
    draft.save()


def _as_json(details: IdentityDetails) -> dict[str, str]:
    return {
        "given_name": details.given_name,
        "family_name": details.family_name,
        "date_of_birth": details.date_of_birth.isoformat(),
        "nhs_number": details.nhs_number.digits if details.nhs_number else "",
        "postcode": details.postcode,
    }


def details_of(check: IdentityCheck) -> IdentityDetails:
    """Read back what the visitor typed."""
    kept = check.details
    return IdentityDetails(
        given_name=kept["given_name"],
        family_name=kept["family_name"],
        date_of_birth=date.fromisoformat(kept["date_of_birth"]),
        nhs_number=NHSNumber(int(kept["nhs_number"])) if kept["nhs_number"] else None,
        postcode=kept["postcode"],
    )

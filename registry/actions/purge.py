"""Erases what has outlived its period, and nothing else. Source: trust.md 5.1, test P01."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q

from registry import audit
from registry.actions.checks.erasing import erase_expired_files, erase_old_checks, erase_old_sketches
from registry.actions.checks.uploads import erase_stale_uploads
from registry.actions.guidance.searches import forget_searches
from registry.actions.mesh.forgetting import forget_names
from registry.actions.messages import SECRETS
from registry.models import (
    ApiAnswer,
    AuditAction,
    Draft,
    IdentityCheck,
    Invitation,
    LimitCounter,
    Message,
    OrganisationInvitation,
    WorkState,
)
from registry.parties import Actor

ENDED = (WorkState.DONE, WorkState.FAILED, WorkState.EXPIRED)
# "Row gone within an hour" of the code's end; the purge runs every ten minutes.
CHECK_KEPT = timedelta(minutes=30)


def purge_expired(*, by: Actor, at: datetime) -> dict[str, int]:
    """Erase all that is past its period at `at`, and keep one audit row with how many of each.

    Files of checks go first, outside the transaction of the rest, which must not wait for a disk.
    """
    files = erase_expired_files(by=by, at=at)
    with transaction.atomic():
        erased = {name: erase(at) for name, erase in ERASERS.items()} | {"check_files": files}
        audit.record(AuditAction.PURGED, by=by, at=at, details=dict(erased))
    return erased


def _drafts(at: datetime) -> int:
    """What a visitor typed, once their session is over."""
    is_over = Q(last_seen_at__lte=at - settings.DRAFT_IDLE) | Q(started_at__lte=at - settings.DRAFT_HARD)
    return _delete(Draft.objects.filter(is_over).delete(), Draft)


def _check_details(at: datetime) -> int:
    """Details and codes of requests that can no longer be used."""
    is_over = Q(state__in=ENDED) & ~Q(details=b"") | Q(deadline_at__lte=at) & ~Q(details=b"", code_hash="")
    over = IdentityCheck.objects.filter(is_over)
    # A code that is still good stays: only its request has ended.
    return over.filter(deadline_at__gt=at).update(details={}) + over.update(details={}, code_hash="")


def _checks(at: datetime) -> int:
    return _delete(IdentityCheck.objects.filter(deadline_at__lte=at - CHECK_KEPT).delete(), IdentityCheck)


def _codes(_at: datetime) -> int:
    """Codes and invitations of messages that ended, and where they went."""
    ended = Message.objects.filter(kind__in=SECRETS, state__in=ENDED)
    return ended.exclude(recipient=b"", content=b"").update(recipient="", content={})


def _contacts(at: datetime) -> int:
    """Where a message went and its letter, seven days after its end."""
    old = Message.objects.filter(state__in=ENDED, finished_at__lte=at - settings.MESSAGE_CONTACT_KEPT)
    kept = old.exclude(recipient=b"", content=b"", letter=b"")
    return kept.update(recipient="", content={}, letter=b"")


def _limit_counters(at: datetime) -> int:
    return _delete(LimitCounter.objects.filter(window_ends_at__lte=at).delete(), LimitCounter)


def _sessions(at: datetime) -> int:
    """Sessions that are over, and with them the row that lists each to its owner."""
    ended = _delete(Session.objects.filter(expire_date__lte=at).delete(), Session)
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(alive)).delete()
    return ended


def _invitations(at: datetime) -> int:
    return _delete(Invitation.objects.filter(expires_at__lte=at).delete(), Invitation)


def _organisation_invitations(at: datetime) -> int:
    return _delete(OrganisationInvitation.objects.filter(expires_at__lte=at).delete(), OrganisationInvitation)


def _api_answers(at: datetime) -> int:
    """Answers that a repeat of the same API call no longer gets."""
    return _delete(ApiAnswer.objects.filter(expires_at__lte=at).delete(), ApiAnswer)


def _delete(result: tuple[int, dict[str, int]], model: type[Model]) -> int:
    return result[1].get(model._meta.label, 0)  # noqa: SLF001 - Django's documented name


ERASERS: dict[str, Callable[[datetime], int]] = {
    "drafts": _drafts,
    "check_details": _check_details,
    "checks": _checks,
    "codes": _codes,
    "contacts": _contacts,
    "limit_counters": _limit_counters,
    "sessions": _sessions,
    "invitations": _invitations,
    "organisation_invitations": _organisation_invitations,
    "api_answers": _api_answers,
    "uploads": erase_stale_uploads,
    "mesh_names": forget_names,
    "check_sketches": erase_old_sketches,
    "list_checks": erase_old_checks,
    "guidance_searches": forget_searches,
}

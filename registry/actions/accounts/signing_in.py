"""Signing in and out, as the audit keeps it. Never what was typed: of a refused try only whose account it was for."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

from registry import audit
from registry.models import AuditAction, StaffUser
from registry.parties import VISITOR, Actor, staff_id, staff_member


def record_sign_in(*, factor: str, by: Actor, at: datetime) -> None:
    """Write down that both factors were right; `factor` says which kind the second was."""
    with transaction.atomic():
        StaffUser.objects.filter(pk=staff_id(by)).update(last_seen_at=at)
        audit.record(AuditAction.SIGNED_IN, by=by, at=at, about=("staff", by.id), reason=factor)


def record_refusal(*, username: str, reason: str, at: datetime) -> None:
    """Write down a refused try: for which account if there is one, else for none. `reason` is a code of ours."""
    user_id = StaffUser.objects.filter(username=username).values_list("pk", flat=True).first()
    about = ("staff", str(user_id)) if user_id else ("", "")
    audit.record(AuditAction.SIGN_IN_REFUSED, by=VISITOR, at=at, about=about, reason=reason)


def record_sign_out(*, by: Actor, at: datetime) -> None:
    """Write down that somebody signed out by themselves."""
    audit.record(AuditAction.SIGNED_OUT, by=by, at=at, about=("staff", by.id))


def note_seen(*, session_key: str, by: Actor, at: datetime) -> None:
    """Remember when the account and this browser of it were last seen. Called once a minute at most."""
    StaffUser.objects.filter(pk=staff_id(by)).update(last_seen_at=at)
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=at)


def actor_for(user: StaffUser) -> Actor:
    """Return an account as the audit names it."""
    return staff_member(user.pk)

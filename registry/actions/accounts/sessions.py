"""Ending sessions: the browser's next click lands on the sign-in."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from registry import audit
from registry.models import AuditAction, StaffUser
from registry.parties import Actor, staff_id


def end_session(*, session_id: int, by: Actor, at: datetime) -> None:
    """End one of one's own sessions. One that is not one's own, or over already, stays as it is."""
    _end(UserSession.objects.filter(pk=session_id, user_id=staff_id(by)), by.id, by, at)


def end_other_sessions(*, current_key: str, by: Actor, at: datetime) -> None:
    """End all of one's own sessions except this one."""
    _end(UserSession.objects.filter(user_id=staff_id(by)).exclude(session_key=current_key), by.id, by, at)


def end_sessions_of(user: StaffUser, *, by: Actor, at: datetime) -> None:
    """End all sessions of an account."""
    _end(UserSession.objects.filter(user=user), str(user.pk), by, at)


def follow_session(*, old_key: str, new_key: str) -> None:
    """Keep track of a browser whose session was given a new key."""
    UserSession.objects.filter(session_key=old_key).update(session_key=new_key)


def _end(sessions: QuerySet[UserSession], user_id: str, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        keys = list(sessions.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        UserSession.objects.filter(session_key__in=keys).delete()
        if keys:
            audit.record(
                AuditAction.SESSIONS_ENDED, by=by, at=at, about=("staff", user_id), details={"sessions": len(keys)}
            )

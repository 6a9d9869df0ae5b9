"""A session of someone who signed in for their organisation with both factors. Its limits are those of staff (D3)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from registry.models import OrganisationPerson
from registry.queries.organisations import person_for_session

PERSON = "member"
NUMBER = "member_session_number"
STARTED = "member_started_at"
SEEN = "member_seen_at"
KEYS = (PERSON, NUMBER, STARTED, SEEN)


def begin_session(request: HttpRequest, person: OrganisationPerson, at: datetime) -> None:
    """Start a session in which both factors were given, under a new session key (T11)."""
    request.session.cycle_key()
    request.session.update(
        {PERSON: person.pk, NUMBER: person.session_number, STARTED: at.isoformat(), SEEN: at.isoformat()}
    )


def end_session(request: HttpRequest) -> None:
    """End it, and everything that this browser kept with us."""
    request.session.flush()


def member_of(request: HttpRequest, at: datetime) -> OrganisationPerson | None:
    """Return who is signed in, if they and their organisation are active now and their time is not over."""
    if PERSON not in request.session or _is_over(request, at):
        return None
    person = person_for_session(request.session[PERSON], request.session[NUMBER])
    if person is not None:
        request.session[SEEN] = at.isoformat()
    return person


def session_timeout(request: HttpRequest) -> dict[str, Any]:
    """Return what the warning before the end of the session is drawn from."""
    left = settings.MEMBER_SESSION_HARD - (_read(request, SEEN) - _read(request, STARTED))
    return {
        "idle_seconds": int(settings.MEMBER_SESSION_IDLE.total_seconds()),
        "warning_seconds": int(settings.MEMBER_SESSION_WARNING.total_seconds()),
        "hard_seconds": int(left.total_seconds()),
        "extend_url": reverse("organisations:stay"),
        "end_url": reverse("organisations:sign-out"),
    }


def _is_over(request: HttpRequest, at: datetime) -> bool:
    is_old = at - _read(request, STARTED) >= settings.MEMBER_SESSION_HARD
    return is_old or at - _read(request, SEEN) >= settings.MEMBER_SESSION_IDLE


def _read(request: HttpRequest, key: str) -> datetime:
    return datetime.fromisoformat(request.session[key])

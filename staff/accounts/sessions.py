"""Ends a staff session after 15 minutes without a page, and after 12 hours whatever happens (trust.md, D3).

A session in which no second factor was given is no session at all: it ends before any page is looked at (T21).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from registry.actions.accounts.signing_in import note_seen
from registry.clock import now
from registry.parties import staff_member

STARTED = "staff_started_at"
SEEN = "staff_seen_at"
NOTED = "staff_noted_at"
# When the second factor was given; without it there is no session.
FACTOR = "staff_second_factor_at"
# When the person last proved who they are, by signing in or by the password before a dangerous step.
PROVED = "staff_proved_at"


class StaffSessionMiddleware:
    """Looks only at staff pages; stands after authentication and before the check that someone is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Sign out someone whose time is over; for anyone else the idle time starts again."""
        if is_staff_page(request) and request.user.is_authenticated:
            keep_or_end(request, now())
        return None


def is_staff_page(request: HttpRequest) -> bool:
    """True for every address of the back office."""
    return bool(request.resolver_match and "staff" in request.resolver_match.namespaces)


def begin_session(request: HttpRequest, at: datetime) -> None:
    """Start all clocks of a session in which both factors were given."""
    request.session.update(dict.fromkeys((STARTED, SEEN, NOTED, FACTOR, PROVED), at.isoformat()))


def keep_or_end(request: HttpRequest, at: datetime) -> None:
    """Compare the session's instants with `at`."""
    if FACTOR not in request.session or is_over(at - _read(request, STARTED), at - _read(request, SEEN)):
        logout(request)
        return
    request.session[SEEN] = at.isoformat()
    if at - _read(request, NOTED) >= settings.SEEN_EVERY:
        request.session[NOTED] = at.isoformat()
        by = staff_member(request.user.pk)
        note_seen(session_key=str(request.session.session_key), by=by, at=at)


def is_over(age: timedelta, idle: timedelta) -> bool:
    """The moment a limit is reached, the session is over."""
    return age >= settings.STAFF_SESSION_HARD or idle >= settings.STAFF_SESSION_IDLE


def session_timeout(request: HttpRequest, urls: tuple[str, str]) -> dict[str, Any]:
    """Return what the warning before the end of the session is drawn from; `urls` extend the session and end it."""
    left = settings.STAFF_SESSION_HARD - (_read(request, SEEN) - _read(request, STARTED))
    return {
        "idle_seconds": int(settings.STAFF_SESSION_IDLE.total_seconds()),
        "warning_seconds": int(settings.STAFF_SESSION_WARNING.total_seconds()),
        "hard_seconds": int(left.total_seconds()),
        "extend_url": urls[0],
        "end_url": urls[1],
    }


def _read(request: HttpRequest, key: str) -> datetime:
    return datetime.fromisoformat(request.session[key])

"""Ends a staff session after 15 minutes without a page, and after 12 hours whatever happens (trust.md, D3)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from registry.clock import now

STARTED = "staff_started_at"
SEEN = "staff_seen_at"


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


def keep_or_end(request: HttpRequest, at: datetime) -> None:
    """Compare the session's two instants with `at`. A session without them has just begun."""
    started = datetime.fromisoformat(request.session.setdefault(STARTED, at.isoformat()))
    seen = datetime.fromisoformat(request.session.get(SEEN, at.isoformat()))
    if is_over(at - started, at - seen):
        logout(request)
    else:
        request.session[SEEN] = at.isoformat()


def is_over(age: timedelta, idle: timedelta) -> bool:
    """The moment a limit is reached, the session is over."""
    return age >= settings.STAFF_SESSION_HARD or idle >= settings.STAFF_SESSION_IDLE

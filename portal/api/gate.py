"""What holds for every address of the API, whoever answers: HTTPS, JSON errors, headers, no forms."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.api import problems
from portal.api.problems import Problem
from registry.limits import NUMBERS_BY_ORGANISATION, REQUESTS_BY_ORGANISATION, Spent
from registry.queries.api_keys import Called

API = "/api/"
ERRORS_FROM = 400
NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
KEPT = ("Allow", "Retry-After", "WWW-Authenticate")


class ApiMiddleware:
    """Looks only at the API. Stands outside whatever could redirect, ask for a cookie or answer with a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(API):
            return self.get_response(request)
        response = self._answer(request)
        if response.status_code >= ERRORS_FROM and response.headers.get("Content-Type") != problems.CONTENT_TYPE:
            response = _as_problem(response)
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            response["Content-Security-Policy"] = NOTHING
        called = getattr(request, "called", None)
        if called is not None:
            for name, value in limit_headers(called).items():
                response[name] = value
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            # A redirect would teach programs to send their key in the clear first (trust.md H06).
            return problems.answer(Problem("https-needed", "Use https. If you sent a key, revoke it: it was readable."))
        # Nobody reads a form from a request to the API; what the type is in truth stands in the header.
        request.content_type = "application/octet-stream"
        return self.get_response(request)


def limit_headers(called: Called) -> dict[str, str]:
    """Return RateLimit and RateLimit-Policy. Source: draft-ietf-httpapi-ratelimit-headers."""
    requests, numbers = called.requests, called.numbers
    minute = int(REQUESTS_BY_ORGANISATION.window.total_seconds())
    day = int(NUMBERS_BY_ORGANISATION.window.total_seconds())
    return {
        "RateLimit-Policy": f'"requests";q={requests.maximum};w={minute}, "numbers";q={numbers.maximum};w={day}',
        "RateLimit": f'"requests";r={requests.left};t={seconds_left(requests, called.at, minute)}, '
        f'"numbers";r={numbers.left};t={seconds_left(numbers, called.at, day)}',
    }


def seconds_left(spent: Spent, at: datetime, window: int) -> int:
    """Return in how many whole seconds the window ends, at least one."""
    return window if spent.ends_at is None else max(1, round((spent.ends_at - at).total_seconds()))


def _as_problem(response: HttpResponse) -> HttpResponse:
    """Say again as a problem what somebody else has said as a page."""
    problem = problems.of_status(response.status_code)
    problem.headers |= {name: response.headers[name] for name in KEPT if name in response.headers}
    return problems.answer(problem)

"""One id from the browser's request to the last task it causes, and one log line a request."""

import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("ndop.request")


class RequestIdMiddleware:
    """Give each request a new id (a client's own is not trusted), answer with it and log the request by it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        identifier = str(uuid.uuid4())
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=identifier):
            response = self.get_response(request)
            response["X-Request-ID"] = identifier
            log.info(
                "request",
                method=request.method,
                route=_route(request),
                status=response.status_code,
                milliseconds=round((time.perf_counter() - started) * 1000, 1),
            )
        return response


def _route(request: HttpRequest) -> str:
    """Name the pattern, not the path: a mistyped path can hold anything."""
    match = request.resolver_match
    return match.view_name if match else "unmatched"

"""What the API answers when it cannot do what was asked: problem details (RFC 9457), and nothing of what was sent."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse

from registry.audit import current_request_id

CONTENT_TYPE = "application/problem+json"
# What each kind is called in `type`, and what it means. A kind of its own where a program would act differently.
TITLES = {
    "bad-request": (400, "The request cannot be read"),
    "unauthorised": (401, "No key, or one that is not good any more"),
    "forbidden": (403, "This key may not do that, or not from there"),
    "https-needed": (403, "This API is spoken over HTTPS only"),
    "not-found": (404, "There is no such thing"),
    "method-not-allowed": (405, "This address does not take this method"),
    "not-ready": (409, "There is no result yet"),
    "still-running": (409, "The first request with this idempotency key is still being answered"),
    "gone": (410, "It has expired or was erased"),
    "length-required": (411, "Say how long the file is"),
    "too-large": (413, "More than is taken this way"),
    "unsupported-media-type": (415, "This address does not take this type of content"),
    "invalid": (422, "The request does not say what it must"),
    "cannot-check": (422, "This list cannot be checked"),
    "key-reused": (422, "This idempotency key was used for another request"),
    "damaged": (422, "The file is not the one whose digest was sent"),
    "too-many-requests": (429, "Too many requests"),
    "quota": (429, "Too many numbers today"),
    "server-error": (500, "Something went wrong on our side"),
    "unavailable": (503, "The service cannot answer for now"),
}
OF_STATUS = {status: kind for kind, (status, _) in reversed(TITLES.items())} | {403: "forbidden", 422: "invalid"}
RETRY_SECONDS = 10


class Problem(Exception):
    """The request ends here, with this answer. `more` are further members of the body."""

    def __init__(self, kind: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail
        self.headers = dict(headers or {})
        self.more = more


def answer(problem: Problem) -> HttpResponse:
    """Return a problem as a response."""
    status, title = TITLES[problem.kind]
    body = {
        "type": f"{settings.NDOP_SERVICE_URL}/api/docs#{problem.kind}",
        "title": title,
        "status": status,
        "detail": problem.detail,
        "instance": f"urn:uuid:{current_request_id()}",
        **problem.more,
    }
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE, headers=problem.headers)


def of_status(status: int) -> Problem:
    """Return what stands for an answer that was not made by the API itself."""
    kind = OF_STATUS.get(status) or ("bad-request" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "server-error")
    headers = {"Retry-After": str(RETRY_SECONDS)} if kind == "unavailable" else {}
    return Problem(kind, f"{TITLES[kind][1]}.", headers)

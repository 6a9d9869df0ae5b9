"""The API as a whole: its operations, and what it answers when something fails. In doubt it answers nothing (T30)."""

import traceback
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from portal.api import about, jobs, lists, problems, results
from portal.api.problems import Problem, of_status

DEEPEST = 6
log = structlog.get_logger("portal.api")
WORDS = """Check lists of NHS numbers and get back those that you may use: without people who have opted out.

Apply the answer before each disclosure, for at most seven days. A number that is not released may not be used.
"""
api = NinjaAPI(
    title="National data opt-out: checks for organisations",
    version="1.0",
    description=WORDS,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    servers=[{"url": settings.NDOP_SERVICE_URL}],
)
for part in (lists, jobs, results, about):
    api.add_router("", part.router)


@api.exception_handler(Problem)
def refused(_request: HttpRequest, error: Problem) -> HttpResponse:
    """Answer with the problem."""
    return problems.answer(error)


@api.exception_handler(ValidationError)
def misshapen(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name what is wrong with the address's parameters by name and rule, never by what was sent."""
    faults = [{"at": "/".join(map(str, fault["loc"])), "message": fault["msg"]} for fault in error.errors]
    return problems.answer(Problem("invalid", "A parameter is missing or has the wrong shape.", errors=faults))


@api.exception_handler(HttpError)
def refused_by_ninja(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """Say the framework's own refusals our way."""
    return problems.answer(of_status(error.status_code))


@api.exception_handler(Exception)
def failed(_request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer without a single number, whatever failed."""
    status = next((status for kinds, status in FAILURES if isinstance(error, kinds)), 500)
    if status >= 500:  # noqa: PLR2004 - where our own faults begin
        # Where it failed, and not what the error says: a database quotes values.
        frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
        where = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
        log.error("api failed", error=type(error).__name__, where=where)
    return problems.answer(of_status(status))


FAILURES: tuple[tuple[Any, int], ...] = (
    (Http404, 404),
    (PermissionDenied, 403),
    ((BadRequest, SuspiciousOperation, UnreadablePostError), 400),
    ((DatabaseError, InterfaceError, OSError), 503),
)

"""/api/jobs: files of any length, sent as a stream, checked in the background and fetched as a stream."""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router
from ninja.params.functions import Query

from portal.api.callers import ANY, CHECKING, Caller, caller
from portal.api.checking import flow_for, of_problem, refusals
from portal.api.idempotency import PARAMETER, idempotency_key, repeats_refused
from portal.api.job_shapes import job_shape, links_of
from portal.api.problems import Problem
from portal.api.shapes import Job, JobAsked, Jobs, responses
from registry.actions.checks.sent_files import FileDamaged, SentFile, check_sent_file
from registry.models import Check, CheckProblem
from registry.queries.checks import CheckNotFound, check_of, checks_of

TYPES = ("text/csv", "text/plain")
BLOCK = 1024 * 1024
DIGEST = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]+):")
FILE = {"schema": {"type": "string"}}
DIGEST_PARAMETER = {
    "name": "Content-Digest",
    "in": "header",
    "required": False,
    "description": "`sha-256=:…:` (RFC 9530). A file that arrives otherwise is refused.",
    "schema": {"type": "string", "pattern": r"^sha-256=:[A-Za-z0-9+/]{43}=:$"},
}
FlowNamed = Annotated[str, Query(..., max_length=100, description="Id or name of the data flow.")]
Column = Annotated[str, Query(..., description="Column with the NHS numbers, when the file is a CSV with a header.")]
FileName = Annotated[str, Query(..., description="What you call the file. Your colleagues see it.")]
Before = Annotated[UUID | None, Query(..., description="The last job of the newer page. `next` holds it for you.")]
router = Router(tags=["Files"])


@router.post(
    "/jobs",
    auth=CHECKING,
    response=responses({202: JobAsked}, 409, 411, 413, 415, 422),
    openapi_extra={
        "requestBody": {"required": True, "content": dict.fromkeys(TYPES, FILE)},
        "parameters": [PARAMETER, DIGEST_PARAMETER],
    },
    operation_id="sendFile",
    summary="Send a file to be checked",
    url_name="jobs",
)
def send_file(
    request: HttpRequest,
    flow: FlowNamed,
    column: Column = "",
    file_name: FileName = "",
) -> HttpResponse:
    """Send a file with one NHS number on each line, or a CSV whose column of NHS numbers you name in `column`."""
    who = caller(request)
    sent = SentFile(
        flow=flow_for(who, flow),
        blocks=_blocks(request),
        column=_short(column),
        file_name=_short(file_name),
        sha256=_digest(request),
        idempotency_key=idempotency_key(request),
    )
    try:
        with refusals(), repeats_refused():
            identifier, _ = check_sent_file(who.key, sent, by=who.actor, at=who.at)
    except FileDamaged:
        raise Problem("damaged", "The file that arrived has another SHA-256 than the one you sent.") from None
    links = links_of(UUID(identifier))
    return JsonResponse({"id": identifier, "links": links}, status=202, headers={"Location": links["self"]})


@router.get(
    "/jobs",
    auth=ANY,
    response=responses({200: Jobs}, 404, 422),
    operation_id="listJobs",
    summary="List checks, newest first",
    url_name="jobs",
)
def list_jobs(request: HttpRequest, before: Before = None) -> Jobs:
    """Return 25 checks of your organisation; `next` leads to older ones. A test key sees test checks and no others."""
    who = caller(request)
    try:
        page = checks_of(who.organisation, before=before, is_test=who.key.is_test)
    except CheckNotFound:
        raise no_such_job() from None
    following = f"{settings.NDOP_SERVICE_URL}/api/jobs?before={page.before}" if page.before else None
    return Jobs(jobs=[job_shape(check, who.at) for check in page.checks], next=following)


@router.get(
    "/jobs/{uuid:public_id}",
    auth=ANY,
    response=responses({200: Job}, 404),
    operation_id="readJob",
    summary="See how far a check is",
    url_name="job",
)
def read_job(request: HttpRequest, public_id: UUID) -> Job:
    """Return state, progress and counts."""
    who = caller(request)
    return job_shape(own_check(who, public_id), who.at)


def own_check(who: Caller, public_id: UUID) -> Check:
    """Return a check that this key may see: of its organisation, and made up or real as the key is."""
    try:
        check = check_of(who.organisation, public_id)
    except CheckNotFound:
        raise no_such_job() from None
    if check.is_test != who.key.is_test:
        raise no_such_job()
    return check


def no_such_job() -> Problem:
    """Return what is said of a check that another organisation has, or nobody."""
    return Problem("not-found", "Your organisation has no such job, or not with this kind of key.")


def _blocks(request: HttpRequest) -> Iterator[bytes]:
    """Yield the body as it arrives; whoever goes away in the middle is an UnreadablePostError or a short body."""
    announced = _announced(request)
    arrived = 0
    while block := request.read(BLOCK):
        arrived += len(block)
        yield block
    if arrived != announced:
        raise Problem("bad-request", "The file ended before its announced length.")


def _announced(request: HttpRequest) -> int:
    """Refuse, before anything is read, what can be refused by its headers alone."""
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() not in TYPES:
        raise Problem("unsupported-media-type", "Send the file itself, as text/csv or text/plain.")
    text = request.headers.get("Content-Length", "")
    if not text.isascii() or not text.isdigit():
        raise Problem("length-required", "Say the length of the file in Content-Length.")
    if int(text) > settings.API_FILE_MAX_BYTES:
        raise of_problem(CheckProblem.TOO_LARGE)
    return int(text)


def _digest(request: HttpRequest) -> str:
    text = request.headers.get("Content-Digest", "")
    if not text:
        return ""
    found = DIGEST.search(text)
    try:
        digest = base64.b64decode(found[1], validate=True) if found else b""
    except binascii.Error:
        digest = b""
    if not digest:
        raise Problem("bad-request", "Content-Digest must hold `sha-256=:…:`.")
    return digest.hex()


def _short(text: str) -> str:
    longest = 200
    if len(text) > longest or not text.isprintable():
        raise Problem("invalid", f"`column` and `file_name` have at most {longest} printable characters.")
    return text

"""What a check gave: result, report and receipt."""

import base64
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from portal.api.callers import ANY, CHECKING, Caller, caller
from portal.api.jobs import no_such_job, own_check
from portal.api.problems import RETRY_SECONDS, Problem
from portal.api.shapes import responses
from registry.actions.checks.collecting import ResultExpired, ResultGone, What, collect
from registry.models import Check, WorkState
from registry.queries.checks import CheckNotFound
from registry.queries.receipts import ReceiptNotFound, receipt_for

CSV, JOSE = "text/csv", "application/jose"
router = Router(tags=["Files"])


def file_of(content_type: str) -> dict[str, object]:
    """Describe an answer that is a file."""
    return {"responses": {200: {"description": "The file", "content": {content_type: {"schema": {"type": "string"}}}}}}


@router.get(
    "/jobs/{uuid:public_id}/result",
    auth=CHECKING,
    response=responses({200: None}, 404, 409, 410),
    openapi_extra=file_of(CSV),
    operation_id="fetchResult",
    summary="Fetch the result",
    url_name="result",
)
def fetch_result(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Return your lines without those you may not use: byte for byte, in your order. Gone after seven days."""
    return _fetch(caller(request), public_id, "result")


@router.get(
    "/jobs/{uuid:public_id}/report",
    auth=CHECKING,
    response=responses({200: None}, 404, 409, 410),
    openapi_extra=file_of(CSV),
    operation_id="fetchReport",
    summary="Fetch the report of odd lines",
    url_name="report",
)
def fetch_report(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Return a CSV that names each line without an NHS number: line, class, reason, value (masked)."""
    return _fetch(caller(request), public_id, "report")


@router.get(
    "/jobs/{uuid:public_id}/receipt",
    auth=ANY,
    response=responses({200: None}, 404, 409, 410),
    openapi_extra=file_of(JOSE),
    operation_id="fetchReceipt",
    summary="Fetch the receipt",
    url_name="receipt",
)
def fetch_receipt(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Return the signed proof of the check. Once the result has expired it says so."""
    who = caller(request)
    check = own_check(who, public_id)
    _refuse_unfinished(check)
    try:
        receipt = receipt_for(who.organisation, public_id, at=who.at)
    except CheckNotFound:
        raise no_such_job() from None
    except ReceiptNotFound:
        raise Problem("gone", "This check gave no result, so it has no receipt.") from None
    return HttpResponse(receipt.token, content_type=JOSE, headers=_named(receipt.name))


def _fetch(who: Caller, public_id: UUID, what: What) -> HttpResponseBase:
    check = own_check(who, public_id)
    _refuse_unfinished(check)
    try:
        collected = collect(check, what, by=who.actor, at=who.at)
    except ResultExpired:
        raise Problem("gone", "The result has expired. Check the list again.") from None
    except ResultGone:
        raise Problem("gone", "There is no such file: the check gave none, or it was erased.") from None
    headers = {"Content-Length": str(collected.size), **_named(collected.name)}
    if what == "result":
        digest = base64.b64encode(bytes.fromhex(check.result_sha256)).decode()
        headers["Repr-Digest"] = f"sha-256=:{digest}:"
    return FileResponse(collected.file, content_type=CSV, headers=headers)


def _refuse_unfinished(check: Check) -> None:
    if check.state in {WorkState.PENDING, WorkState.CLAIMED, WorkState.UNKNOWN}:
        raise Problem("not-ready", "The check is not done yet.", {"Retry-After": str(RETRY_SECONDS)})


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}

"""POST /api/checks: a list of up to 10,000 numbers, answered at once."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import ValidationError

from portal.api.callers import CHECKING, Caller, caller
from portal.api.checking import refusals
from portal.api.idempotency import PARAMETER, idempotency_key, repeats_refused
from portal.api.problems import Problem
from portal.api.shapes import ListChecked, NumberList, responses
from registry.actions.checks.small_lists import ListAnswer, check_list
from registry.actions.organisations.repeats import Said, answer_once
from registry.queries.receipts import COUNTS

# Ten thousand numbers spelt at their longest, as JSON, twice over.
LONGEST_BODY = 512 * 1024
JSON = "application/json"
COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
BODY = {"required": True, "content": {JSON: {"schema": NumberList.model_json_schema()}}}
router = Router(tags=["Lists"])


@router.post(
    "/checks",
    auth=CHECKING,
    response=responses({200: ListChecked}, 409, 413, 415, 422),
    openapi_extra={"requestBody": BODY, "parameters": [PARAMETER]},
    operation_id="checkList",
    summary="Check a short list at once",
    url_name="checks",
)
def check_numbers(request: HttpRequest) -> HttpResponse:
    """Send up to 10,000 NHS numbers and get back those that you may use, as you sent them and in your order."""
    body = read_json(request)
    asked = read_list(body)
    who = caller(request)

    def work() -> Said:
        with refusals():
            return Said(200, _check(who, asked))

    with repeats_refused():
        said = answer_once(who.key, idempotency_key(request), b"list\0" + body, work, at=who.at)
    return HttpResponse(said.body, status=said.status, content_type=JSON)


def read_json(request: HttpRequest) -> bytes:
    """Return the body, if it says that it is JSON and is not longer than any list."""
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != JSON:
        raise Problem("unsupported-media-type", "Send JSON, with Content-Type: application/json.")
    if int(request.headers.get("Content-Length") or 0) > LONGEST_BODY:
        raise Problem("too-large", "Send a list this long as a file, to /api/jobs.")
    return bytes(request.read(LONGEST_BODY))


def read_list(body: bytes) -> NumberList:
    """Read the list. What is wrong is said by its place, and never repeats what was sent."""
    try:
        return NumberList.model_validate_json(body)
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False, include_context=False)
    if found[0]["type"] == "json_invalid":
        raise Problem("bad-request", "The body is not JSON.")
    if found[0]["type"] == "too_long":
        raise Problem("too-large", "A list has at most 10,000 numbers. Send longer ones as a file, to /api/jobs.")
    raise Problem("invalid", "The list does not have the right shape.", errors=[_fault(fault) for fault in found[:20]])


def _fault(fault: Any) -> dict[str, str]:
    # Names of fields that we do not know were chosen by the sender.
    known = [part if part in NumberList.model_fields or isinstance(part, int) else "…" for part in fault["loc"]]
    return {"at": "/".join(map(str, known)), "message": fault["msg"]}


def _check(who: Caller, asked: NumberList) -> bytes:
    answer = check_list(
        who.organisation,
        asked.flow,
        asked.numbers,
        is_test=who.key.is_test,
        api_key=who.key,
        by=who.actor,
        at=who.at,
    )
    return COMPACT.encode(_shape(answer)).encode()


def _shape(answer: ListAnswer) -> dict[str, Any]:
    """Return a ListChecked; not made by the model, which would read every number once more."""
    check = answer.check
    assert check.as_of is not None
    assert check.valid_until is not None
    return {
        "id": str(check.public_id),
        "reference": check.reference,
        "test": check.is_test,
        "as_of": check.as_of.isoformat(),
        "valid_until": check.valid_until.isoformat(),
        "released": answer.released,
        "invalid": [{"index": odd.index, "reason": odd.reason.value, "masked": odd.masked} for odd in answer.invalid],
        "counts": {name: getattr(check, name) for name in COUNTS},
        "receipt": check.receipt,
    }

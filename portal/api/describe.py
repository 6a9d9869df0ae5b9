"""The API's description: for programs as OpenAPI 3.1, for people as a page that is made from the same."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.api.problems import TITLES
from portal.api.service import api
from portal.api.shapes import problem_content

ERRORS_FROM = 400
UUID_SHOWN = "{public_id}"
# What a call looks like, by operation. `$KEY` and `$JOB` are for the reader to fill in.
EXAMPLES = {
    "checkList": (
        '-H "Content-Type: application/json" \\\n  -d \'{"flow": "Asthma research", "numbers": ["9990000018"]}\''
    ),
    "sendFile": '-X POST -H "Content-Type: text/csv" -H "Idempotency-Key: night-run-2027-03-01" \\\n  -T numbers.csv',
    "fetchResult": "-OJ",
    "fetchReport": "-OJ",
}
QUERIES = {"sendFile": "?flow=Asthma%20research&column=nhs_number"}


@login_not_required
@require_safe
def openapi(_request: HttpRequest) -> JsonResponse:
    """Answer with the description of the whole API."""
    return JsonResponse(description())


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Draw the description as a page to read: no scripts, nothing from elsewhere."""
    context = {
        "operations": list(_operations()),
        "problems": [(kind, status, title) for kind, (status, title) in TITLES.items()],
        "list_maximum": settings.LIST_MAX_NUMBERS,
        "fewest": settings.FEWEST_NUMBERS,
        "days_valid": settings.RESULT_VALID.days,
        "service_url": settings.NDOP_SERVICE_URL,
    }
    return render(request, "portal/api/docs.jinja", context)


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """Return the OpenAPI description; every error is a problem, as the API answers it."""
    found = dict(api.get_openapi_schema(path_prefix="api/"))
    for operation in (one for methods in found["paths"].values() for one in methods.values()):
        operation["responses"] = {
            str(status): problem_content(int(status)) if int(status) >= ERRORS_FROM else answer
            for status, answer in operation["responses"].items()
        }
    return found


def _operations() -> Any:
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            name = operation["operationId"]
            yield {
                "name": name,
                "method": method.upper(),
                "path": path,
                "summary": operation["summary"],
                "description": operation["description"],
                "parameters": operation.get("parameters", []),
                "answers": [(status, answer["description"]) for status, answer in operation["responses"].items()],
                "example": _example(name, path),
            }


def _example(name: str, path: str) -> str:
    url = f"{settings.NDOP_SERVICE_URL}{path.replace(UUID_SHOWN, '$JOB')}{QUERIES.get(name, '')}"
    start = f'curl -H "Authorization: Bearer $KEY" "{url}"'
    return f"{start} \\\n  {EXAMPLES[name]}" if name in EXAMPLES else start

"""What an organisation's system may want to know before it sends anything."""

from django.conf import settings
from django.http import HttpRequest
from ninja import Router

from portal.api.callers import ANY, caller
from portal.api.shapes import Allowance, Flow, Flows, Limits, responses
from registry.limits import NUMBERS_BY_ORGANISATION, REQUESTS_BY_ORGANISATION, Spent
from registry.models import DataFlow
from registry.queries.organisations import flows_of

router = Router(tags=["About"])


@router.get(
    "/flows",
    auth=ANY,
    response=responses({200: Flows}),
    operation_id="listFlows",
    summary="List your data flows",
    url_name="flows",
)
def list_flows(request: HttpRequest) -> Flows:
    """Return the data flows that lists can be checked for. People describe them on your organisation's pages."""
    return Flows(flows=[_flow(flow) for flow in flows_of(caller(request).organisation)])


@router.get(
    "/limits",
    auth=ANY,
    response=responses({200: Limits}),
    operation_id="readLimits",
    summary="See what you may ask",
    url_name="limits",
)
def read_limits(request: HttpRequest) -> Limits:
    """Return how much is agreed with your organisation, and what is left of it."""
    who = caller(request)
    called = request.called  # type: ignore[attr-defined]  # set with the caller
    until = who.organisation.few_numbers_until
    return Limits(
        requests=_allowance(called.requests, REQUESTS_BY_ORGANISATION.window.total_seconds()),
        numbers=_allowance(called.numbers, NUMBERS_BY_ORGANISATION.window.total_seconds()),
        numbers_in_a_list=settings.LIST_MAX_NUMBERS,
        fewest_numbers=settings.FEWEST_NUMBERS,
        exception_until=until if until is not None and until > who.at else None,
        file_bytes=settings.API_FILE_MAX_BYTES,
        result_valid_seconds=int(settings.RESULT_VALID.total_seconds()),
    )


def _allowance(spent: Spent, window: float) -> Allowance:
    return Allowance(limit=spent.maximum, left=spent.left, window_seconds=int(window))


def _flow(flow: DataFlow) -> Flow:
    return Flow(
        id=flow.public_id,
        name=flow.name,
        purpose=flow.purpose,
        purpose_detail=flow.purpose_detail,
        legal_basis=flow.legal_basis,
        basis_reference=flow.basis_reference,
        recipient=flow.recipient,
    )

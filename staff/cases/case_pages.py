"""What all pages of one paper form share: its clock, its scan, and an answer for each way of being refused."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ndop.errors import service_unavailable
from registry.actions.cases.moves import OwnRecord
from registry.actions.cases.problems import CannotDecide, CannotKey, DecidingProblem, KeyingProblem
from registry.actions.claims import CannotClaim
from registry.actions.staff_views import record_refusal
from registry.clock import now
from registry.correspondence import CannotCompose
from registry.gateways.directory import DirectoryUnavailable
from registry.models import Case, CaseState
from registry.permissions import NotPermitted
from registry.queries.case_clocks import clock_of, due_words, today
from registry.queries.cases import CaseNotFound
from registry.queries.scans import scans_of
from staff.pages import StaffPage, actor, staff_context

DECIDED = (CaseState.ACCEPTED, CaseState.RETURNED, CaseState.CLOSED)
HELD = "Somebody else has this form open"
CANNOT_PRINT = "The letter cannot be printed as it should be, so somebody must write it by hand"
OWN_RECORD = "This form is about you, so somebody else must deal with it"


class CasePage(StaffPage):
    """One paper form. Where the form cannot be worked on now, a page says why and where to go instead."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except CaseNotFound as error:
            raise Http404 from error
        except NotPermitted as error:
            assert request.resolver_match
            record_refusal(page=request.resolver_match.view_name, by=actor(request), at=now())
            raise PermissionDenied from error
        except DirectoryUnavailable:
            return service_unavailable(request)
        except (CannotKey, CannotDecide, CannotClaim, OwnRecord) as error:
            return refused(request, why_not(error))


def why_not(error: Exception) -> str:
    """Return the words for a refusal."""
    if isinstance(error, CannotKey):
        return KeyingProblem(error.reason).label
    if isinstance(error, CannotDecide):
        return DecidingProblem(error.reason).label
    if isinstance(error, CannotCompose):
        return CANNOT_PRINT
    return OWN_RECORD if isinstance(error, OwnRecord) else HELD


def refused(request: HttpRequest, why: str) -> HttpResponse:
    """Say why a form cannot be worked on now."""
    context = {**staff_context(request), "why": why}
    return render(request, "staff/cases/refused.jinja", context, status=409)


def case_context(case: Case, at: datetime) -> dict[str, Any]:
    """Return what every page of a case shows of it: the clock only until it is decided."""
    day = today(at)
    is_open = case.state not in DECIDED
    return {
        "case": case,
        "scans": scans_of(case),
        "due": due_words(case.due_on, day) if is_open else "",
        "clock": clock_of(case.received_on, day),
        "errors": [],
    }

"""What all pages of a call share: whose call it is, what went wrong, and what stands beside the step."""

from collections.abc import Callable
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.generic import View

from ndop.errors import service_unavailable
from registry.actions.calls.moves import CallMovedOn
from registry.actions.calls.viewing import CallPage, open_call
from registry.actions.person_views import OwnRecord
from registry.clock import now
from registry.gateways.directory import DirectoryUnavailable, PersonNotFound
from registry.models import CallState, ProxyRole
from registry.permissions import Permission
from registry.queries.calls import CallNotFound
from registry.queries.working_days import is_open
from staff.pages import actor, staff_context

CALLER_WORDS = {
    "": "For themselves",
    ProxyRole.GUARDIAN: "A parent, for their child",
    ProxyRole.POWER_OF_ATTORNEY: "An attorney",
    ProxyRole.COURT_DEPUTY: "A deputy",
}


class CallView(View):
    """A page of one's own call. Another's call and one that does not exist answer the same 404."""

    permission = Permission.TAKE_CALLS
    shows_person = True
    shows = "call"
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Turn what the registry refuses into an answer."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except CallNotFound:
            raise Http404 from None
        except CallMovedOn:
            return redirect("staff:call", self.call_id)
        except (DirectoryUnavailable, PersonNotFound):
            return service_unavailable(request)
        except OwnRecord:
            return draw(request, "own-record", title="You may not take this call", status=409)

    @property
    def call_id(self) -> UUID:
        """The call in the address."""
        found: UUID = self.kwargs["public_id"]
        return found

    @cached_property
    def opened(self) -> CallPage:
        """The call, written down as looked at before anything of it is drawn."""
        return open_call(call_id=self.call_id, shows=self.shows, by=actor(self.request), at=now())

    def page(self, template: str, *, form: Form | None = None, **context: Any) -> HttpResponse:
        """Draw a page of this call with what stands beside it."""
        call = self.opened.call
        beside = {
            "call": call,
            "person": self.opened.person,
            "through_website": self.opened.through_website,
            "caller_words": CALLER_WORDS[call.role],
            "is_going_on": call.state not in {CallState.ENDED, CallState.WAITING},
            "form": form or Form(),
        }
        status = context.pop("status", 422 if form is not None and form.errors else 200)
        return draw(self.request, template, status=status, **{**beside, **context})


def draw(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Draw a page of this room."""
    shared = {**staff_context(request), "is_line_open": is_open(now()), "service_url": settings.NDOP_SERVICE_URL}
    return render(request, f"staff/calls/{template}.jinja", {**shared, **context}, status=status)


Handler = Callable[[Any, Form], HttpResponse | None]

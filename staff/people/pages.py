"""What all pages about one person share: whom an address leads to, and what is shown when they may not be seen."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.generic import View

from ndop.errors import service_unavailable
from registry.actions.person_views import OwnRecord, TooManyViews
from registry.clock import now
from registry.gateways.directory import DirectoryUnavailable, PersonNotFound
from registry.permissions import Permission
from staff.pages import staff_context
from staff.people import handles


class PersonView(View):
    """A page about one person. `shows_person` marks every view that shows one: a test looks for its trace (T16)."""

    permission = Permission.SEARCH
    shows_person = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except DirectoryUnavailable:
            return service_unavailable(request)
        except PersonNotFound as error:
            raise Http404 from error
        except OwnRecord:
            return page(request, "own-record", status=403)
        except TooManyViews:
            return page(request, "too-many", status=429)


def whom(request: HttpRequest, public_id: UUID) -> handles.Handle:
    """Return whom an address leads to. Raises Http404, the same for what is unknown, over or someone else's."""
    handle = handles.find(request.session, public_id, staff=str(request.user.pk), at=now())
    if handle is None:
        raise Http404
    return handle


def page(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Draw one of this room's pages."""
    drawn = render(request, f"staff/people/{name}.jinja", {**staff_context(request), **context}, status=status)
    drawn["Cache-Control"] = "no-store"
    return drawn

"""What all pages of an organisation share: who is signed in and for whom."""

from typing import Any

from django.http import HttpRequest
from django.views.generic import TemplateView

from portal.organisations.access import Needed, member
from portal.organisations.navigation import links_for
from portal.organisations.sessions import session_timeout
from registry.parties import Actor, organisation_person


class MemberPage(TemplateView):
    """A page for someone who is signed in. Every view of this room says which `role` it needs."""

    role: Needed

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**member_context(self.request), **kwargs)


def member_context(request: HttpRequest) -> dict[str, Any]:
    """Return what the layout of organisations' pages draws, for views that are no MemberPage."""
    person = member(request)
    return {
        "member": person,
        "organisation": person.organisation,
        "member_roles": set(person.roles),
        "navigation": links_for(person, request.path),
        "session_timeout": session_timeout(request),
    }


def actor(request: HttpRequest) -> Actor:
    """Return the person at the keyboard, as the record names them."""
    return organisation_person(member(request).pk)

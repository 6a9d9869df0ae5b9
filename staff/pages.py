"""What all pages of the back office share: who is signed in, what they may do, and where they may go."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.urls import reverse
from django.views.generic import TemplateView

from registry.models import StaffUser
from registry.parties import Actor, staff_member
from registry.permissions import Permission, permissions_of
from staff.accounts.sessions import session_timeout
from staff.navigation import links_for

# Nineteen digits could be too large for PostgreSQL; no list of ours will ever need them.
LONGEST_ID = 18


class AnyStaff:
    """The `permission` of a page that everyone who is signed in may open, such as one's own sessions."""


ANY_STAFF = AnyStaff()


class StaffPage(TemplateView):
    """A page for someone who is signed in. Every view of the back office says which `permission` it needs."""

    permission: Permission | AnyStaff

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**staff_context(self.request), **kwargs)


def staff_context(request: HttpRequest) -> dict[str, Any]:
    """Return what the layout of staff pages draws, for views that are no StaffPage."""
    user = member(request)
    return {
        "signed_in_as": user.display_name,
        "account_url": reverse("staff:account"),
        "sign_out_url": reverse("staff:sign-out"),
        "session_timeout": session_timeout(request, (reverse("staff:stay"), reverse("staff:sign-out"))),
        "navigation": links_for(user, request.path),
        "allowed": permissions_of(user.roles),
    }


def member(request: HttpRequest) -> StaffUser:
    """Return the account at the keyboard."""
    assert isinstance(request.user, StaffUser)
    return request.user


def actor(request: HttpRequest) -> Actor:
    """Return the person at the keyboard, as the record names them."""
    return staff_member(request.user.pk)


def read_id(text: str) -> int | None:
    """Read where a page of a list begins; nothing means at its start. Raises BadRequest."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_ID):
        raise BadRequest("not a place in this list")
    return int(text)

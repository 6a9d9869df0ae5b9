"""Nobody opens a page of an organisation without being signed in for it, now, with the role that the page names.

Who is signed in is read anew for each page, so that a suspension bites at the next click. A page that names no role
is refused to everyone: it fails closed.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from portal.organisations.sessions import member_of
from registry.clock import now
from registry.models import OrganisationPerson, OrganisationRole


class AnyMember:
    """The `role` of a page that everyone who is signed in may open."""


ANY_MEMBER = AnyMember()
# One role, any one of several, or none in particular.
Needed = OrganisationRole | tuple[OrganisationRole, ...] | AnyMember


class MemberMiddleware:
    """Looks only at organisations' pages; stands before Django's own question who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Send strangers to the sign-in, and refuse whoever lacks the role."""
        if not is_for_members(request) or not getattr(view, "login_required", True):
            return None
        request.is_for_members = True  # type: ignore[attr-defined]  # read by LoginUnlessPublicMiddleware
        person = member_of(request, now())
        if person is None:
            return to_sign_in(request)
        request.member = person  # type: ignore[attr-defined]  # read by `member`
        if not may_open(person, role_of(view)):
            raise PermissionDenied
        return None


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead back after the sign-in only to what a link can open."""
    sign_in, home = reverse("organisations:sign-in"), reverse("organisations:home")
    if request.method not in {"GET", "HEAD"} or request.path == home:
        return redirect(sign_in)
    return redirect(f"{sign_in}?{urlencode({'next': request.get_full_path()})}")


def is_for_members(request: HttpRequest) -> bool:
    """True for every address of this room."""
    return bool(request.resolver_match and "organisations" in request.resolver_match.namespaces)


def role_of(view: Callable[..., Any]) -> Needed | None:
    """Return what a view asks for; None when it says nothing."""
    return getattr(getattr(view, "view_class", view), "role", None)


def may_open(person: OrganisationPerson, role: Needed | None) -> bool:
    """Say whether this person may open a page that asks for this role, or for one of these."""
    if isinstance(role, AnyMember):
        return True
    asked = role if isinstance(role, tuple) else (role,)
    return any(one in person.roles for one in asked)


def member(request: HttpRequest) -> OrganisationPerson:
    """Return who is signed in; their `organisation` comes with them."""
    person = request.member  # type: ignore[attr-defined]  # set by MemberMiddleware
    assert isinstance(person, OrganisationPerson)
    return person

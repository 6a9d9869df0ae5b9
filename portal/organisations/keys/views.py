"""Keys of the API: made, rotated and revoked; and the address that we call."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.organisations.access import member
from portal.organisations.keys.forms import NewKeyForm
from portal.organisations.pages import MemberPage, actor
from registry.actions.organisations.keys import CannotRotate, is_usable, make_key, revoke_key, rotate_key
from registry.clock import now
from registry.models import ApiKey, ApiScope, OrganisationRole
from registry.queries.api_keys import KeyNotFound, key_of, keys_of, webhook_of


@dataclass(frozen=True)
class ShownKey:
    """A key in the list."""

    key: ApiKey
    state: str
    is_usable: bool
    may: str


def shown(key: ApiKey, at: datetime) -> ShownKey:
    """Return a key with its state in words."""
    state = "Revoked" if key.revoked_at else "In use" if key.expires_at > at else "Ended"
    return ShownKey(key, state, is_usable(key, at), ". ".join(ApiScope(scope).label for scope in key.scopes))


class KeyList(MemberPage):
    """All keys, those in use and those that have ended."""

    role = OrganisationRole.MANAGE
    template_name = "portal/organisations/keys/key-list.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisation = member(self.request).organisation
        at = now()
        keys = [shown(key, at) for key in keys_of(organisation)]
        return super().get_context_data(keys=keys, webhook=webhook_of(organisation), **kwargs)


class NewKeyPage(MemberPage):
    """Describe a key; the answer shows it, once."""

    role = OrganisationRole.MANAGE
    template_name = "portal/organisations/keys/key-new.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", NewKeyForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make it."""
        form = NewKeyForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        person = member(request)
        key, secret = make_key(person.organisation, form.new_key(), made_by=person, by=actor(request), at=now())
        return show_once(self, key, secret)


class OneKeyPage(MemberPage):
    """Ask before something happens to one key."""

    role = OrganisationRole.MANAGE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = find_key(self.request, kwargs["public_id"])
        return super().get_context_data(key=key, is_usable=is_usable(key, now()), **kwargs)


class RotateKey(OneKeyPage):
    """Put a new key beside one; both work for a while."""

    template_name = "portal/organisations/keys/key-rotate.jinja"
    extra_context = {"overlap_days": settings.API_KEY_OVERLAP.days}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """Make the new one; the answer shows it, once. A key that has ended is left as it is."""
        person = member(request)
        try:
            key, secret = rotate_key(person.organisation, public_id, made_by=person, by=actor(request), at=now())
        except KeyNotFound as error:
            raise Http404 from error
        except CannotRotate:
            return self.render_to_response(self.get_context_data(public_id=public_id), status=409)
        return show_once(self, key, secret, old=find_key(request, public_id))


class RevokeKey(OneKeyPage):
    """End a key now."""

    template_name = "portal/organisations/keys/key-revoke.jinja"

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """A second time changes nothing."""
        try:
            revoke_key(member(request).organisation, public_id, by=actor(request), at=now())
        except KeyNotFound as error:
            raise Http404 from error
        return redirect("organisations:key-list")


def show_once(page: MemberPage, key: ApiKey, secret: str, old: ApiKey | None = None) -> HttpResponse:
    """Answer with the secret itself, which is kept nowhere: not in the session, not in an address."""
    page.template_name = "portal/organisations/keys/key-made.jinja"
    context = MemberPage.get_context_data(
        page, key=key, secret=secret, old=old, limits_url=f"{settings.NDOP_SERVICE_URL}{reverse('api:limits')}"
    )
    return page.render_to_response(context)


def find_key(request: HttpRequest, public_id: UUID) -> ApiKey:
    """Return one of the organisation's keys. Raises Http404."""
    try:
        return key_of(member(request).organisation, public_id)
    except KeyNotFound as error:
        raise Http404 from error

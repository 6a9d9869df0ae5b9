"""Who calls: `Authorization: Bearer`, looked up anew for every call. No session, no cookie, no CSRF token."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from ninja.security.base import AuthBase

from portal.api.gate import seconds_left
from portal.api.problems import Problem
from registry.actions.organisations.keys import KeyRefused, authenticate
from registry.models import ApiKey, ApiScope, Organisation
from registry.parties import Actor, organisation_key
from registry.queries.api_keys import Called

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="ndop"'}
REFUSALS = {
    "unknown": ("unauthorised", "We do not know this key."),
    "revoked": ("unauthorised", "This key was revoked."),
    "expired": ("unauthorised", "This key has expired. Make a new one on your organisation's page of keys."),
    "suspended": ("forbidden", "Your organisation is suspended."),
    "network": ("forbidden", "This key is not for the address that you call from."),
    "certificate": ("forbidden", "This key needs the client certificate that it was made for."),
}


@dataclass(frozen=True)
class Caller:
    """The key that was shown and the organisation it is for, as of the database's clock `at`."""

    key: ApiKey
    at: datetime

    @property
    def organisation(self) -> Organisation:
        """For whom the key calls."""
        return self.key.organisation

    @property
    def actor(self) -> Actor:
        """The key, as the record names it."""
        return organisation_key(self.key.pk)


class Key(AuthBase):
    """Lets in a good key that has one of these scopes; the answer is `request.auth`, a Caller."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, *scopes: ApiScope) -> None:
        super().__init__()
        self._scopes = scopes

    def __call__(self, request: HttpRequest) -> Caller:
        called = _called(request)
        request.called = called  # type: ignore[attr-defined]  # the gate says in headers what is left
        if not called.requests.is_allowed:
            wait = {"Retry-After": str(seconds_left(called.requests, called.at, 60))}
            raise Problem("too-many-requests", "Your organisation's limit for a minute is reached.", wait)
        if not set(self._scopes) & set(called.key.scopes):
            raise Problem("forbidden", f"This key lacks the scope {' or '.join(self._scopes)}.")
        return Caller(called.key, called.at)


def caller(request: HttpRequest) -> Caller:
    """Return who called, in an operation that asks for a key."""
    found = request.auth  # type: ignore[attr-defined]  # set by ninja
    assert isinstance(found, Caller)
    return found


def _called(request: HttpRequest) -> Called:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        raise Problem("unauthorised", "Send your key as `Authorization: Bearer …`.", CHALLENGE)
    certificate = request.headers.get(settings.CLIENT_CERTIFICATE_HEADER, "")
    address = request.client_address  # type: ignore[attr-defined]  # set by ClientAddressMiddleware
    try:
        return authenticate(secret.strip(), address=address, certificate_sha256=certificate)
    except KeyRefused as error:
        kind, detail = REFUSALS[error.reason]
        raise Problem(kind, detail, CHALLENGE if kind == "unauthorised" else {}) from None


ANY = Key(ApiScope.CHECK, ApiScope.RECEIPTS)
CHECKING = Key(ApiScope.CHECK)

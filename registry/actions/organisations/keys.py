"""API keys: made, shown once, used, rotated without a gap and revoked at once. Only a keyed hash is kept (T28)."""

import ipaddress
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from registry import audit
from registry.encryption import keyed_hash
from registry.limits import REFUSALS_BY_KEY
from registry.models import ApiKey, ApiScope, AuditAction, Organisation, OrganisationPerson
from registry.parties import Actor, organisation_key
from registry.queries.api_keys import Called, KeyNotFound, count_call

SECRET_BYTES = 32
HINT_LENGTH = 15
LIVE, TEST = "ndo_live_", "ndo_test_"


class KeyRefused(Exception):
    """The call must not be answered. `reason` is unknown, revoked, expired, suspended, network or certificate."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CannotRotate(Exception):
    """The key has ended, so nothing may follow it without a break: make a new one."""


@dataclass(frozen=True, kw_only=True)
class NewKey:
    """What a key may do and from where. Empty `networks` and `certificate_sha256` mean from anywhere."""

    name: str
    scopes: tuple[ApiScope, ...]
    is_test: bool = False
    lasts: timedelta | None = None
    networks: tuple[str, ...] = ()
    certificate_sha256: str = ""


def make_key(
    organisation: Organisation, new: NewKey, *, made_by: OrganisationPerson | None, by: Actor, at: datetime
) -> tuple[ApiKey, str]:
    """Make a key and return it with its secret, which nobody can read again."""
    secret = f"{TEST if new.is_test else LIVE}{secrets.token_urlsafe(SECRET_BYTES)}"
    with transaction.atomic():
        key = write_key(organisation, new, secret, made_by=made_by, at=at)
        audit.record(AuditAction.KEY_MADE, by=by, at=at, about=("api_key", str(key.public_id)))
    return key, secret


def write_key(
    organisation: Organisation, new: NewKey, secret: str, *, made_by: OrganisationPerson | None, at: datetime
) -> ApiKey:
    """Write the row of a key whose secret is chosen already: part of `make_key`, and of the demonstration."""
    return ApiKey.objects.create(
        organisation=organisation,
        name=new.name,
        hint=secret[:HINT_LENGTH],
        key_hash=hash_of(secret),
        scopes=list(new.scopes),
        is_test=new.is_test,
        networks=list(new.networks),
        certificate_sha256=new.certificate_sha256,
        made_by=made_by,
        expires_at=at + (new.lasts or settings.API_KEY_LASTS),
    )


def rotate_key(
    organisation: Organisation, public_id: UUID, *, made_by: OrganisationPerson | None, by: Actor, at: datetime
) -> tuple[ApiKey, str]:
    """Make a key like this one; the old one goes on for API_KEY_OVERLAP and then ends by itself.

    Raises KeyNotFound, CannotRotate.
    """
    with transaction.atomic():
        old = _locked(organisation, public_id)
        if not is_usable(old, at):
            raise CannotRotate
        same = NewKey(
            name=old.name,
            scopes=tuple(ApiScope(scope) for scope in old.scopes),
            is_test=old.is_test,
            networks=tuple(old.networks),
            certificate_sha256=old.certificate_sha256,
        )
        made = make_key(organisation, same, made_by=made_by, by=by, at=at)
        old.expires_at = min(old.expires_at, at + settings.API_KEY_OVERLAP)
        old.save(update_fields=["expires_at"])
    return made


def revoke_key(organisation: Organisation, public_id: UUID, *, by: Actor, at: datetime) -> ApiKey:
    """End a key now: each call asks the database anew. A second time changes nothing. Raises KeyNotFound."""
    with transaction.atomic():
        key = _locked(organisation, public_id)
        if key.revoked_at is None:
            key.revoked_at = at
            key.save(update_fields=["revoked_at"])
            audit.record(AuditAction.KEY_REVOKED, by=by, at=at, about=("api_key", str(key.public_id)))
    return key


def authenticate(secret: str, *, address: str, certificate_sha256: str) -> Called:
    """Count the call and return the key that this secret opens, as of the database's clock. Raises KeyRefused.

    `requests` of the answer says whether the call is within the organisation's limit; that is for the caller to hold.
    """
    called = count_call(hash_of(secret)) if secret.isascii() else None
    if called is None:
        raise KeyRefused("unknown")
    reason = _fault_in(called, address, certificate_sha256)
    if reason:
        _write_down(called, reason)
        raise KeyRefused(reason)
    return called


def is_usable(key: ApiKey, at: datetime) -> bool:
    """Say whether a key is neither revoked nor past its end."""
    return key.revoked_at is None and key.expires_at > at


def hash_of(secret: str) -> bytes:
    """Return the keyed hash under which a secret is kept."""
    return keyed_hash("api-key", secret)


def _fault_in(called: Called, address: str, certificate_sha256: str) -> str:
    key = called.key
    if key.revoked_at is not None:
        return "revoked"
    if key.expires_at <= called.at:
        return "expired"
    if not key.organisation.is_active:
        return "suspended"
    if key.networks and not _is_within(address, key.networks):
        return "network"
    if key.certificate_sha256 and not secrets.compare_digest(key.certificate_sha256, certificate_sha256.lower()):
        return "certificate"
    return ""


def _is_within(address: str, networks: list[str]) -> bool:
    return any(ipaddress.ip_address(address) in ipaddress.ip_network(network) for network in networks)


def _write_down(called: Called, reason: str) -> None:
    """Once a minute for each key: a system that goes on trying must not fill the audit."""
    key = called.key
    if REFUSALS_BY_KEY.allows(str(key.public_id)):
        about = ("api_key", str(key.public_id))
        audit.record(AuditAction.KEY_REFUSED, by=organisation_key(key.pk), at=called.at, about=about, reason=reason)


def _locked(organisation: Organisation, public_id: UUID) -> ApiKey:
    key = ApiKey.objects.select_for_update().filter(organisation=organisation, public_id=public_id).first()
    if key is None:
        raise KeyNotFound
    return key

"""Security keys (WebAuthn): the challenge that goes to the browser, and what comes back."""

import json
from typing import Any

from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError

from registry.models import StaffUser


def challenge_to_add(user: StaffUser) -> str:
    """Return the options, as JSON, with which a browser asks a new key for its credential."""
    return json.dumps(auth.begin_registration(user, passwordless=False), default=dict)


def challenge_to_use(user: StaffUser) -> str:
    """Return the options, as JSON, with which a browser asks one of the account's keys to sign."""
    return json.dumps(auth.begin_authentication(user), default=dict)


def read_new_key(answer: str) -> dict[str, Any] | None:
    """Check what the browser sent for a new key against the challenge; None when it does not fit."""
    credential = _read(answer)
    try:
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError):
        return None
    return credential


def read_used_key(user: StaffUser, answer: str) -> int | None:
    """Check a key's signature; return which of the account's keys it was, or None when it does not fit."""
    credential = _read(answer)
    try:
        auth.parse_authentication_response(credential)
        return int(auth.complete_authentication(user, credential).pk)
    except (ValidationError, ValueError, TypeError, KeyError):
        return None


def _read(answer: str) -> dict[str, Any]:
    try:
        found = json.loads(answer)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

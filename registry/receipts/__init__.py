"""Receipts: what an organisation can prove of a check, signed so that anyone can tell a true one from another.

A receipt is a compact JWS (RFC 7515) with Ed25519 (RFC 9864) and nothing else. Its header names the key; public keys
stand at a well-known address, those retired too, for as long as receipts signed with them may be shown.
"""

import base64
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

ALGORITHM = "Ed25519"
TYPE = "ndop-receipt+json"
# Made once: `json.dumps` with options makes one for each call.
COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# Why something does not count, by a name that the browser's own check uses too (static/src/js/receipts.js).
REFUSALS = {
    "no-receipt": "This is not a receipt.",
    "other-kind": "This is not a receipt of the national data opt-out service.",
    "unknown-key": "This receipt was signed with a key that we do not know.",
    "altered": "This receipt was altered after it was signed.",
}


class ReceiptRefused(Exception):
    """This is no receipt of ours; `reason` says so in plain words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def sign(claims: dict[str, Any]) -> str:
    """Return the claims as a signed receipt; the first of RECEIPT_KEYS signs."""
    header, key = _signer(*settings.RECEIPT_KEYS[0])
    signed = f"{header}.{_unpadded(COMPACT.encode(claims).encode())}"
    return f"{signed}.{_unpadded(key.sign(signed.encode()))}"


def verify(token: str, *, keys: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what a receipt says, if we signed it. Raises ReceiptRefused.

    `keys` is a JWKS as `public_keys` returns it; without one, our own keys count. Whether it has expired is for the
    reader to say: an expired receipt is a true one.
    """
    key = _key_of(_header(token), public_keys() if keys is None else keys)
    try:
        found = jws.deserialize_compact(token.strip(), OKPKey.import_key(key), [ALGORITHM])
        claims = json.loads(found.payload or b"")
    except (JoseError, ValueError) as error:
        raise ReceiptRefused(REFUSALS["altered"]) from error
    if not isinstance(claims, dict):
        raise ReceiptRefused(REFUSALS["no-receipt"])
    return claims


def read_own(token: str) -> dict[str, Any]:
    """Return what a receipt says that we kept ourselves, without asking for its key, which may be long retired."""
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(_decoded(payload))
    return claims


def public_keys() -> dict[str, list[dict[str, str]]]:
    """Return every key that signed or signs receipts, as a JWK set (RFC 7517)."""
    present = {name: _public_bytes(seed) for name, seed in settings.RECEIPT_KEYS}
    retired = {name: base64.b64decode(key) for name, key in settings.RECEIPT_RETIRED_KEYS}
    return {
        "keys": [
            {**_public(key), "kid": name, "use": "sig", "alg": ALGORITHM} for name, key in (retired | present).items()
        ]
    }


@lru_cache(maxsize=4)
def _signer(name: str, seed: str) -> tuple[str, Ed25519PrivateKey]:
    """Return the header of a key's receipts, as it stands in them, and the key: read once, not for each receipt."""
    header = {"alg": ALGORITHM, "kid": name, "typ": TYPE}
    return _unpadded(json.dumps(header).encode()), _private(seed)


def _header(token: str) -> dict[str, Any]:
    first, _, rest = token.strip().partition(".")
    try:
        header = json.loads(_decoded(first))
    except ValueError as error:
        raise ReceiptRefused(REFUSALS["no-receipt"]) from error
    if not isinstance(header, dict) or rest.count(".") != 1:
        raise ReceiptRefused(REFUSALS["no-receipt"])
    return header


def _key_of(header: dict[str, Any], keys: Mapping[str, Any]) -> dict[str, Any]:
    if header.get("typ") != TYPE or header.get("alg") != ALGORITHM:
        raise ReceiptRefused(REFUSALS["other-kind"])
    for key in keys["keys"]:
        if key["kid"] == header.get("kid"):
            return dict(key)
    raise ReceiptRefused(REFUSALS["unknown-key"])


def _public(key: bytes) -> dict[str, str]:
    return {"kty": "OKP", "crv": "Ed25519", "x": _unpadded(key)}


def _public_bytes(seed: str) -> bytes:
    return _private(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _private(seed: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(seed, validate=True))


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _unpadded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

"""AES-256-GCM for contact details and answers at rest, and keyed hashes for what must be compared but not read.

A ciphertext is `key id + NUL + 12-byte nonce + ciphertext and tag`, so that keys rotate while old rows stay
readable. A wrong or missing key is an error, never a fallback.
"""

import base64
import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


class CannotDecrypt(Exception):
    """No key fits this ciphertext, or it was altered."""


def encrypt(plain: bytes) -> bytes:
    """Encrypt with the first key of FIELD_ENCRYPTION_KEYS."""
    identifier, key = settings.FIELD_ENCRYPTION_KEYS[0]
    nonce = secrets.token_bytes(NONCE_BYTES)
    return identifier.encode() + b"\0" + nonce + _cipher(key).encrypt(nonce, plain, identifier.encode())


def decrypt(stored: bytes) -> bytes:
    """Decrypt with the key named in the ciphertext. Raises CannotDecrypt."""
    identifier, _, rest = stored.partition(b"\0")
    key = dict(settings.FIELD_ENCRYPTION_KEYS).get(identifier.decode(errors="replace"))
    if key is None:
        raise CannotDecrypt("the key that this value was written with is not configured")
    try:
        return _cipher(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], identifier)
    except (InvalidTag, ValueError) as error:  # ValueError: cut off inside the nonce
        raise CannotDecrypt("the value does not fit its key") from error


def encrypt_text(text: str) -> str:
    """Encrypt a text into one that fits where only texts do, such as a session."""
    return base64.b64encode(encrypt(text.encode())).decode()


def decrypt_text(stored: str) -> str:
    """Decrypt what `encrypt_text` gave. Raises CannotDecrypt."""
    return decrypt(base64.b64decode(stored)).decode()


def keyed_hash(purpose: str, text: str) -> bytes:
    """Return an HMAC-SHA-256 of `text`, different for each purpose, so that tables cannot be joined by it."""
    key = settings.SUBJECT_HMAC_KEY.encode()
    return hmac.digest(key, f"{purpose}\0{text}".encode(), hashlib.sha256)


@lru_cache(maxsize=16)
def _cipher(key: str) -> AESGCM:
    return AESGCM(base64.b64decode(key, validate=True))

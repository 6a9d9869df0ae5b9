"""One-time codes: made from `secrets`, kept only as a salted slow hash, shown masked where they went."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

# OWASP's smallest advised argon2id cost: six digits fall to any offline search, so the ten minutes and the five
# guesses are the defence, and a slower hash would only let visitors use up the processor.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Compared against when no code was sent, so that both cases take the same work.
NOBODYS_HASH = HASHER.hash(secrets.token_hex(16))


def new_code() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


def hash_code(code: str) -> str:
    """Return the salted slow hash of a code."""
    return HASHER.hash(code)


def code_fits(stored: str, code: str) -> bool:
    """Compare in constant time; an empty hash costs the same and never fits."""
    try:
        HASHER.verify(stored or NOBODYS_HASH, code)
    except VerifyMismatchError:
        return False
    return bool(stored)


def mask_mobile(mobile: str) -> str:
    """Show the last three digits only."""
    digits = "".join(sign for sign in mobile if sign.isdigit())
    return "*" * max(len(digits) - 3, 0) + digits[-3:]


def mask_email(email: str) -> str:
    """Show the first two signs and the domain; the domain's name is starred too when the local part is short."""
    local, _, domain = email.partition("@")
    if len(local) > 3:  # noqa: PLR2004 - two shown and at least two hidden
        return f"{local[:2]}{'*' * (len(local) - 2)}@{domain}"
    name, dot, rest = domain.partition(".")
    return f"{local[:1]}**@{name[:1]}{'*' * max(len(name) - 1, 1)}{dot}{rest}"

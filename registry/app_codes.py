"""The codes of authenticator apps: six digits for each half minute (RFC 6238). allauth does the arithmetic.

That a code works once, and that few are tried, is held by whoever keeps the secret.
"""

from datetime import datetime
from urllib.parse import quote, urlencode

from allauth.mfa.totp.internal.auth import compare_user_code, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings

STEP_SECONDS = 30
# A phone's clock may be half a minute out, either way.
STEPS = (-1, 0, 1)


def new_secret() -> str:
    """Return a secret for an app, in the letters that people may have to type."""
    return str(generate_totp_secret())


def app_address(secret: str, label: str) -> str:
    """Return what the app's camera reads: the secret, whose it is and for which service."""
    asked = urlencode({"secret": secret, "issuer": settings.MFA_TOTP_ISSUER}, quote_via=quote)
    return f"otpauth://totp/{quote(label)}?{asked}"


def step_at(at: datetime) -> int:
    """Return the number of the half minute in which this instant lies."""
    return int(at.timestamp()) // STEP_SECONDS


def app_code(secret: str, step: int) -> str:
    """Return the six digits that an app with this secret shows in one half minute."""
    return str(format_hotp_value(hotp_value(secret, step)))


def fitting_step(secret: str, code: str, at: datetime, after: int = -1) -> int | None:
    """Return the half minute whose code this is, if it is near `at` and later than `after`."""
    current = step_at(at)
    for step in (current + offset for offset in STEPS):
        if step > after and compare_user_code(actual=code, expected=app_code(secret, step)):
            return step
    return None

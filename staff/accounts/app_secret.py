"""The secret of an app that is being added: kept encrypted in the session, shown as a picture and as letters."""

from textwrap import wrap

from allauth.mfa.adapter import get_adapter
from django.http import HttpRequest
from markupsafe import Markup

from ndop.nhsuk.drawings import qr_code
from registry.app_codes import new_secret
from registry.models import StaffUser

KEPT = "staff_new_app"


def keep_secret(request: HttpRequest, secret: str) -> None:
    """Keep a new secret until its first code is right."""
    request.session[KEPT] = get_adapter().encrypt(secret)


def kept_secret(request: HttpRequest) -> str:
    """Return the secret that this browser was shown, or a new one that no code fits yet."""
    if KEPT not in request.session:
        keep_secret(request, new_secret())
    return str(get_adapter().decrypt(request.session[KEPT]))


def forget_secret(request: HttpRequest) -> None:
    """Drop the secret once the app is added."""
    request.session.pop(KEPT, None)


def drawing(user: StaffUser, secret: str) -> Markup:
    """Draw what the app's camera reads, as SVG without style attributes."""
    url = get_adapter().build_totp_url(user, secret)
    return qr_code(url)


def in_groups(secret: str) -> str:
    """Write a secret in groups of four, as people copy it."""
    return " ".join(wrap(secret, 4))

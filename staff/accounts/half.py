"""Between the right password and the second factor: such a browser is a stranger to every page but a few.

Django's own sign-in happens only when both factors were right, so that no page can forget to ask for the second.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from registry.actions.accounts.signing_in import actor_for, record_sign_in
from registry.clock import now
from registry.models import StaffUser
from registry.queries.accounts import active_user
from staff.accounts.sessions import begin_session

HALF = "staff_half_signed_in"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def begin(request: HttpRequest, user: StaffUser, next_url: str) -> None:
    """Remember that the password was right, and where to go once the second factor is too."""
    request.session.flush()
    request.session[HALF] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "at": now().isoformat(),
        "next": next_url,
    }


def half_signed_in(request: HttpRequest) -> StaffUser | None:
    """Return whose password was right in this browser a short while ago. A new password or a suspension ends it."""
    kept = request.session.get(HALF)
    if not kept or now() - datetime.fromisoformat(kept["at"]) >= settings.HALF_SIGNED_IN_LASTS:
        return None
    user = active_user(kept["user"])
    if user is None or not constant_time_compare(kept["hash"], user.get_session_auth_hash()):
        return None
    return user


def finish(request: HttpRequest, user: StaffUser, factor: str) -> str:
    """Sign in, in a session with a new key, and return where to go."""
    at = now()
    next_url = request.session.pop(HALF)["next"]
    login(request, user, backend=BACKEND)
    begin_session(request, at)
    record_sign_in(factor=factor, by=actor_for(user), at=at)
    return str(next_url)

"""Between the right password and the code: such a browser is a stranger to every page but these few (T21)."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from portal.organisations.sessions import begin_session
from registry.actions.organisations.signing_in import record_sign_in
from registry.clock import now
from registry.models import OrganisationPerson
from registry.queries.organisations import person_for_session

HALF = "member_half_signed_in"


def begin(request: HttpRequest, person: OrganisationPerson, next_url: str = "") -> None:
    """Remember that the password was right, and where to go once the code is too."""
    request.session.flush()
    request.session[HALF] = {
        "person": person.pk,
        "number": person.session_number,
        "at": now().isoformat(),
        "next": safe_next(next_url),
    }


def half_signed_in(request: HttpRequest) -> OrganisationPerson | None:
    """Return whose password was right in this browser a short while ago. A new password or a suspension ends it."""
    kept = request.session.get(HALF)
    if not kept or now() - datetime.fromisoformat(kept["at"]) >= settings.MEMBER_HALF_SIGNED_IN:
        return None
    return person_for_session(kept["person"], kept["number"])


def finish(request: HttpRequest, person: OrganisationPerson, factor: str) -> str:
    """Sign in, in a session with a new key, and return where to go."""
    at = now()
    next_url = str(request.session.pop(HALF)["next"])
    begin_session(request, person, at)
    record_sign_in(person=person, factor=factor, at=at)
    return next_url


def safe_next(wanted: str) -> str:
    """Return the page to go to after the sign-in, if it is one of these pages; else the first of them."""
    home = reverse("organisations:home")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith(home)
    return wanted if is_ours else home

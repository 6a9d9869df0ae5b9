"""Browsers in which someone is signed in for their organisation, as the sign-in pages would leave them."""

from datetime import timedelta

from django.test import Client

from portal.organisations.sessions import NUMBER, PERSON, SEEN, STARTED
from registry.actions.organisations.own_account import set_up_app
from registry.app_codes import app_code, step_at
from registry.clock import now
from registry.models import OrganisationPerson

MEMBER_SECRET = "MRSW23ZNNVSW2YTFOIQSCIJBMRSW23ZN"


def member_client(person: OrganisationPerson, client: Client | None = None) -> Client:
    """Return a browser with a session of this person, both factors given, without going through the pages."""
    client = client or Client()
    session = client.session
    at = now().isoformat()
    session.update({PERSON: person.pk, NUMBER: person.session_number, STARTED: at, SEEN: at})
    session.save()
    client.cookies["session"] = session.session_key
    return client


def give_app(person: OrganisationPerson, secret: str = MEMBER_SECRET) -> list[str]:
    """Give someone an authenticator app, set up an hour ago, and return their recovery codes."""
    then = now() - timedelta(hours=1)
    changed, codes = set_up_app(person=person, secret=secret, code=app_code(secret, step_at(then)), at=then)
    person.refresh_from_db()
    assert changed.pk == person.pk
    return codes


def member_code(secret: str = MEMBER_SECRET, *, later: int = 0) -> str:
    """Return what the app shows now, or some half minutes later."""
    return app_code(secret, step_at(now()) + later)

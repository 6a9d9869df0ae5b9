"""Browsers in which someone is signed in for their organisation, as the sign-in pages would leave them."""

from django.test import Client

from portal.organisations.sessions import NUMBER, PERSON, SEEN, STARTED
from registry.clock import now
from registry.models import OrganisationPerson


def member_client(person: OrganisationPerson, client: Client | None = None) -> Client:
    """Return a browser with a session of this person, both factors given, without going through the pages."""
    client = client or Client()
    session = client.session
    at = now().isoformat()
    session.update({PERSON: person.pk, NUMBER: person.session_number, STARTED: at, SEEN: at})
    session.save()
    client.cookies["session"] = session.session_key
    return client

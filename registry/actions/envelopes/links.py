"""A link to the website, texted to someone on the phone."""

from registry.actions.envelopes.people import contact_of, person_of
from registry.actions.envelopes.prepared import Prepared
from registry.correspondence import link_text
from registry.models import Message, MessageChannel


def compose_link(row: Message) -> Prepared:
    """Compose the text for the mobile number on the record: a caller cannot name another. Raises CannotSend."""
    return Prepared(contact_of(person_of(row), MessageChannel.SMS), text=link_text().text)

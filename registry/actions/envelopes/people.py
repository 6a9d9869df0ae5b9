"""Whom a message is about, as the demographic service has them when it is sent."""

from registry.actions.envelopes.prepared import CannotSend
from registry.actions.identity_checks import contact_for
from registry.demographics import Demographics
from registry.gateways.directory import PersonNotFound, get_directory
from registry.models import Message, MessageChannel, MessageProblem


def person_of(row: Message) -> Demographics:
    """Return the person, if a message about them may go out at all. Raises CannotSend, DirectoryUnavailable."""
    person = record_of(row)
    if person.date_of_death:
        raise CannotSend(MessageProblem.DECEASED)
    return person


def record_of(row: Message) -> Demographics:
    """Return the person, dead or alive. A restricted record gets no letter (T15)."""
    try:
        person = get_directory().get(row.nhs_number)
    except PersonNotFound:
        raise CannotSend(MessageProblem.NO_PERSON) from None
    if person.is_restricted and row.channel == MessageChannel.LETTER:
        raise CannotSend(MessageProblem.RESTRICTED)
    return person


def contact_of(person: Demographics, channel: MessageChannel) -> str:
    """Return the email address or mobile number on the record. Raises CannotSend."""
    contact = contact_for(person, channel)
    if not contact:
        raise CannotSend(MessageProblem.NO_CONTACT)
    return contact


def address_of(person: Demographics) -> tuple[str, ...]:
    """Return the lines of the postal address, the postcode last; nothing if there is no address."""
    if not person.address_lines:
        return ()
    return tuple(line for line in (*person.address_lines, person.postcode) if line)

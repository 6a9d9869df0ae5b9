"""The confirmation of a choice, composed from what stands when it is sent."""

from collections.abc import Callable

from registry.actions.envelopes.people import address_of, contact_of, person_of
from registry.actions.envelopes.prepared import CannotSend, Prepared, prepared_email, prepared_letter
from registry.correspondence import Confirmation, confirmation_email, confirmation_letter, confirmation_text
from registry.demographics import Demographics
from registry.models import Message, MessageChannel, MessageProblem, PreferenceChange
from registry.policies import LONDON
from registry.queries.preferences import current_change


def compose_confirmation(row: Message) -> Prepared:
    """Say what stands now, which may be newer than the choice that asked for this message. Raises CannotSend."""
    person = person_of(row)
    change = current_change(row.nhs_number)
    if change is None:
        raise CannotSend(MessageProblem.NO_CHOICE)
    return CHANNELS[MessageChannel(row.channel)](person, _words_of(row, change, person))


def _words_of(row: Message, change: PreferenceChange, person: Demographics) -> Confirmation:
    return Confirmation(
        status=change.after_status,
        reference=change.reference,
        decided_on=change.decided_at.astimezone(LONDON).date(),
        recorded_on=change.recorded_at.astimezone(LONDON).date(),
        name=person.full_name,
        address_lines=address_of(person),
        language=person.language,
        format_needs=person.format_needs,
        by_proxy=bool(change.proxy_role),
        message_id=row.public_id,
    )


def _email(person: Demographics, confirmation: Confirmation) -> Prepared:
    return prepared_email(contact_of(person, MessageChannel.EMAIL), confirmation_email(confirmation))


def _text(person: Demographics, confirmation: Confirmation) -> Prepared:
    return Prepared(contact_of(person, MessageChannel.SMS), text=confirmation_text(confirmation).text)


def _letter(_person: Demographics, confirmation: Confirmation) -> Prepared:
    return prepared_letter(confirmation.name, confirmation.address_lines, lambda: confirmation_letter(confirmation))


CHANNELS: dict[MessageChannel, Callable[[Demographics, Confirmation], Prepared]] = {
    MessageChannel.EMAIL: _email,
    MessageChannel.SMS: _text,
    MessageChannel.LETTER: _letter,
}

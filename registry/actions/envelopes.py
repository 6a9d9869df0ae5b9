"""What goes into a message and to whom, decided at the moment of sending."""

from dataclasses import dataclass

from registry.actions.identity_checks import contact_for
from registry.correspondence import (
    CannotCompose,
    Confirmation,
    confirmation_email,
    confirmation_letter,
    confirmation_text,
    one_time_code_email,
    one_time_code_text,
)
from registry.demographics import Demographics
from registry.gateways.directory import PersonNotFound, get_directory
from registry.gateways.messaging import Address, Envelope
from registry.models import Message, MessageChannel, MessageKind, MessageProblem, PreferenceChange
from registry.policies import LONDON
from registry.queries.preferences import current_change


class CannotSend(Exception):
    """This message must not or cannot go out; `problem` says why in a code. Quotes nothing."""

    def __init__(self, problem: MessageProblem, detail: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.detail = detail


@dataclass(frozen=True, repr=False)
class Prepared:
    """What is kept with the row before the provider is called, and the words that are not."""

    recipient: str
    letter: bytes = b""
    subject: str = ""
    text: str = ""
    html: str = ""


def prepare(row: Message) -> Prepared:
    """Compose the message and find where it goes. Raises CannotSend, DirectoryUnavailable.

    A letter that was composed at an earlier try is taken as it is, with the address it was composed for.
    """
    if row.kind == MessageKind.CODE:
        return _code(row)
    if row.letter:
        return Prepared(recipient=row.recipient, letter=row.letter)
    person = _person(row)
    confirmation = _confirmation(row, person)
    return COMPOSERS[MessageChannel(row.channel)](person, confirmation)


def open_envelope(row: Message, prepared: Prepared) -> Envelope:
    """Address what was prepared; our reference is the same at every try."""
    return Envelope(
        reference=str(row.public_id),
        channel=row.channel,
        to=_postal(prepared.recipient) if row.channel == MessageChannel.LETTER else prepared.recipient,
        kind=row.kind,
        subject=prepared.subject,
        text=prepared.text,
        html=prepared.html,
        pdf=prepared.letter,
    )


def _code(row: Message) -> Prepared:
    code = row.content["code"]
    if row.channel == MessageChannel.EMAIL:
        email = one_time_code_email(code)
        return Prepared(row.recipient, subject=email.subject, text=email.text, html=email.html)
    return Prepared(row.recipient, text=one_time_code_text(code).text)


def _person(row: Message) -> Demographics:
    try:
        person = get_directory().get(row.nhs_number)
    except PersonNotFound:
        raise CannotSend(MessageProblem.NO_PERSON) from None
    if person.date_of_death:
        raise CannotSend(MessageProblem.DECEASED)
    if person.is_restricted and row.channel == MessageChannel.LETTER:
        raise CannotSend(MessageProblem.RESTRICTED)
    return person


def _confirmation(row: Message, person: Demographics) -> Confirmation:
    """Say what stands now, which may be newer than the choice that asked for this message."""
    change = current_change(row.nhs_number)
    if change is None:
        raise CannotSend(MessageProblem.NO_CHOICE)
    return _words_of(row, change, person)


def _words_of(row: Message, change: PreferenceChange, person: Demographics) -> Confirmation:
    return Confirmation(
        status=change.after_status,
        reference=change.reference,
        decided_on=change.decided_at.astimezone(LONDON).date(),
        recorded_on=change.recorded_at.astimezone(LONDON).date(),
        name=person.full_name,
        address_lines=_address_lines(person),
        language=person.language,
        format_needs=person.format_needs,
        by_proxy=bool(change.proxy_role),
        message_id=row.public_id,
    )


def _address_lines(person: Demographics) -> tuple[str, ...]:
    return tuple(line for line in (*person.address_lines, person.postcode) if line)


def _email(person: Demographics, confirmation: Confirmation) -> Prepared:
    email = confirmation_email(confirmation)
    return Prepared(_contact(person, MessageChannel.EMAIL), subject=email.subject, text=email.text, html=email.html)


def _text(person: Demographics, confirmation: Confirmation) -> Prepared:
    return Prepared(_contact(person, MessageChannel.SMS), text=confirmation_text(confirmation).text)


def _letter(person: Demographics, confirmation: Confirmation) -> Prepared:
    if not person.address_lines:
        raise CannotSend(MessageProblem.NO_CONTACT)
    try:
        pdf = confirmation_letter(confirmation)
    except CannotCompose as error:
        raise CannotSend(MessageProblem.CANNOT_PRINT, error.reason) from None
    return Prepared("\n".join((confirmation.name, *confirmation.address_lines)), letter=pdf)


COMPOSERS = {MessageChannel.EMAIL: _email, MessageChannel.SMS: _text, MessageChannel.LETTER: _letter}


def _contact(person: Demographics, channel: MessageChannel) -> str:
    contact = contact_for(person, channel)
    if not contact:
        raise CannotSend(MessageProblem.NO_CONTACT)
    return contact


def _postal(recipient: str) -> Address:
    name, *lines = recipient.split("\n")
    return Address(name, tuple(lines))

"""What goes into a message and to whom, decided at the moment of sending: one module for each kind."""

from collections.abc import Callable

from registry.actions.envelopes.check_notices import compose_check_notice
from registry.actions.envelopes.codes import compose_code
from registry.actions.envelopes.confirmations import compose_confirmation
from registry.actions.envelopes.forms import compose_form
from registry.actions.envelopes.invitations import compose_invitation
from registry.actions.envelopes.links import compose_link
from registry.actions.envelopes.organisation_invitations import compose_organisation_invitation
from registry.actions.envelopes.prepared import CannotSend, Prepared
from registry.actions.envelopes.returns import compose_return
from registry.gateways.messaging import Address, Envelope
from registry.models import Message, MessageChannel, MessageKind

__all__ = ["CannotSend", "Prepared", "open_envelope", "prepare"]

COMPOSERS: dict[MessageKind, Callable[[Message], Prepared]] = {
    MessageKind.CODE: compose_code,
    MessageKind.CONFIRMATION: compose_confirmation,
    MessageKind.RETURN: compose_return,
    MessageKind.FORM: compose_form,
    MessageKind.LINK: compose_link,
    MessageKind.INVITATION: compose_invitation,
    MessageKind.ORGANISATION_INVITATION: compose_organisation_invitation,
    MessageKind.CHECK_DONE: compose_check_notice,
}


def prepare(row: Message) -> Prepared:
    """Compose the message and find where it goes. Raises CannotSend, DirectoryUnavailable.

    A letter that was composed at an earlier try is taken as it is, with the address it was composed for.
    """
    if row.letter:
        return Prepared(recipient=row.recipient, letter=row.letter)
    return COMPOSERS[MessageKind(row.kind)](row)


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


def _postal(recipient: str) -> Address:
    name, *lines = recipient.split("\n")
    return Address(name, tuple(lines))

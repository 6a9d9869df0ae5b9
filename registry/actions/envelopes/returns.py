"""The reply to a form that cannot be used. It goes to whoever sent the form, because there may be no record."""

from registry.actions.envelopes.people import person_of, record_of
from registry.actions.envelopes.prepared import Prepared, prepared_email, prepared_letter
from registry.correspondence import ReturnLetter, return_email, return_letter
from registry.models import FormType, Message, MessageChannel


def compose_return(row: Message) -> Prepared:
    """Compose the reply from the message's content. Raises CannotSend, DirectoryUnavailable."""
    letter = ReturnLetter.from_json(row.content, row.public_id)
    _check_record(row, letter)
    if row.channel == MessageChannel.EMAIL:
        return prepared_email(letter.email, return_email(letter))
    return prepared_letter(letter.name, letter.address_lines, lambda: return_letter(letter))


def _check_record(row: Message, letter: ReturnLetter) -> None:
    """A form that someone else signed is answered to them, even if the person has died."""
    if row.nhs_number is None:
        return
    if letter.form_type == FormType.SELF:
        person_of(row)
    else:
        record_of(row)

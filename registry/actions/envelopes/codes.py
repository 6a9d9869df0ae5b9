"""The one-time code, by text or email."""

from registry.actions.envelopes.prepared import Prepared, prepared_email
from registry.correspondence import one_time_code_email, one_time_code_text
from registry.models import Message, MessageChannel


def compose_code(row: Message) -> Prepared:
    """Compose the code for where the identity check found that it goes."""
    code = row.content["code"]
    if row.channel == MessageChannel.EMAIL:
        return prepared_email(row.recipient, one_time_code_email(code))
    return Prepared(row.recipient, text=one_time_code_text(code).text)

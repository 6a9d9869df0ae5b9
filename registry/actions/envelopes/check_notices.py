"""The notice that a check has ended, by email, to whoever asked for it."""

from registry.actions.envelopes.prepared import Prepared, prepared_email
from registry.correspondence.check_notices import check_done_email
from registry.models import Message


def compose_check_notice(row: Message) -> Prepared:
    """Compose the notice from what was kept when the check ended."""
    return prepared_email(row.recipient, check_done_email(**row.content))

"""The invitation of a new member of staff, by email."""

from registry.actions.envelopes.prepared import Prepared, prepared_email
from registry.correspondence.invitations import invitation_email
from registry.models import Message


def compose_invitation(row: Message) -> Prepared:
    """Compose the invitation from what was kept, encrypted, when it was made."""
    return prepared_email(row.recipient, invitation_email(**row.content))

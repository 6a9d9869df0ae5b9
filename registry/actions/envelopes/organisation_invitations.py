"""The invitation of someone who is to check lists for an organisation, by email."""

from registry.actions.envelopes.prepared import Prepared, prepared_email
from registry.correspondence.invitations import organisation_invitation_email
from registry.models import Message


def compose_organisation_invitation(row: Message) -> Prepared:
    """Compose the invitation from what was kept, encrypted, when it was made."""
    return prepared_email(row.recipient, organisation_invitation_email(**row.content))

"""The link by which someone sets their password and app: works once, for 48 hours."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings

from registry import audit, outbox
from registry.models import Message, MessageChannel, MessageKind, OrganisationInvitation, OrganisationPerson
from registry.queries.organisations import link_hash

TOKEN_BYTES = 32


def send_invitation(person: OrganisationPerson, at: datetime) -> str:
    """Make a new link for this person, which ends any earlier one, and queue its email. Returns the link."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    OrganisationInvitation.objects.update_or_create(
        person=person, defaults={"token_hash": link_hash(token), "expires_at": at + settings.INVITATION_LASTS}
    )
    link = f"{settings.NDOP_SERVICE_URL}/organisations/invitation/{token}/"
    outbox.add_messages([_message(person, link, at)])
    return link


def _message(person: OrganisationPerson, link: str, at: datetime) -> Message:
    return Message(
        kind=MessageKind.ORGANISATION_INVITATION,
        channel=MessageChannel.EMAIL,
        recipient=person.email,
        content={
            "name": person.name,
            "organisation": person.organisation.name,
            "email": person.email,
            "link": link,
            "hours": settings.INVITATION_LASTS // timedelta(hours=1),
        },
        deadline_at=at + settings.INVITATION_LASTS,
        request_id=audit.current_request_id(),
    )

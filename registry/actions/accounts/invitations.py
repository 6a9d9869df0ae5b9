"""The link by which someone sets the first password of their account: works once, for 48 hours."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from registry import audit, outbox
from registry.actions.accounts.signing_in import actor_for
from registry.models import AuditAction, Invitation, Message, MessageChannel, MessageKind, StaffUser
from registry.queries.accounts import InvitationOver, invited_user, token_hash

TOKEN_BYTES = 32


def send_invitation(user: StaffUser, at: datetime) -> str:
    """Make a new link for this account, which ends any earlier one, and queue its email. Returns the link."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Invitation.objects.update_or_create(
        user=user, defaults={"token_hash": token_hash(token), "expires_at": at + settings.INVITATION_LASTS}
    )
    link = f"{settings.NDOP_SERVICE_URL}/staff/invitation/{token}/"
    outbox.add_messages([_message(user, link, at)])
    return link


def accept_invitation(*, token: str, password: str, at: datetime) -> StaffUser:
    """Set the password that the form has checked, and use the link up. Raises InvitationOver."""
    with transaction.atomic():
        user = invited_user(token, at=at)
        used, _ = Invitation.objects.filter(user=user, token_hash=token_hash(token)).delete()
        if not used:
            raise InvitationOver("somebody was quicker")
        user.set_password(password)
        user.save(update_fields=["password"])
        by = actor_for(user)
        audit.record(AuditAction.PASSWORD_CHANGED, by=by, at=at, about=("staff", by.id), reason="invitation")
    return user


def _message(user: StaffUser, link: str, at: datetime) -> Message:
    return Message(
        kind=MessageKind.INVITATION,
        channel=MessageChannel.EMAIL,
        recipient=user.email,
        content={
            "name": user.display_name,
            "username": user.username,
            "link": link,
            "hours": settings.INVITATION_LASTS // timedelta(hours=1),
        },
        deadline_at=at + settings.INVITATION_LASTS,
        request_id=audit.current_request_id(),
    )

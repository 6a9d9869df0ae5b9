"""Who hears that a check has ended: whoever asked for it, by email, and the system that sent it, by a call."""

from datetime import datetime, timedelta

from django.conf import settings

from registry import outbox
from registry.actions import webhooks
from registry.models import Check, CheckProblem, Message, MessageChannel, MessageKind

WORTH_TELLING = timedelta(days=2)


def tell(check: Check, *, at: datetime) -> None:
    """Queue the notices about a check that has just ended, in the caller's transaction.

    `check` says how it ended: `published_at` and `valid_until`, or `last_error`. Nothing of the list is told.
    """
    webhooks.call_about(check, at=at)
    person = check.asked_by
    if person is None or person.suspended_at is not None:
        return
    outbox.add_messages(
        [
            Message(
                kind=MessageKind.CHECK_DONE,
                channel=MessageChannel.EMAIL,
                recipient=person.email,
                content=_content(check),
                deadline_at=at + WORTH_TELLING,
            )
        ]
    )


def _content(check: Check) -> dict[str, str]:
    """What the words are made of. `problem` is empty for a check that gave a result."""
    is_published = check.published_at is not None
    return {
        "name": check.asked_by.name if check.asked_by else "",
        "reference": check.reference,
        "problem": "" if is_published else CheckProblem(check.last_error).label,
        "valid_until": check.valid_until.isoformat() if check.valid_until else "",
        "link": f"{settings.NDOP_SERVICE_URL}/organisations/checks/{check.public_id}/",
    }

"""Looking is audited too: what staff open is written down before they see it."""

from datetime import datetime

from django.db import transaction

from registry import audit
from registry.models import AuditAction
from registry.parties import Actor
from registry.queries.messages import UndeliveredPage, undelivered_messages


def open_undelivered_messages(*, older_than: int | None, by: Actor, at: datetime) -> UndeliveredPage:
    """Write down that `by` opened this page of the list, and return it. Neither happens without the other."""
    with transaction.atomic():
        audit.record(
            AuditAction.STAFF_VIEWED_MESSAGES,
            by=by,
            at=at,
            about=("message_list", "" if older_than is None else str(older_than)),
        )
        return undelivered_messages(older_than=older_than)


def record_refusal(*, page: str, by: Actor, at: datetime) -> None:
    """Write down that a page was refused to `by` for want of its permission. `page` is its URL name."""
    audit.record(AuditAction.ACCESS_REFUSED, by=by, at=at, about=("page", page[:40]))

"""Reads of drafts that are still open."""

from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from registry.clock import DatabaseNow
from registry.models import Draft


def open_drafts() -> QuerySet[Draft]:
    """Return drafts within the idle and the hard limit, by the database's clock (trust.md D3)."""
    return Draft.objects.filter(
        last_seen_at__gt=DatabaseNow() - settings.DRAFT_IDLE, started_at__gt=DatabaseNow() - settings.DRAFT_HARD
    )


def get_open_draft(draft_id: UUID | str) -> Draft | None:
    """Return the draft with what the pages show of it, or None once it has ended."""
    return open_drafts().select_related("identity_check", "saved_change").filter(pk=draft_id).first()

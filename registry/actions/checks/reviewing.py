"""What staff found about a check that looks like another with a few numbers changed (T29)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from registry import audit
from registry.models import AuditAction, Check
from registry.parties import Actor
from registry.queries.flagged_checks import FlaggedCheckNotFound


class ReviewedAlready(Exception):
    """Somebody else was quicker; nothing was written."""


def review_flagged(check_id: UUID, *, note: str, by: Actor, at: datetime) -> None:
    """Mark a flagged check as reviewed and keep what was found. Raises FlaggedCheckNotFound, ReviewedAlready."""
    with transaction.atomic():
        flagged = Check.objects.filter(public_id=check_id, resembles__isnull=False)
        if not flagged.filter(reviewed_at__isnull=True).update(reviewed_at=at):
            raise ReviewedAlready("reviewed already") if flagged.exists() else FlaggedCheckNotFound("no such check")
        audit.record(AuditAction.CHECK_REVIEWED, by=by, at=at, about=("check", str(check_id)), reason=note)

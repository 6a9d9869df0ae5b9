"""Looking over the shoulders of staff is looking too: what auditors and supervisors open is written down first."""

from datetime import datetime

from django.db import transaction

from registry import audit
from registry.models import AuditAction
from registry.parties import Actor
from registry.queries.audit_trail import PAGE_SIZE, TABLE_SIZE, AboutCase, AboutPerson, Question, Trail, trail


def read_trail(*, question: Question, after: int, as_table: bool, by: Actor, at: datetime) -> Trail:
    """Write down which question `by` asks, and answer it from the event `after` on. Neither happens without the other.

    A page holds 50 events, a table 10,000.
    """
    with transaction.atomic():
        audit.record(
            AuditAction.AUDIT_READ,
            by=by,
            at=at,
            subject=question.number if isinstance(question, AboutPerson) else None,
            about=_about(question),
            details={"after": after, "as": "table" if as_table else "page"},
        )
        return trail(question, after=after, size=TABLE_SIZE if as_table else PAGE_SIZE)


def _about(question: Question) -> tuple[str, str]:
    if isinstance(question, AboutPerson):
        return ("person", "")
    return ("case", question.reference) if isinstance(question, AboutCase) else ("staff", str(question.staff))

"""Looking over the shoulders of staff is looking too: what auditors and supervisors open is written down first."""

from datetime import date, datetime

from django.db import transaction

from registry import audit
from registry.models import AuditAction
from registry.parties import Actor, staff_id
from registry.policies import LONDON
from registry.queries.audit_trail import PAGE_SIZE, TABLE_SIZE, AboutCase, AboutPerson, Question, Trail, trail
from registry.queries.look_ups import WeekOfLooks, week_of_looks
from registry.queries.reports import Report, report


class CannotReview(Exception):
    """Nobody reviews their own look-ups."""


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


def open_look_ups(*, monday: date, by: Actor, at: datetime) -> WeekOfLooks:
    """Write down that `by` opens a week's unusual look-ups, and return them. Neither happens without the other."""
    with transaction.atomic():
        details: dict[str, int | str] = {"week": monday.isoformat(), "opened": 1}
        audit.record(AuditAction.LOOK_UPS_REVIEWED, by=by, at=at, details=details)
        return week_of_looks(monday)


def mark_reviewed(*, monday: date, staff: int | None, note: str, by: Actor, at: datetime) -> None:
    """Keep what a supervisor found about the looks of one member of staff, or of the sample. Raises CannotReview."""
    if staff == staff_id(by):
        raise CannotReview("nobody reviews their own look-ups")
    audit.record(
        AuditAction.LOOK_UPS_REVIEWED,
        by=by,
        at=at,
        about=("sample", "") if staff is None else ("staff", str(staff)),
        reason=note,
        details={"week": monday.isoformat(), "reviewed": 1},
    )


def read_report(*, first: date, last: date, per_agent: bool, as_table: bool, by: Actor, at: datetime) -> Report:
    """Write down that `by` reads this report, and return it. Neither happens without the other."""
    with transaction.atomic():
        details: dict[str, int | str] = {
            "first": first.isoformat(),
            "last": last.isoformat(),
            "as": "table" if as_table else "page",
        }
        audit.record(AuditAction.REPORT_READ, by=by, at=at, details=details)
        return report(first=first, last=last, today=at.astimezone(LONDON).date(), per_agent=per_agent)

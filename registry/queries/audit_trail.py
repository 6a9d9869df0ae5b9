"""Reads of the audit: who looked at this person or this case, and what did this member of staff do.

Answers name staff and never patients: a person stands in them as a short pseudonym, the same everywhere.
"""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from registry import audit
from registry.models import ActorKind, AuditAction, AuditEvent, StaffUser
from registry.nhs_number import NHSNumber
from registry.policies import LONDON
from registry.queries.people import numbers_of
from registry.queries.people_search import LookUpReason

PAGE_SIZE = 50
TABLE_SIZE = 10_000
PSEUDONYM_BYTES = 5
LOOKING = (
    AuditAction.PEOPLE_SEARCHED,
    AuditAction.PERSON_VIEWED,
    AuditAction.PERSON_REVEALED,
    AuditAction.CASE_VIEWED,
    AuditAction.SCAN_VIEWED,
    AuditAction.LETTER_PREVIEWED,
    AuditAction.CALL_VIEWED,
    AuditAction.TASK_VIEWED,
)


@dataclass(frozen=True, repr=False)
class AboutPerson:
    """Who looked at this person, when and why: all that happened to their record, under all their numbers."""

    number: NHSNumber
    kind = "person"


@dataclass(frozen=True)
class ByStaff:
    """What a member of staff looked at, or did at all, from the first day to the last, both included."""

    staff: int
    first: date
    last: date
    looks_only: bool
    kind = "staff"


@dataclass(frozen=True)
class AboutCase:
    """Who looked at this case, and what they did to it."""

    reference: str
    kind = "case"


Question = AboutPerson | ByStaff | AboutCase


@dataclass(frozen=True)
class TrailRow:
    """One event in words."""

    at: datetime
    who: str
    what: str
    reason: str
    channel: str
    about: str
    person: str
    details: str


@dataclass(frozen=True)
class Trail:
    """Part of an answer, oldest first. `after` asks for the part that follows; None on the last."""

    rows: Sequence[TrailRow]
    after: int | None


def trail(question: Question, *, after: int, size: int) -> Trail:
    """Answer a question from the event `after` on. Two queries and, for a person, two more for their numbers."""
    found = list(_events(question).filter(pk__gt=after).order_by("pk")[: size + 1])
    shown = found[:size]
    names = staff_names(shown)
    return Trail([_row(event, names) for event in shown], shown[-1].pk if len(found) > size else None)


def staff_names(events: Iterable[AuditEvent]) -> dict[str, str]:
    """Return the names of the staff behind events, by the id that events have."""
    ids = {event.actor_id for event in events if event.actor_kind == ActorKind.STAFF}
    return {str(pk): name for pk, name in StaffUser.objects.filter(pk__in=ids).values_list("pk", "display_name")}


def accounts() -> list[tuple[int, str]]:
    """Return every account, those of leavers too, by name."""
    rows = StaffUser.objects.order_by("display_name", "pk").values_list("pk", "display_name", "username", "is_active")
    return [(pk, f"{name} ({username}{'' if active else ', suspended'})") for pk, name, username, active in rows]


def pseudonym(subject: bytes | memoryview | None) -> str:
    """Return eight signs that stand for a person: always the same ones, from which nobody can find the person."""
    return base64.b32encode(bytes(subject)[:PSEUDONYM_BYTES]).decode() if subject else ""


def reason_words(reason: str) -> str:
    """Put the coded reason of a look into words; what was typed is shown as it is."""
    code, _, words = reason.partition(": ")
    if code == LookUpReason.OTHER and words:
        return words
    return str(dict(LookUpReason.choices).get(reason, reason))


def start_of(day: date) -> datetime:
    """Return the instant at which a day begins in London."""
    return datetime.combine(day, time.min, LONDON)


def _events(question: Question) -> QuerySet[AuditEvent]:
    if isinstance(question, AboutPerson):
        subjects = [audit.subject_key(number) for number in numbers_of(question.number)]
        return AuditEvent.objects.filter(subject__in=subjects)
    if isinstance(question, AboutCase):
        return AuditEvent.objects.filter(object_type="case", object_id=question.reference)
    events = AuditEvent.objects.filter(
        actor_kind=ActorKind.STAFF,
        actor_id=str(question.staff),
        at__gte=start_of(question.first),
        at__lt=start_of(question.last + timedelta(days=1)),
    )
    return events.filter(action__in=LOOKING) if question.looks_only else events


def _row(event: AuditEvent, names: dict[str, str]) -> TrailRow:
    return TrailRow(
        at=event.at,
        who=names.get(event.actor_id, "") or event.get_actor_kind_display(),
        what=event.get_action_display(),
        reason=reason_words(event.reason),
        channel=event.channel,
        about=f"{event.object_type} {event.object_id}".strip(),
        person=pseudonym(event.subject),
        details=", ".join(f"{name} {value}".replace("_", " ") for name, value in event.details.items()),
    )

"""Unusual look-ups of a week, by member of staff, and a random sample of all: for supervisors to ask about.

A look is unusual when the person has the surname or the home of the member of staff, when the same record was opened
again and again, outside opening hours, as one of many within an hour, or with neither a case nor a call behind it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from registry.encryption import keyed_hash
from registry.models import ActorKind, AuditAction, AuditEvent, StaffUser
from registry.queries.audit_trail import pseudonym, reason_words, start_of

WEEK = timedelta(days=7)
# Source: the back office's rules on unusual look-ups.
OFTEN = 3
MANY_IN_AN_HOUR = 20
SHOWN_PER_STAFF = 25
SAMPLE_SIZE = 10
SIGNS = {
    "own_surname": "Same surname",
    "own_home": "Same postcode",
    "repeated": "Same record again and again",
    "outside_hours": "Outside opening hours",
    "hurried": "Many within an hour",
    "unbacked": "No case or call",
}
# What came up to a week before counts towards "again and again", and up to an hour before towards "many".
JUDGED = """
WITH looks AS (
    SELECT id, at, actor_id, subject, action, reason, details, object_type, at AT TIME ZONE 'Europe/London' AS local
    FROM registry_auditevent
    WHERE action IN ('person_viewed', 'person_revealed') AND actor_kind = 'staff'
        AND at >= %(since)s - interval '7 days' AND at < %(until)s
), judged AS (
    SELECT id, at, actor_id, subject, action, reason,
        details ? 'own_surname' AS own_surname,
        details ? 'own_home' AS own_home,
        action = 'person_viewed' AND count(*) FILTER (WHERE action = 'person_viewed') OVER (
            PARTITION BY actor_id, subject ORDER BY at RANGE BETWEEN '7 days' PRECEDING AND CURRENT ROW
        ) >= %(often)s AS repeated,
        extract(isodow FROM local) > 5 OR local::date = ANY(%(holidays)s::date[])
            OR extract(hour FROM local) < %(opens)s OR extract(hour FROM local) >= %(closes)s AS outside_hours,
        count(*) OVER (
            PARTITION BY actor_id ORDER BY at RANGE BETWEEN '1 hour' PRECEDING AND CURRENT ROW
        ) > %(many)s AS hurried,
        object_type NOT IN ('case', 'call') AS unbacked
    FROM looks
), week AS (
    SELECT * FROM judged WHERE at >= %(since)s
)
"""
UNUSUAL = """
SELECT actor_id, id, at, subject, action, reason, own_surname, own_home, repeated, outside_hours, hurried, unbacked,
    in_all, of_sign
FROM (
    SELECT *, row_number() OVER (PARTITION BY actor_id ORDER BY id DESC) AS place,
        count(*) OVER (PARTITION BY actor_id) AS in_all,
        ARRAY[
            count(*) FILTER (WHERE own_surname) OVER by_staff, count(*) FILTER (WHERE own_home) OVER by_staff,
            count(*) FILTER (WHERE repeated) OVER by_staff, count(*) FILTER (WHERE outside_hours) OVER by_staff,
            count(*) FILTER (WHERE hurried) OVER by_staff, count(*) FILTER (WHERE unbacked) OVER by_staff
        ] AS of_sign
    FROM week WHERE own_surname OR own_home OR repeated OR outside_hours OR hurried OR unbacked
    WINDOW by_staff AS (PARTITION BY actor_id)
) AS ranked
WHERE place <= %(shown)s
ORDER BY in_all DESC, actor_id, id DESC
"""
# The same ten all week for everyone who looks, and nobody can tell beforehand which.
SAMPLE = """
SELECT actor_id, id, at, subject, action, reason, own_surname, own_home, repeated, outside_hours, hurried, unbacked,
    0, ARRAY[]::bigint[]
FROM week ORDER BY md5(id::text || %(secret)s) LIMIT %(sample)s
"""


@dataclass(frozen=True)
class Look:
    """One look: whose, at whom, why, and what is unusual about it."""

    at: datetime
    who: str
    person: str
    what: str
    reason: str
    signs: Sequence[str]


@dataclass
class Looker:
    """One member of staff with the number of unusual looks, in all and by sign, and the newest of them."""

    staff: int
    name: str
    count: int
    of_sign: Sequence[int]
    looks: list[Look] = field(default_factory=list)
    reviews: list["Review"] = field(default_factory=list)


@dataclass(frozen=True)
class Review:
    """What a supervisor wrote after asking."""

    by: str
    at: datetime
    note: str


@dataclass(frozen=True)
class WeekOfLooks:
    """All that a supervisor reviews of one week."""

    monday: date
    lookers: Sequence[Looker]
    sample: Sequence[Look]
    sample_reviews: Sequence[Review]


def monday_of(day: date) -> date:
    """Return the Monday of this day's week."""
    return day - timedelta(days=day.weekday())


def week_of_looks(monday: date) -> WeekOfLooks:
    """Return the week's unusual looks by member of staff, most first, and its sample: four queries."""
    unusual, sample = _rows(UNUSUAL, monday), _rows(SAMPLE, monday)
    staff_users = list(StaffUser.objects.values_list("pk", "display_name", "username"))
    names = {str(pk): name for pk, name, _ in staff_users}
    full_names = {str(pk): f"{name} ({username})" for pk, name, username in staff_users}
    lookers: dict[str, Looker] = {}
    for row in unusual:
        staff, in_all, of_sign = row[0], row[-2], row[-1]
        looker = lookers.setdefault(staff, Looker(int(staff), full_names.get(staff, staff), in_all, of_sign))
        looker.looks.append(_look(row, names))
    of_sample: list[Review] = []
    for event in _reviews(monday):
        review = Review(names.get(event.actor_id, ""), event.at, event.reason)
        reviewed = lookers.get(event.object_id)
        (reviewed.reviews if reviewed else of_sample if event.object_type == "sample" else []).append(review)
    return WeekOfLooks(monday, list(lookers.values()), [_look(row, names) for row in sample], of_sample)


def _rows(statement: str, monday: date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(JUDGED + statement, _parameters(monday))
        return list(cursor.fetchall())


def _parameters(monday: date) -> dict[str, Any]:
    return {
        "since": start_of(monday),
        "until": start_of(monday + WEEK),
        "often": OFTEN,
        "many": MANY_IN_AN_HOUR,
        "holidays": sorted(settings.BANK_HOLIDAYS),
        "opens": settings.OPENS_AT_HOUR,
        "closes": settings.CLOSES_AT_HOUR,
        "shown": SHOWN_PER_STAFF,
        "sample": SAMPLE_SIZE,
        "secret": keyed_hash("look-up-sample", monday.isoformat()).hex(),
    }


def _reviews(monday: date) -> list[AuditEvent]:
    found = AuditEvent.objects.filter(
        action=AuditAction.LOOK_UPS_REVIEWED,
        actor_kind=ActorKind.STAFF,
        at__gte=start_of(monday),
        details__week=monday.isoformat(),
        details__has_key="reviewed",
    )
    return list(found.order_by("pk"))


def _look(row: tuple[Any, ...], names: dict[str, str]) -> Look:
    staff, _, at, subject, action, reason, *signs = row[:12]
    return Look(
        at=at,
        who=names.get(staff, staff),
        person=pseudonym(subject),
        what="Opened" if action == AuditAction.PERSON_VIEWED else "Uncovered contact details",
        reason=reason_words(reason),
        signs=[words for words, holds in zip(SIGNS.values(), signs, strict=True) if holds],
    )

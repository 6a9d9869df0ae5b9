"""What the room received and did in a period. Everything is counted in SQL, over staff work and never over patients.

Forms per agent-hour: finished first keyings, divided by the hours between opening and finishing each, of which one
keying counts for as long as a claim lasts at most, so that a form left open over lunch does not count as work.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from registry.models import OPEN_CASE_STATES, CallOutcome, CallReason, FormType, ReturnReason
from registry.queries.audit_trail import start_of

# Days from receipt, both ends included; the last band has no end. 14 is the policy's limit.
AGE_BANDS = ((0, 3), (4, 7), (8, 10), (11, 14), (15, None))
SECONDS_IN_AN_HOUR = 3600
BANDS = ", ".join(
    f"count(*) FILTER (WHERE days >= {first}{f' AND days <= {last}' if last is not None else ''})"
    for first, last in AGE_BANDS
)
RECEIVED = """
SELECT form_type, count(*) FROM registry_case WHERE received_on BETWEEN %(first)s AND %(last)s
GROUP BY form_type ORDER BY count(*) DESC, form_type
"""
DECIDED = f"""
SELECT count(*), count(*) FILTER (WHERE state = 'accepted'), count(*) FILTER (WHERE state = 'returned'),
    count(*) FILTER (WHERE state = 'closed'), count(*) FILTER (WHERE days <= %(within)s), {BANDS}
FROM (
    SELECT state, (decided_at AT TIME ZONE 'Europe/London')::date - received_on AS days
    FROM registry_case WHERE decided_at >= %(since)s AND decided_at < %(until)s
) AS decided
"""  # noqa: S608 - the bands are numbers of ours
STILL_OPEN = f"""
SELECT count(*), {BANDS}
FROM (SELECT %(today)s - received_on AS days FROM registry_case WHERE state = ANY(%(open)s)) AS waiting
"""  # noqa: S608 - as above
REASONS = """
SELECT reason, count(*) FROM registry_case, unnest(return_reasons) AS reason
WHERE state = 'returned' AND decided_at >= %(since)s AND decided_at < %(until)s
GROUP BY reason ORDER BY count(*) DESC, reason
"""
SECOND_KEYINGS = """
SELECT count(*), count(*) FILTER (WHERE differences = 0) FROM registry_case
WHERE checked_at >= %(since)s AND checked_at < %(until)s
"""
FIRST_KEYINGS = """
SELECT staff.display_name, count(*), sum(extract(epoch FROM least(finished_at - started_at, %(longest)s)))
FROM registry_caseentry AS entry JOIN registry_staffuser AS staff ON staff.id = entry.by_id
WHERE entry.kind = 'first' AND finished_at >= %(since)s AND finished_at < %(until)s
GROUP BY staff.id, staff.display_name ORDER BY staff.display_name, staff.id
"""
CALLS = """
SELECT reason, outcome, count(*) FROM registry_call WHERE started_at >= %(since)s AND started_at < %(until)s
GROUP BY reason, outcome ORDER BY reason, outcome
"""


@dataclass(frozen=True)
class Count:
    """Something counted, in words."""

    words: str
    count: int


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> str:
        """The share in whole per cent; nothing of nothing is not a share."""
        return f"{round(100 * self.part / self.whole)}%" if self.whole else "Nothing to count"


@dataclass(frozen=True)
class Pace:
    """Finished first keyings and the hours they took; `name` is the member of staff, empty for the whole room."""

    name: str
    forms: int
    hours: float

    @property
    def per_hour(self) -> str:
        """Forms per agent-hour, with one digit after the point."""
        return f"{self.forms / self.hours:.1f}" if self.hours else "Nothing to count"


@dataclass(frozen=True)
class CallCount:
    """Calls of one reason with one outcome."""

    reason: str
    outcome: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Report:
    """One period. `agents` is empty for those who may not see figures of single members of staff."""

    first: date
    last: date
    received: Sequence[Count]
    accepted: int
    returned: int
    closed: int
    in_time: Share
    return_reasons: Sequence[Count]
    open_ages: Sequence[Count]
    decided_ages: Sequence[Count]
    no_difference: Share
    not_returned: Share
    pace: Pace
    agents: Sequence[Pace]
    calls: Sequence[CallCount]

    @property
    def received_in_all(self) -> int:
        """Forms of every type."""
        return sum(one.count for one in self.received)


def report(*, first: date, last: date, today: date, per_agent: bool) -> Report:
    """Count the days from `first` to `last`, both included; open forms are counted as of today. Seven queries."""
    values = _values(first, last, today)
    [(done, accepted, returned, closed, in_time, *decided_ages)] = _rows(DECIDED, values)
    [(_, *open_ages)] = _rows(STILL_OPEN, values)
    [(checked, without_difference)] = _rows(SECOND_KEYINGS, values)
    agents = [
        Pace(name, forms, float(seconds) / SECONDS_IN_AN_HOUR) for name, forms, seconds in _rows(FIRST_KEYINGS, values)
    ]
    return Report(
        first=first,
        last=last,
        received=[Count(FormType(code).label, count) for code, count in _rows(RECEIVED, values)],
        accepted=accepted,
        returned=returned,
        closed=closed,
        in_time=Share(in_time, done),
        return_reasons=[Count(ReturnReason(code).label, count) for code, count in _rows(REASONS, values)],
        open_ages=_bands(open_ages),
        decided_ages=_bands(decided_ages),
        no_difference=Share(without_difference, checked),
        not_returned=Share(accepted, accepted + returned),
        pace=Pace("", sum(one.forms for one in agents), sum(one.hours for one in agents)),
        agents=agents if per_agent else [],
        calls=[_call(*row) for row in _rows(CALLS, values)],
    )


def as_rows(found: Report) -> list[tuple[str, str, object]]:
    """Return a report as a table of part, what and number."""
    rows: list[tuple[str, str, object]] = [("Received", one.words, one.count) for one in found.received]
    rows += [("Done", "Accepted", found.accepted), ("Done", "Sent back", found.returned)]
    rows += [("Done", "Closed without a letter", found.closed)]
    rows += [("Done", f"Within {settings.PROCESS_WITHIN_DAYS} days", found.in_time.part)]
    rows += [("Sent back because", one.words, one.count) for one in found.return_reasons]
    rows += [("Open, days since receipt", one.words, one.count) for one in found.open_ages]
    rows += [("Decided, days since receipt", one.words, one.count) for one in found.decided_ages]
    rows += [("Second keyings", "All", found.no_difference.whole)]
    rows += [("Second keyings", "Without a difference", found.no_difference.part)]
    rows += [("Forms per agent-hour", one.name or "All", one.per_hour) for one in (found.pace, *found.agents)]
    rows += [(f"Calls: {one.reason}", one.outcome, one.count) for one in found.calls]
    return rows


def _values(first: date, last: date, today: date) -> dict[str, Any]:
    return {
        "first": first,
        "last": last,
        "today": today,
        "since": start_of(first),
        "until": start_of(last + timedelta(days=1)),
        "within": settings.PROCESS_WITHIN_DAYS,
        "open": [state.value for state in OPEN_CASE_STATES],
        "longest": settings.CLAIM_LASTS,
    }


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _bands(counts: Sequence[int]) -> list[Count]:
    words = [f"{first} to {last} days" if last else f"Over {first - 1} days" for first, last in AGE_BANDS]
    return [Count(said, count) for said, count in zip(words, counts, strict=True)]


def _pace(name: str, forms: int, seconds: Any) -> Pace:
    return Pace(name, forms, float(seconds) / SECONDS_IN_AN_HOUR)


def _call(reason: str, outcome: str, count: int) -> CallCount:
    return CallCount(CallReason(reason).label, CallOutcome(outcome).label if outcome else "Not over yet", count)

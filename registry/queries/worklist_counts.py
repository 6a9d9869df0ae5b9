"""How many forms wait, by state and by clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from registry.models import OPEN_CASE_STATES, CaseState
from registry.queries.case_clocks import Clock, days_of_receipt, today

# Counted no further: each figure reads at most so many entries of an index, however many forms wait. The reports
# have the exact figures of whole days.
COUNTED = 1000

COUNTS = """
SELECT wanted.state, wanted.clock, (
    SELECT count(*) FROM (
        SELECT 1 FROM registry_case
        WHERE state = wanted.state AND received_on >= wanted.since AND received_on < wanted.until LIMIT %(counted)s
    ) one
)
FROM unnest(%(states)s::text[]) AS state CROSS JOIN LATERAL (
    SELECT state, clock, since, until
    FROM unnest(%(clocks)s::text[], %(since)s::date[], %(until)s::date[]) AS clock(clock, since, until)
) wanted
"""


@dataclass(frozen=True)
class Count:
    """A number, or "1,000 or more"."""

    number: int
    is_capped: bool

    def __str__(self) -> str:
        return f"{COUNTED:,} or more" if self.is_capped else f"{self.number:,}"

    def __add__(self, other: "Count") -> "Count":
        return Count(self.number + other.number, self.is_capped or other.is_capped)


NONE = Count(0, is_capped=False)
Counts = Mapping[tuple[CaseState, Clock], Count]


def counts(at: datetime, states: Sequence[CaseState] = OPEN_CASE_STATES) -> Counts:
    """Return how many forms wait in each of these states, by clock."""
    ranges = {clock: days_of_receipt(clock, today(at)) for clock in Clock}
    asked: dict[str, Any] = {
        "counted": COUNTED,
        "states": [state.value for state in states],
        "clocks": [clock.value for clock in ranges],
        "since": [days.since for days in ranges.values()],
        "until": [days.until for days in ranges.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, asked)
        return {(CaseState(state), Clock(clock)): _count(number) for state, clock, number in cursor.fetchall()}


def _count(number: int) -> Count:
    return Count(number, number >= COUNTED)


def total(found: Counts, *, state: CaseState | None = None, clock: Clock | None = None) -> Count:
    """Add up the counts of one state, of one clock, or all."""
    wanted = [count for (s, c), count in found.items() if state in (None, s) and clock in (None, c)]
    return sum(wanted, NONE)

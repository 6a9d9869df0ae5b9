"""What readers of the guidance searched for, month by month: for the report that staff read."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet, Sum

from registry.models import SearchTally

MOST = 50


@dataclass(frozen=True)
class Searched:
    """How often the same words were searched for in a month, and how often nothing was found."""

    words: str
    count: int
    without_result: int


@dataclass(frozen=True)
class Searches:
    """One month. `unnamed` counts searches whose words too few people used, so that they are not kept."""

    month: date
    total: int
    without_result: int
    unnamed: int
    unnamed_without_result: int
    found_nothing: tuple[Searched, ...]
    frequent: tuple[Searched, ...]


def months_searched() -> tuple[date, ...]:
    """Return the first day of each month that has counts, newest first."""
    return tuple(SearchTally.objects.order_by("-month").values_list("month", flat=True).distinct())


def searches_of(month: date) -> Searches:
    """Return what was searched for in the month that begins on this day: the fifty most frequent of each kind."""
    rows = SearchTally.objects.filter(month=month)
    named, unnamed = rows.exclude(words=""), rows.filter(words="")
    total, without_result = _sums(rows)
    few, few_without_result = _sums(unnamed)
    return Searches(
        month,
        total,
        without_result,
        few,
        few_without_result,
        found_nothing=_most(named.filter(without_result__gt=0), "without_result"),
        frequent=_most(named, "count"),
    )


def _sums(rows: QuerySet[SearchTally]) -> tuple[int, int]:
    found = rows.aggregate(count=Sum("count", default=0), without_result=Sum("without_result", default=0))
    return found["count"], found["without_result"]


def _most(rows: QuerySet[SearchTally], by: str) -> tuple[Searched, ...]:
    best = rows.order_by(F(by).desc(), "words")[:MOST]
    return tuple(Searched(row.words, row.count, row.without_result) for row in best)

"""What readers of the guidance searched for, by whole months: for the report that staff read."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet, Sum

from registry.models import SearchTally

MOST = 50


@dataclass(frozen=True)
class Searched:
    """How often the same words were searched for, and how often nothing was found."""

    words: str
    count: int
    without_result: int


@dataclass(frozen=True)
class Searches:
    """The months of `first` and `last` and those between.

    `unnamed` counts searches whose words too few people used, so that they are not kept.
    """

    first: date
    last: date
    total: int
    without_result: int
    unnamed: int
    unnamed_without_result: int
    found_nothing: tuple[Searched, ...]
    frequent: tuple[Searched, ...]


def searches(*, first: date, last: date) -> Searches:
    """Return what was searched for in the months that these days are in: the fifty most frequent of each kind."""
    rows = SearchTally.objects.filter(month__gte=first.replace(day=1), month__lte=last)
    named, unnamed = rows.exclude(words=""), rows.filter(words="")
    total, without_result = _sums(rows)
    few, few_without_result = _sums(unnamed)
    return Searches(
        first.replace(day=1),
        last.replace(day=1),
        total,
        without_result,
        few,
        few_without_result,
        found_nothing=_most(named.filter(without_result__gt=0), "nothing"),
        frequent=_most(named, "times"),
    )


def _sums(rows: QuerySet[SearchTally]) -> tuple[int, int]:
    found = rows.aggregate(times=Sum("count", default=0), nothing=Sum("without_result", default=0))
    return found["times"], found["nothing"]


def _most(rows: QuerySet[SearchTally], by: str) -> tuple[Searched, ...]:
    summed = rows.values("words").annotate(times=Sum("count"), nothing=Sum("without_result"))
    best = summed.order_by(F(by).desc(), "words")[:MOST]
    return tuple(Searched(row["words"], row["times"], row["nothing"]) for row in best)

"""What readers thought of the pages of the guidance, for those who look after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from registry.models import PageOpinion, Usefulness

# What may be said after "no", in the order in which it is shown.
REASONS = (Usefulness.NO_ANSWER, Usefulness.HARD_TO_READ, Usefulness.WRONG)


@dataclass(frozen=True)
class PageOpinions:
    """What was said of one page in a period. `reasons` are counts in the order of REASONS; not everyone gives one."""

    page: str
    useful: int
    not_useful: int
    reasons: tuple[int, ...]

    @property
    def answers(self) -> int:
        """How many said whether the page was useful."""
        return self.useful + self.not_useful

    @property
    def percent(self) -> str:
        """The share to whom it was useful, in whole per cent; of nobody there is none."""
        return f"{round(100 * self.useful / self.answers)}%" if self.answers else "Nobody said"


def opinions(*, first: date, last: date) -> Sequence[PageOpinions]:
    """Return what was said from the first day to the last, both included: least useful first. One query."""
    rows = (
        PageOpinion.objects.filter(said_on__range=(first, last))
        .values_list("page", "opinion")
        .annotate(said=Sum("count"))
        .order_by("page")
    )
    counts: dict[str, dict[str, int]] = {}
    for page, opinion, said in rows:
        counts.setdefault(page, {})[opinion] = said
    found = [_of_page(page, said) for page, said in counts.items()]
    return sorted(found, key=lambda one: (-one.not_useful, -sum(one.reasons), one.page))


def as_rows(found: Sequence[PageOpinions]) -> list[tuple[str | int, ...]]:
    """Return the same as rows of a table: page, useful, not useful, then the reasons."""
    return [(one.page, one.useful, one.not_useful, *one.reasons) for one in found]


def _of_page(page: str, said: dict[str, int]) -> PageOpinions:
    return PageOpinions(
        page=page,
        useful=said.get(Usefulness.USEFUL, 0),
        not_useful=said.get(Usefulness.NOT_USEFUL, 0),
        reasons=tuple(said.get(reason, 0) for reason in REASONS),
    )

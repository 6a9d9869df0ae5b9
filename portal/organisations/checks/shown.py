"""A check as its page shows it: how far it is, its counts as lines of a table, and the small picture of them."""

from dataclasses import dataclass
from datetime import datetime

from portal.organisations.checks.words import problem_words, size_words
from registry.models import Check, WorkState

WAITING, WORKING, DONE, EXPIRED, FAILED = "waiting", "working", "done", "expired", "failed"
PICTURE_WIDTH = 1000
# The database does not hear of each line; until all are read, we never say that they are.
NEARLY = 99


@dataclass(frozen=True)
class Line:
    """One class of lines, with what became of them."""

    words: str
    count: int
    becomes: str


@dataclass(frozen=True)
class Stretch:
    """One part of the picture: where it begins and how wide it is, in thousandths."""

    name: str
    words: str
    count: int
    start: int
    width: int


@dataclass(frozen=True)
class ShownCheck:
    """What the page and its fragment are drawn from."""

    check: Check
    stage: str
    said: str
    percent: int
    problem: str
    advice: str

    @property
    def announced(self) -> str:
        """Return what a screen reader is told when it changes: every tenth is enough."""
        return said(self.stage, self.percent // 10 * 10)

    @property
    def is_over(self) -> bool:
        """Return whether nothing changes any more while the page is looked at."""
        return self.stage in (DONE, EXPIRED, FAILED)

    @property
    def size(self) -> str:
        """Return how large the list was."""
        return size_words(self.check.input_bytes)

    @property
    def released(self) -> int:
        """Return how many lines the result has."""
        check = self.check
        return check.headers + check.kept + check.duplicates + check.superseded - check.superseded_removed

    @property
    def left_out(self) -> int:
        """Return how many lines were left out because of a choice."""
        return self.check.removed + self.check.superseded_removed

    @property
    def lines(self) -> list[Line]:
        """Return all classes that have lines; together they are all lines of the list."""
        check, result, out = self.check, "In the result", "Left out"
        found = [
            Line("NHS numbers of people who have not opted out", check.kept, result),
            Line("NHS numbers of people who opted out", check.removed, out),
            Line("NHS numbers that stand in the list more than once", check.duplicates, result),
            Line("Old NHS numbers whose owner has not opted out", check.superseded - check.superseded_removed, result),
            Line("Old NHS numbers whose owner opted out", check.superseded_removed, out),
            Line("Lines without a valid NHS number", check.invalid, "Left out and named in the report"),
            Line("Headings", check.headers, result),
        ]
        return [line for line in found if line.count]

    @property
    def picture(self) -> list[Stretch]:
        """Return the parts of the bar, in order; together they fill it."""
        counts = [
            ("kept", "in the result", self.released),
            ("out", "left out because the person opted out", self.left_out),
            ("odd", "left out because there is no valid NHS number", self.check.invalid),
        ]
        total, before, parts = max(self.check.lines, 1), 0, []
        for name, words, count in counts:
            start, end = (PICTURE_WIDTH * edge // total for edge in (before, before + count))
            parts.append(Stretch(name, words, count, start, end - start))
            before += count
        return parts


def shown(check: Check, at: datetime) -> ShownCheck:
    """Return a check as it stands at `at`."""
    stage = stage_of(check, at)
    percent = percent_of(check) if stage == WORKING else 0
    problem, advice = problem_words(check.last_error) if stage == FAILED else ("", "")
    return ShownCheck(check, stage, said(stage, percent), percent, problem, advice)


def stage_of(check: Check, at: datetime) -> str:
    """Return where a check stands, as the organisation sees it."""
    if check.state in (WorkState.PENDING, WorkState.UNKNOWN):
        return WAITING
    if check.state == WorkState.CLAIMED:
        return WORKING
    if check.valid_until is None:
        return FAILED
    return DONE if at < check.valid_until else EXPIRED


def percent_of(check: Check) -> int:
    """Return how much of the list is read, in whole percent."""
    return min(NEARLY, 100 * check.done_bytes // max(check.input_bytes, 1))


def said(stage: str, percent: int) -> str:
    """Return the same in one sentence, for the status line and for the list of checks."""
    return {
        WAITING: "Waiting to be checked",
        WORKING: f"Being checked: {percent}%",
        DONE: "Done",
        EXPIRED: "Done, and expired",
        FAILED: "No result",
    }[stage]

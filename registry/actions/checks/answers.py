"""What came of a list, before anybody may have it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np

from registry.gateways import check_store
from registry.models import Check
from registry.near_duplicates import Sketch
from registry.upholding import Counts, NumberSet
from registry.upholding.tally import NOTHING
from registry.upholding.terms import NineDigits

# Sixteen neighbouring numbers share one mark.
NEIGHBOURS = np.uint32(16)


class Marks:
    """Which numbers a list may hold: never misses one, and takes a neighbour for it now and then. 62 MB at most."""

    def __init__(self) -> None:
        self._marks = np.zeros(1_000_000_000 // int(NEIGHBOURS), np.bool_)

    def add(self, nine_digits: NineDigits) -> None:
        """Mark these numbers."""
        self._marks[nine_digits // NEIGHBOURS] = True

    def may_hold(self, nine_digits: NineDigits) -> NineDigits:
        """Return those that the list may hold; it holds none of the others."""
        return np.asarray(nine_digits[self._marks[nine_digits // NEIGHBOURS]])


@dataclass(frozen=True, repr=False)
class Answer:
    """A result with its counts. `report` is None where every line held a number.

    It was made with `numbers`; `left_out` opted out later and was taken out. `notes` are the lines of the result as
    it was made, for whoever has to take out more.
    """

    counts: Counts
    result: UUID
    report: UUID | None
    size: int
    sha256: str
    sketch: Sketch
    marks: Marks
    numbers: NumberSet
    notes: check_store.Notes
    left_out: NineDigits = field(default_factory=NOTHING.copy)

    def still_holds(self, opted_out: NineDigits) -> bool:
        """Return False only if none of these numbers can be in the result."""
        return bool(np.setdiff1d(self.marks.may_hold(opted_out), self.left_out).size)


def erase_unless_named(check: Check, names: Iterable[UUID | None]) -> None:
    """Erase files, unless they were published. If nobody can say, this raises, and the purge finds out later."""
    named = Check.objects.filter(pk=check.pk).values_list("result_name", "report_name").first() or ()
    for name in names:
        if name is not None and name not in named:
            check_store.destroy(name)

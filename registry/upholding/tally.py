"""How lines are counted: by what the set answers for their numbers, and by whether a number came before."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from registry.upholding.seen import Seen, SeenFew
from registry.upholding.terms import Counts, NineDigits

# So many numbers wait to be told apart from repeats. Of many, those that lie close in memory come one after the other.
TOGETHER = 1 << 19
NOTHING = np.empty(0, dtype=np.uint32)


class Tally:
    """Counts the lines of one file, block after block; `settle` ends the counting."""

    def __init__(
        self,
        counts: Counts,
        distinct: Callable[[NineDigits], None] | None = None,
        seen: Seen | SeenFew | None = None,
    ) -> None:
        """Count in `counts`; give each number to `distinct` when it first appears."""
        self.counts = counts
        self._distinct = distinct
        self._seen = seen or Seen()
        self._waiting: list[tuple[NineDigits, NDArray[np.bool_]]] = []
        self._numbers_waiting = 0

    def count(self, nine_digits: NineDigits, opted_out: NDArray[np.bool_], superseded: NDArray[np.bool_]) -> None:
        """Count lines by their numbers, and by what the set answered for each."""
        counts = self.counts
        counts.superseded += int(np.count_nonzero(superseded))
        counts.superseded_removed += int(np.count_nonzero(superseded & opted_out))
        counts.removed += int(np.count_nonzero(opted_out & np.logical_not(superseded)))
        self._waiting.append((nine_digits, opted_out | superseded))
        self._numbers_waiting += nine_digits.size
        if self._numbers_waiting >= TOGETHER:
            self.settle()

    def settle(self) -> None:
        """Tell numbers from their repeats. Only then are `kept`, `duplicates` and `distinct` complete."""
        everyone = np.concatenate([NOTHING, *(numbers for numbers, _ in self._waiting)])
        others = np.concatenate([NOTHING, *(numbers[is_other] for numbers, is_other in self._waiting)])
        self._waiting, self._numbers_waiting = [], 0
        # Whoever is new after those who are opted out or superseded is neither.
        self._first_seen(others)
        first = self._first_seen(everyone)
        self.counts.kept += first
        self.counts.duplicates += everyone.size - others.size - first

    def _first_seen(self, nine_digits: NineDigits) -> int:
        if not nine_digits.size:
            return 0
        fresh = self._seen.add(nine_digits)
        self.counts.distinct += fresh.size
        if self._distinct is not None and fresh.size:
            self._distinct(fresh)
        return fresh.size

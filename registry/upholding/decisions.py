"""What becomes of numbers: which go out, and how each is counted. In doubt nothing goes out (trust.md T30)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from registry.upholding.seen import Seen, SeenFew
from registry.upholding.terms import AnswerUnknown, Counts, NineDigits, NumberSet

# So many numbers wait to be told apart from repeats. Of many, those that lie close in memory come one after the other.
TOGETHER = 1 << 19
NOTHING = np.empty(0, dtype=np.uint32)


class Decisions:
    """Answers for the numbers of one file, block after block, and counts them; `settle` ends the counting."""

    def __init__(
        self,
        numbers: NumberSet,
        counts: Counts,
        distinct: Callable[[NineDigits], None] | None = None,
        seen: Seen | SeenFew | None = None,
    ) -> None:
        """Count in `counts`; give each number to `distinct` when it first appears."""
        self._numbers = numbers
        self.counts = counts
        self._distinct = distinct
        self._seen = seen or Seen()
        self._waiting: list[tuple[NineDigits, NDArray[np.bool_]]] = []
        self._numbers_waiting = 0

    def released(self, nine_digits: NineDigits) -> NDArray[np.bool_]:
        """Return True where the number may go out. The set is asked about all of them before anything is counted."""
        opted_out = certain(self._numbers.opted_out(nine_digits), nine_digits)
        superseded = certain(self._numbers.superseded(nine_digits), nine_digits)
        self._count(nine_digits, opted_out, superseded)
        return np.logical_not(opted_out)

    def _count(self, nine_digits: NineDigits, opted_out: NDArray[np.bool_], superseded: NDArray[np.bool_]) -> None:
        counts = self.counts
        counts.superseded += int(np.count_nonzero(superseded))
        counts.superseded_removed += int(np.count_nonzero(superseded & opted_out))
        counts.removed += int(np.count_nonzero(opted_out & np.logical_not(superseded)))
        self._waiting.append((nine_digits, np.logical_not(opted_out | superseded)))
        self._numbers_waiting += nine_digits.size
        if self._numbers_waiting >= TOGETHER:
            self.settle()

    def settle(self) -> None:
        """Tell numbers from their repeats. Only then are `kept`, `duplicates` and `distinct` complete."""
        plain = np.concatenate([NOTHING, *(numbers[is_plain] for numbers, is_plain in self._waiting)])
        others = np.concatenate([NOTHING, *(numbers[~is_plain] for numbers, is_plain in self._waiting)])
        self._waiting, self._numbers_waiting = [], 0
        first = self._first_seen(plain)
        self._first_seen(others)
        self.counts.kept += first
        self.counts.duplicates += plain.size - first

    def _first_seen(self, nine_digits: NineDigits) -> int:
        fresh = self._seen.add(nine_digits)
        self.counts.distinct += fresh.size
        if self._distinct is not None and fresh.size:
            self._distinct(fresh)
        return fresh.size


def certain(answer: object, asked: NineDigits) -> NDArray[np.bool_]:
    """Return the answer if it is one for each number asked about. Raises AnswerUnknown."""
    # Not isinstance: a subclass, such as a masked array, may mean something else by its values.
    if type(answer) is not np.ndarray or answer.dtype != np.bool_ or answer.shape != asked.shape:
        raise AnswerUnknown("the set of numbers gave no answer for each number")
    return answer

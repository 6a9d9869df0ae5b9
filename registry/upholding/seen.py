"""Which numbers came before: one bit for each that can exist, in memory that counts only where it is touched."""

import numpy as np
from numpy.typing import NDArray

from registry.upholding.bits import ALL_NUMBERS, NUMBERS_IN_BYTE, TO_BYTE, mark_of
from registry.upholding.terms import NineDigits

# So many numbers are marked at once: what that needs fits the processor's cache.
AT_ONCE = 1 << 15


class Seen:
    """Remembers numbers exactly: 125 MB at the very most, about 38 MB for the ranges that are issued."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._bits = np.zeros(ALL_NUMBERS // NUMBERS_IN_BYTE, np.uint8)

    def add(self, nine_digits: NineDigits) -> NineDigits:
        """Remember the numbers; return those that are new, each once, in ascending order."""
        # In order, repeats stand side by side, and memory is walked through once.
        numbers = np.sort(nine_digits)
        is_new = np.ones(numbers.size, np.bool_)
        np.not_equal(numbers[1:], numbers[:-1], out=is_new[1:])
        for start in range(0, numbers.size, AT_ONCE):
            self._mark(numbers[start : start + AT_ONCE], is_new[start : start + AT_ONCE])
        return np.asarray(numbers[is_new])

    def _mark(self, numbers: NineDigits, is_new: NDArray[np.bool_]) -> None:
        """Take out of `is_new` those that are marked already, and mark the rest."""
        places = (numbers >> TO_BYTE).astype(np.intp)
        marks = mark_of(numbers)
        is_new &= (self._bits.take(places) & marks) == 0
        # To add a bit that is not set is to set it, and adding here and there is what numpy does fastest.
        np.add.at(self._bits, places, marks * is_new)


class SeenFew:
    """Remembers the numbers of a short list, in four bytes for each and without a table to set up."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._numbers: NineDigits = np.empty(0, dtype=np.uint32)

    def add(self, nine_digits: NineDigits) -> NineDigits:
        """Remember the numbers; return those that are new, each once, in ascending order."""
        new = np.unique(nine_digits)
        if self._numbers.size and new.size:
            new = new[~np.isin(new, self._numbers, kind="sort")]
        self._numbers = np.concatenate([self._numbers, new])
        return new

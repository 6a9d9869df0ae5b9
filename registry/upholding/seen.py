"""Which numbers came before: one bit for each that can exist, in memory that counts only where it is touched."""

import mmap

import numpy as np

from registry.upholding.bits import ALL_NUMBERS, NUMBERS_IN_BYTE, TO_BYTE, is_marked, mark, mark_of
from registry.upholding.terms import NineDigits


class Seen:
    """Remembers numbers exactly: 125 MB at the very most, about 38 MB for the ranges that are issued."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        memory = mmap.mmap(-1, ALL_NUMBERS // NUMBERS_IN_BYTE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        self._bits = np.frombuffer(memory, dtype=np.uint8)

    def add(self, nine_digits: NineDigits) -> NineDigits:
        """Remember the numbers; return those that are new, each once, in ascending order."""
        # In order, repeats stand side by side, and so do numbers that share a byte.
        numbers = np.sort(nine_digits)
        places = (numbers >> TO_BYTE).astype(np.intp)
        is_new = ~is_marked(self._bits.take(places), numbers)
        is_new[1:] &= numbers[1:] != numbers[:-1]
        mark(self._bits, places, mark_of(numbers))
        return np.asarray(numbers[is_new])


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

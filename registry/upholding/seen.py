"""Which numbers came before: one bit for each that can exist, in memory that counts only where it is touched."""

import mmap

import numpy as np

from registry.upholding.terms import NineDigits

BYTES = 1_000_000_000 // 8
THREE = np.uint32(3)


class Seen:
    """Remembers numbers exactly: 125 MB at the very most, about 38 MB for the ranges that are issued."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        memory = mmap.mmap(-1, BYTES, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        self._bits = np.frombuffer(memory, dtype=np.uint8)

    def add(self, nine_digits: NineDigits) -> NineDigits:
        """Remember the numbers; return those that are new, each once, in ascending order."""
        if not nine_digits.size:
            return nine_digits
        # In order, repeats stand side by side, and so do numbers that share a byte.
        numbers = np.sort(nine_digits)
        places = (numbers >> THREE).astype(np.intp)
        marks = np.left_shift(np.uint8(1), numbers.astype(np.uint8) & np.uint8(7))
        before = self._bits.take(places)
        is_new = (before & marks) == 0
        is_new[1:] &= numbers[1:] != numbers[:-1]
        first_of_byte = np.flatnonzero(np.concatenate(([True], places[1:] != places[:-1])))
        marked = np.bitwise_or.reduceat(marks, first_of_byte)
        self._bits[places[first_of_byte]] = before[first_of_byte] | marked
        return np.asarray(numbers[is_new])


class SeenFew:
    """Remembers the numbers of a short list, in four bytes for each and without a table to set up."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._numbers: NineDigits = np.empty(0, dtype=np.uint32)

    def add(self, nine_digits: NineDigits) -> NineDigits:
        """Remember the numbers; return those that are new, each once, in ascending order."""
        new = np.setdiff1d(nine_digits, self._numbers)
        self._numbers = np.union1d(self._numbers, new)
        return new

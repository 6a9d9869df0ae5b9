"""Which numbers came before: one bit for each that can exist, in memory that counts only where it is touched."""

import mmap

import numpy as np

from registry.upholding.terms import NineDigits

BYTES = 1_000_000_000 // 8


class Seen:
    """Remembers numbers exactly, 125 MB at the very most and about 40 MB for the ranges that are issued."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        memory = mmap.mmap(-1, BYTES, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        self._bits = np.frombuffer(memory, dtype=np.uint8)

    def add(self, nine_digits: NineDigits) -> NineDigits:
        """Remember the numbers; return those that are new, each once, in ascending order."""
        numbers: NineDigits = np.unique(nine_digits)
        places = numbers >> np.uint32(3)
        marks = np.left_shift(np.uint8(1), (numbers & np.uint32(7)).astype(np.uint8))
        fresh = (self._bits[places] & marks) == 0
        np.bitwise_or.at(self._bits, places, marks)
        return np.asarray(numbers[fresh])

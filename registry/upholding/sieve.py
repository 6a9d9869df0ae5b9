"""A small table that says of most numbers that they are not in a set, and fits the processor's cache."""

from typing import Self

import numpy as np
from numpy.typing import NDArray

from registry.upholding.bits import NUMBERS_IN_BYTE, TO_BYTE, Bits, is_marked, mark, mark_of
from registry.upholding.terms import NineDigits

LARGEST = 1 << 25
BITS_FOR_NUMBER = 8


class Sieve:
    """A folded copy of a set's bits: number n stands at n modulo a power of two. It lets through every member."""

    def __init__(self, bits: Bits) -> None:
        """Take the table; its length is a power of two."""
        self._bits = bits
        self._fold = np.uint32(bits.size * NUMBERS_IN_BYTE - 1)

    @classmethod
    def of(cls, kept: NDArray[np.uint32], pages: Bits, members: int) -> Self:
        """Fold pages onto each other. `pages` is one row of bytes for each page that is kept."""
        wanted = min(max(members * BITS_FOR_NUMBER, pages.shape[1] * NUMBERS_IN_BYTE), LARGEST)
        width = 1 << (wanted - 1).bit_length()
        table = np.zeros((width // NUMBERS_IN_BYTE // pages.shape[1], pages.shape[1]), dtype=np.uint8)
        laps, places = np.divmod(kept, np.uint32(table.shape[0]))
        for lap in np.unique(laps):
            table[places[laps == lap]] |= pages[laps == lap]
        return cls(table.reshape(-1))

    def with_more(self, numbers: NineDigits) -> Self:
        """Return a copy that lets these numbers through too."""
        bits = self._bits.copy()
        folded = np.sort(numbers & self._fold)
        mark(bits, (folded >> TO_BYTE).astype(np.intp), mark_of(folded))
        return type(self)(bits)

    def may_contain(self, nine_digits: NineDigits) -> NDArray[np.bool_]:
        """Return False where the number is certainly not in the set."""
        folded = nine_digits & self._fold
        return is_marked(self._bits.take(folded >> TO_BYTE), folded)

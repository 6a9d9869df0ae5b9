"""Numbers as bits: number n is bit n mod 8 of byte n / 8, wherever that byte stands."""

import numpy as np
from numpy.typing import NDArray

from registry.upholding.terms import NineDigits

ALL_NUMBERS = 1_000_000_000
NUMBERS_IN_BYTE = 8
TO_BYTE = np.uint32(3)
IN_BYTE = np.uint8(NUMBERS_IN_BYTE - 1)

Bits = NDArray[np.uint8]
Places = NDArray[np.intp]


def mark_of(numbers: NineDigits) -> Bits:
    """Return each number's bit in its byte."""
    return np.left_shift(np.uint8(1), _bit_of(numbers))


def is_marked(content: Bits, numbers: NineDigits) -> NDArray[np.bool_]:
    """Return whether each number's bit is set, given the byte in which it stands."""
    return ((content >> _bit_of(numbers)) & np.uint8(1)).view(np.bool_)


def mark(bits: Bits, places: Places, marks: Bits) -> None:
    """Set bits. `places` are bytes in ascending order; those of one byte stand side by side and are set together."""
    if places.size:
        first = np.flatnonzero(np.concatenate(([True], places[1:] != places[:-1])))
        bits[places[first]] |= np.bitwise_or.reduceat(marks, first)


def _bit_of(numbers: NineDigits) -> Bits:
    return numbers.astype(np.uint8) & IN_BYTE

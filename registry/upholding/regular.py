"""The fast path: lines of one shape, such as `9990000018,` and LF, taken together as a table of bytes.

1. `shape_of`: what most lines of the block look like.
2. `cut`: the lines of that width are the rows of a table; the others are odd.
3. `numbers_of`: by column arithmetic, which rows hold a number, and which. The others are odd too.

What is odd goes the careful path, so nothing is decided here about a line that is not perfectly regular.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from registry.upholding.numbers import ALL_WEIGHTS, FIRST_TEST_NUMBER, MODULUS
from registry.upholding.terms import NineDigits, TestNumbers

SAMPLE = re.compile(rb"(?<![^\r\n])(?:[0-9]{10}|[0-9]{3} [0-9]{3} [0-9]{4})[ \t]{0,9},?[ \t]{0,9}(?:\r\n|\n|\r)")
DIGIT = re.compile(rb"[0-9]")
SAMPLES = 9
ZERO = np.uint8(ord("0"))
NINE = np.uint8(9)
IS_MULTIPLE = np.arange(9 * sum(ALL_WEIGHTS) + 1) % MODULUS == 0

Rows = NDArray[np.void]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Cut:
    """A block cut at line ends. `rows` are the lines of the right width; `ends` and `lengths` are of every line."""

    rows: Rows
    is_row: Flags
    ends: Places
    lengths: Places


def shape_of(block: bytes) -> bytes:
    """Return the commonest shape of the first lines, its digits as zeros; empty where there is none."""
    samples = (DIGIT.sub(b"0", match[0]) for match in islice(SAMPLE.finditer(block), SAMPLES))
    [(shape, _)] = Counter(samples).most_common(1) or [(b"", 0)]
    # Where lines end with CR alone, an LF would make the CR before it half of a line end.
    return b"" if shape.endswith(b"\r") and b"\n" in block else shape


def cut(block: bytes, shape: bytes) -> Cut:
    """Cut the block after each byte that ends the shape; what is left at the end counts as a line."""
    content = np.frombuffer(block, dtype=np.uint8)
    width = len(shape)
    if len(block) % width == 0 and (content[width - 1 :: width] == shape[-1]).all():
        ends = np.arange(width, len(block) + 1, width)
    else:
        ends = np.flatnonzero(content == shape[-1]) + 1
        if not ends.size or ends[-1] != len(block):
            ends = np.append(ends, len(block))
    lengths = np.diff(ends, prepend=0)
    is_row = lengths == width
    rows = block if is_row.all() else _without_odd(block, ends, lengths, np.flatnonzero(~is_row))
    return Cut(np.frombuffer(rows, dtype=f"V{width}"), is_row, ends, lengths)


def _without_odd(block: bytes, ends: Places, lengths: Places, odd: Places) -> bytes:
    begins = [0, *ends[odd].tolist()]
    stops = [*(ends[odd] - lengths[odd]).tolist(), len(block)]
    return b"".join([block[begin:stop] for begin, stop in zip(begins, stops, strict=True)])


def numbers_of(rows: Rows, shape: bytes, test_numbers: TestNumbers) -> tuple[Flags, NineDigits]:
    """Return which rows hold a number that may be answered for, and the first nine digits of every row."""
    columns = rows.view(np.uint8).reshape(rows.size, len(shape)).T.copy()
    digits = columns[[place for place, byte in enumerate(shape) if byte == ZERO]] - ZERO
    is_number = digits.max(axis=0) <= NINE
    for place, byte in enumerate(shape):
        if byte != ZERO:
            is_number &= columns[place] == byte
    wide = digits.astype(np.uint16)
    is_number &= _has_valid_check_digit(wide)
    numbers = _first_nine(wide)
    return is_number & _is_in_range(numbers, test_numbers), numbers


def _has_valid_check_digit(digits: NDArray[np.uint16]) -> Flags:
    total = np.zeros(digits.shape[1], dtype=np.uint16)
    for weight, column in zip(ALL_WEIGHTS, digits, strict=True):
        total += column * np.uint16(weight)
    # Rows that are not digits may come to more; they are refused already.
    return np.asarray(IS_MULTIPLE.take(total, mode="clip"))


def _first_nine(digits: NDArray[np.uint16]) -> NineDigits:
    hundred, ten, thousand = np.uint16(100), np.uint16(10), np.uint32(1000)
    number = np.zeros(digits.shape[1], dtype=np.uint32)
    for first in (0, 3, 6):
        number = number * thousand + (digits[first] * hundred + digits[first + 1] * ten + digits[first + 2])
    return number


def _is_in_range(numbers: NineDigits, test_numbers: TestNumbers) -> Flags:
    if test_numbers is TestNumbers.ONLY:
        return np.asarray(numbers >= FIRST_TEST_NUMBER)
    if test_numbers is TestNumbers.REFUSED:
        return np.asarray((numbers > 0) & (numbers < FIRST_TEST_NUMBER))
    return np.asarray(numbers > 0)

"""The fast path: lines of one shape, such as `9990000018,` and LF, taken together as a table of bytes.

1. `shape_of`: what most lines of the block look like.
2. `cut`: the lines of that width are the rows of a table; the others are odd.
3. `numbers_of`: by column arithmetic, which rows hold a number, and which. The others are odd too.

What is odd goes the careful path, so nothing is decided here about a line that is not perfectly regular.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from registry.upholding.numbers import FIRST_TEST_NUMBER, MODULUS
from registry.upholding.terms import NineDigits, TestNumbers

SAMPLE = re.compile(rb"(?<![^\r\n])(?:[0-9]{10}|[0-9]{3} [0-9]{3} [0-9]{4})[ \t]{0,9},?[ \t]{0,9}(?:\r\n|\n|\r)")
DIGIT = re.compile(rb"[0-9]")
SAMPLES = 9
ZERO = np.uint8(ord("0"))
NINE = np.uint8(9)
# Whether a number from -143 to 143 is a multiple of 11; that of 0 stands at 143.
AT_ZERO = np.int16(13 * MODULUS)
IS_MULTIPLE = np.arange(-AT_ZERO, AT_ZERO + 1) % MODULUS == 0

Rows = NDArray[np.void]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]
Digits = NDArray[np.uint8]


@dataclass(frozen=True)
class Cut:
    """A block cut at line ends: lines of the right width, all others, and how many rows stand before each of those."""

    rows: Rows
    odd: list[bytes]
    before: list[int]


def shape_of(block: bytes) -> bytes:
    """Return the commonest shape of the first lines, its digits as zeros; empty where there is none."""
    samples = (DIGIT.sub(b"0", match[0]) for match in islice(SAMPLE.finditer(block), SAMPLES))
    [(shape, _)] = Counter(samples).most_common(1) or [(b"", 0)]
    # Where lines end with CR alone, an LF would make the CR before it half of a line end.
    return b"" if shape.endswith(b"\r") and b"\n" in block else shape


def cut(block: bytes, shape: bytes) -> Cut:
    """Cut the block after each byte that ends the shape; what is left at the end counts as a line."""
    width = len(shape)
    is_end = np.frombuffer(block, np.uint8) == shape[-1]
    if len(block) % width == 0 and is_end[width - 1 :: width].all():
        return Cut(np.frombuffer(block, f"V{width}"), [], [])
    rows, odd, before, count = [], [], [], 0
    for begin, end, is_rows in _stretches(block, shape, is_end):
        if is_rows:
            rows.append(block[begin:end])
            count += (end - begin) // width
        else:
            odd.append(block[begin:end])
            before.append(count)
    return Cut(np.frombuffer(b"".join(rows), f"V{width}"), odd, before)


def _stretches(block: bytes, shape: bytes, is_end: Flags) -> Iterator[tuple[int, int, bool]]:
    """Yield where odd lines begin and end, one by one, and where rows do, as many as follow each other."""
    width, line_end, size = len(shape), shape[-1:], len(block)
    # Rows go on for as long as each byte is a line end just where the byte one width before it is.
    differs = [*np.flatnonzero(is_end[width:] != is_end[:-width]).tolist(), size - width]
    begin = 0
    while begin < size:
        end = block.find(line_end, begin) + 1 or size
        is_rows = end - begin == width
        if is_rows:
            end += (differs[bisect_left(differs, begin)] - begin) // width * width
        yield begin, end, is_rows
        begin = end


def numbers_of(rows: Rows, shape: bytes, test_numbers: TestNumbers) -> tuple[Flags, NineDigits]:
    """Return which rows hold a number that may be answered for, and the first nine digits of every row."""
    columns = rows.view(np.uint8).reshape(rows.size, len(shape)).T.copy()
    digits = columns[[place for place, byte in enumerate(shape) if byte == ZERO]] - ZERO
    is_number = digits.max(axis=0) <= NINE
    for place, byte in enumerate(shape):
        if byte != ZERO:
            is_number &= columns[place] == byte
    is_number &= _has_valid_check_digit(digits)
    numbers = _first_nine(digits)
    return is_number & _is_in_range(numbers, test_numbers), numbers


def _has_valid_check_digit(digits: Digits) -> Flags:
    """Apply the rule in bytes. Modulo 11, the weights 10 to 6 of the first five digits are -1 to -5."""
    # Rows that are not digits may come to anything; they are refused already.
    first, last = _rising(digits[:5]), _rising(digits[:4:-1])
    return np.asarray(IS_MULTIPLE.take(last.astype(np.int16) - first + AT_ZERO, mode="clip"))


def _rising(digits: Digits) -> Digits:
    """Return 1 times the first digit plus 2 times the second and so on, of five: at most 135, which a byte holds."""
    so_far: Digits = digits[-1].copy()
    total = so_far.copy()
    for column in digits[-2::-1]:
        so_far += column
        total += so_far
    return total


def _first_nine(digits: Digits) -> NineDigits:
    """Join digits to twos, twos to fours and so on: small integers are the fastest."""
    twos = (digits[0:8:2] * np.uint8(10) + digits[1:8:2]).astype(np.uint16)
    fours = (twos[::2] * np.uint16(100) + twos[1::2]).astype(np.uint32)
    return np.asarray((fours[0] * np.uint32(10_000) + fours[1]) * np.uint32(10) + digits[8])


def _is_in_range(numbers: NineDigits, test_numbers: TestNumbers) -> Flags:
    if test_numbers is TestNumbers.ONLY:
        return np.asarray(numbers >= FIRST_TEST_NUMBER)
    if test_numbers is TestNumbers.REFUSED:
        return np.asarray((numbers > 0) & (numbers < FIRST_TEST_NUMBER))
    return np.asarray(numbers > 0)

"""The careful path: one line after the other. A line ends with LF, CRLF or CR, or with the file."""

import re
from dataclasses import dataclass

import numpy as np

from registry.upholding.numbers import (
    BLANKS,
    LENGTH,
    NUMBER_PATTERN,
    digits_of,
    fault_of_number,
    fault_of_spelling,
)
from registry.upholding.regular import numbers_of
from registry.upholding.terms import NineDigits, Reason, TestNumbers, Unreadable

LONGEST_LINE = 64 * 1024
NUMBER_LINE = re.compile(NUMBER_PATTERN + rb",?[ \t]*(?:\r\n|\n|\r)?")
# The first line only. It holds no digit of any script, so no spelling of a number can pass for a header.
HEADER = re.compile(rb'[ \t]*"?[A-Za-z][A-Za-z _./()#-]*"?[ \t]*,?[ \t]*')
TEN_DIGITS = b"0" * LENGTH


@dataclass(slots=True)
class Line:
    """One line: its bytes as they came, ending and all, and its ten digits, or the reason why there are none.

    `at` is the line that an editor shows; `before` how many regular lines of its block stand before it. `value` is
    what stands where the number should.
    """

    raw: bytes
    at: int
    before: int = 0
    digits: bytes = b""
    reason: Reason | None = None
    value: bytes = b""
    is_header: bool = False


def read_line(raw: bytes, at: int, before: int) -> Line:
    """Read one line that holds one number. Raises Unreadable where it is longer than any that we take."""
    refuse_long(raw)
    match = NUMBER_LINE.fullmatch(raw)
    return Line(raw, at, before, digits_of(match)) if match else _without_number(raw, at, before)


def _without_number(raw: bytes, at: int, before: int) -> Line:
    text = raw.rstrip(b"\r\n")
    if at == 1 and HEADER.fullmatch(text):
        return Line(raw, at, before, is_header=True)
    value = text.strip(BLANKS).removesuffix(b",")
    reason = Reason.MORE_THAN_A_NUMBER if b"," in value else fault_of_spelling(value)
    return Line(raw, at, before, reason=reason, value=value)


def settle(lines: list[Line], test_numbers: TestNumbers) -> NineDigits:
    """Return the first nine digits of the lines that hold a number; the others get their reason, if they have none."""
    spelt = [line for line in lines if line.digits]
    table = np.frombuffer(b"".join([line.digits for line in spelt]), dtype=f"V{LENGTH}")
    is_number, numbers = numbers_of(table, TEN_DIGITS, test_numbers)
    for place in np.flatnonzero(~is_number).tolist():
        line = spelt[place]
        line.value, line.digits = line.digits, b""
        line.reason = fault_of_number(line.value, test_numbers) or Reason.CHECK_DIGIT
    return np.asarray(numbers[is_number])


def last_line_end(block: bytes) -> int:
    """Return where the last line ends that is surely whole. A CR at the very end may be half of a CRLF."""
    return max(block.rfind(b"\n"), block.rfind(b"\r", 0, len(block) - 1)) + 1


def line_ends(text: bytes) -> int:
    """Return how many line ends the text holds."""
    return text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")


def refuse_long(raw: bytes) -> None:
    """Raise Unreadable where a line or record is too long: of many lines, because a quotation mark was never closed."""
    if len(raw) > LONGEST_LINE:
        raise Unreadable("quotes" if line_ends(raw[:LONGEST_LINE].rstrip(b"\r\n")) else "line_too_long")

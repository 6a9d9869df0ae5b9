"""The careful path: one line after the other. A line ends with LF, CRLF or CR, or with the file."""

import re
from dataclasses import dataclass

from registry.upholding.numbers import BLANKS, read_number
from registry.upholding.terms import Reason, TestNumbers, Unreadable

LONGEST_LINE = 64 * 1024
# The first line only. It holds no digit of any script, so no spelling of a number can pass for a header.
HEADER = re.compile(rb'[ \t]*"?[A-Za-z][A-Za-z _./()#-]*"?[ \t]*,?[ \t]*')


@dataclass(slots=True)
class Line:
    """One line: its bytes as they came, ending and all, and the first nine digits or why there are none.

    `at` is the line that an editor shows. `value` is where the number should have been. `before` is how many regular
    rows of its block stand before it.
    """

    raw: bytes
    at: int
    number: int | Reason
    value: bytes = b""
    before: int = 0
    is_header: bool = False


def read_line(raw: bytes, at: int, test_numbers: TestNumbers) -> Line:
    """Read one line that holds one number. Raises Unreadable where it is longer than any that we take."""
    if len(raw) > LONGEST_LINE:
        raise Unreadable("line_too_long")
    text = raw.rstrip(b"\r\n")
    if at == 1 and HEADER.fullmatch(text):
        return Line(raw, at, Reason.NOT_DIGITS, is_header=True)
    value = text.strip(BLANKS).removesuffix(b",")
    number = Reason.MORE_THAN_A_NUMBER if b"," in value else read_number(value, test_numbers)
    return Line(raw, at, number, value)


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

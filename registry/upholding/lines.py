"""From bytes to lines: where a line ends, and what it holds. A line ends with LF, CRLF or CR, or with the file."""

import re
from dataclasses import dataclass

from registry.upholding.numbers import BLANKS, read_number
from registry.upholding.terms import Reason, TestNumbers, Unreadable

LONGEST_LINE = 64 * 1024
# The first line only. It holds no digit of any script, so no spelling of a number can pass for a header.
HEADER = re.compile(rb'[ \t]*"?[A-Za-z][A-Za-z _./()#-]*"?[ \t]*,?[ \t]*')


@dataclass(slots=True)
class Line:
    """One line: its bytes as they came, ending and all, and the first nine digits or why there are none."""

    raw: bytes
    at: int
    number: int | Reason
    value: bytes = b""
    is_header: bool = False


class PlainLines:
    """Reads a file with one number on each line."""

    def __init__(self, test_numbers: TestNumbers) -> None:
        """Begin at the first line."""
        self._test_numbers = test_numbers
        self._next = 1

    def read(self, block: bytes, *, is_last: bool) -> tuple[list[Line], bytes]:
        """Return the lines that are whole, and the bytes after them."""
        end = len(block) if is_last else last_line_end(block)
        lines = [self._line(raw) for raw in block[:end].splitlines(keepends=True)]
        return lines, block[end:]

    def _line(self, raw: bytes) -> Line:
        at, self._next = self._next, self._next + 1
        refuse_long(raw)
        text = raw.rstrip(b"\r\n")
        if at == 1 and HEADER.fullmatch(text):
            return Line(raw, at, Reason.NOT_DIGITS, is_header=True)
        field = text.strip(BLANKS).removesuffix(b",")
        number = Reason.MORE_THAN_A_NUMBER if b"," in field else read_number(field, self._test_numbers)
        return Line(raw, at, number, field)


def last_line_end(block: bytes) -> int:
    """Return where the last line ends that is surely whole. A CR at the very end may be half of a CRLF."""
    return max(block.rfind(b"\n"), block.rfind(b"\r", 0, len(block) - 1)) + 1


def line_ends(text: bytes) -> int:
    """Return how many line ends the text holds."""
    return text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")


def refuse_long(raw: bytes) -> None:
    """Raise Unreadable where a line is longer than any that we take."""
    if len(raw) > LONGEST_LINE:
        raise Unreadable("line_too_long")

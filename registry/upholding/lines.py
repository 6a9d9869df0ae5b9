"""The careful path: one line after the other. A line ends with LF, CRLF or CR, or with the file."""

import re

from registry.upholding.numbers import BLANKS, NUMBER_PATTERN, SPACING, fault_of_spelling
from registry.upholding.odd import Found, OddLines
from registry.upholding.regular import Places
from registry.upholding.terms import Reason, TestNumbers, Unreadable

LONGEST_LINE = 64 * 1024
NUMBER_LINE = re.compile(NUMBER_PATTERN + rb",?[ \t]*(?:\r\n|\n|\r)?")
# Every digit becomes a zero, and whatever is neither a digit nor spacing an x.
TO_PATTERN = bytes(ord("0") if byte in b"0123456789" else byte if byte in SPACING else ord("x") for byte in range(256))
# The first line only. It holds no digit of any script, so no spelling of a number can pass for a header.
HEADER = re.compile(rb'[ \t]*"?[A-Za-z][A-Za-z _./()#-]*"?[ \t]*,?[ \t]*')


def read_lines(raw: list[bytes], at: list[int], before: Places, test_numbers: TestNumbers) -> OddLines:
    """Read lines that hold one number each. Raises Unreadable where one is longer than any that we take.

    `at` says which lines of the file they are, `before` how many regular lines of their block stand before each.
    Where a number stands, or why there is none, shows in a line's pattern alone. Many lines share few patterns.
    """
    refuse_long(max(raw, key=len, default=b""))
    patterns = b"".join(raw).translate(TO_PATTERN).splitlines(keepends=True)
    known = {pattern: _read_pattern(pattern) for pattern in set(patterns)}
    said = [known[pattern] for pattern in patterns]
    found: list[Found] = [(one[0], line[one[1]]) if one else line for line, one in zip(raw, said, strict=True)]
    if at[:1] == [1] and HEADER.fullmatch(raw[0].rstrip(b"\r\n")):
        found[0] = None
    return OddLines.of(raw, before, at, found, test_numbers)


def _read_pattern(pattern: bytes) -> tuple[Reason, slice] | None:
    """Return why such lines hold no number and what stands in its place; None where they are spelt as they should."""
    if NUMBER_LINE.fullmatch(pattern):
        return None
    text = pattern.rstrip(b"\r\n")
    value = text.strip(BLANKS).removesuffix(b",")
    start = len(text) - len(text.lstrip(BLANKS))
    reason = Reason.MORE_THAN_A_NUMBER if b"," in value else fault_of_spelling(value)
    return reason, slice(start, start + len(value))


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

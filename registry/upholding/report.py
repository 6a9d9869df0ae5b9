"""The report: each line that holds no number we can answer for, in the order of the file.

CSV (RFC 4180): line, class, reason, value. The line is the one an editor shows, where the record begins. The value is
masked: all but its last three letters and digits are covered, so no whole number stands in a report, and by its
alphabet no cell can be a formula (trust.md T27).
"""

from typing import TextIO

from registry.upholding.terms import LineClass, Reason

HEADER = "line,class,reason,value\r\n"
LONGEST_VALUE = 20
SHOWN = 3
# A file of nothing but bad lines must not become a report larger than itself.
MOST_LINES = 1_000_000


class Report:
    """Writes the report as the check goes. Lines beyond the first million are counted in one last row."""

    def __init__(self, file: TextIO, *, most_lines: int = MOST_LINES) -> None:
        """Begin the report in an open text file, which the caller closes."""
        self._file = file
        self._most_lines = most_lines
        self._lines = 0
        file.write(HEADER)

    def invalid(self, line: int, reason: Reason, value: bytes) -> None:
        """Name a line that holds no usable number."""
        self._lines += 1
        if self._lines <= self._most_lines:
            self._file.write(f"{line},{LineClass.INVALID},{reason},{masked(value)}\r\n")

    def close(self) -> None:
        """Say how many lines were left out, if any."""
        unlisted = self._lines - self._most_lines
        if unlisted > 0:
            self._file.write(f",{LineClass.INVALID},not_listed,{unlisted}\r\n")


def masked(value: bytes) -> str:
    """Return the value's shape: `*` for letters and digits but the last three, `?` for every other sign."""
    text = value.strip(b" \t").decode("utf-8", errors="replace")[-LONGEST_VALUE:]
    return "".join(_covered(text[:-SHOWN], "*")) + "".join(_covered(text[-SHOWN:], ""))


def _covered(text: str, cover: str) -> list[str]:
    return [(cover or sign) if sign.isascii() and sign.isalnum() else "?" for sign in text]

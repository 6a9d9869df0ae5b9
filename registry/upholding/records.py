"""Records of a CSV (RFC 4180, commas), with the number in a named column; other columns pass untouched.

A quoted field may hold commas, doubled quotes and line ends, so one record may take several lines of text. Records are
what is counted; the report names the line of text where a record begins. A record that does not have the columns of
the header is refused: its number could stand anywhere.
"""

import re

from registry.upholding.lines import LONGEST_LINE, Line, last_line_end, line_ends
from registry.upholding.numbers import BLANKS, read_number
from registry.upholding.terms import Reason, TestNumbers, Unreadable

# A quoted field with whatever wrongly follows its closing quote, or a field that does not begin with a quote.
FIELD = re.compile(rb'(?:"([^"]*(?:""[^"]*)*)"([^,\r\n]*)|((?!")[^,\r\n]*))(,|\r\n|\n|\r|\Z)')


class Records:
    """Reads a CSV; the first record is its header."""

    def __init__(self, column: str, test_numbers: TestNumbers) -> None:
        """Begin at the header, which must have the column exactly once; blanks around it and case do not matter."""
        self._column = column
        self._test_numbers = test_numbers
        self._next = 1
        self._width = 0
        self._index = 0

    def read(self, block: bytes, *, is_last: bool) -> tuple[list[Line], bytes]:
        """Return the records that are whole, and the bytes after them."""
        end = len(block) if is_last else last_line_end(block)
        whole, lines, position = block[:end], [], 0
        while position < end:
            fields, after = _fields(whole, position)
            if not after:
                break
            lines.append(self._record(whole[position:after], fields))
            position = after
        if is_last and position < end:
            raise Unreadable("quotes")
        return lines, block[position:]

    def _record(self, raw: bytes, fields: list[bytes | None]) -> Line:
        at = self._next
        refuse_long_record(raw)
        self._next += max(line_ends(raw), 1)
        if not self._width:
            self._read_header(fields)
            return Line(raw, at, Reason.NOT_DIGITS, is_header=True)
        return self._numbered(Line(raw, at, Reason.EMPTY), fields)

    def _numbered(self, line: Line, fields: list[bytes | None]) -> Line:
        if fields == [b""]:
            return line
        if None in fields:
            line.number = Reason.QUOTES
        elif not self._has_columns(fields):
            line.number = Reason.COLUMNS
        else:
            line.value = fields[self._index] or b""
            line.number = read_number(line.value, self._test_numbers)
        return line

    def _has_columns(self, fields: list[bytes | None]) -> bool:
        # A trailing comma adds one empty field.
        return len(fields) == self._width or (len(fields) == self._width + 1 and fields[-1] == b"")

    def _read_header(self, fields: list[bytes | None]) -> None:
        names = [_name((field or b"").decode("utf-8", errors="replace")) for field in fields]
        if names.count(_name(self._column)) != 1 or None in fields:
            raise Unreadable("no_column")
        self._width = len(names)
        self._index = names.index(_name(self._column))


def _name(text: str) -> str:
    return text.strip().casefold()


def _fields(block: bytes, position: int) -> tuple[list[bytes | None], int]:
    """Return the fields of one record and where it ends, 0 where it does not; None for a field with bad quotes."""
    fields: list[bytes | None] = []
    while match := FIELD.match(block, position):
        quoted, after_quote, bare, end = match.groups()
        position = match.end()
        if quoted is None:
            fields.append(bare)
        else:
            fields.append(None if after_quote.strip(BLANKS) else quoted.replace(b'""', b'"'))
        if end != b",":
            return fields, position
    return fields, 0


def refuse_long_record(raw: bytes) -> None:
    """Raise Unreadable where a record is too long: of many lines, because a quotation mark was never closed."""
    if len(raw) > LONGEST_LINE:
        raise Unreadable("quotes" if line_ends(raw[:LONGEST_LINE].rstrip(b"\r\n")) else "line_too_long")

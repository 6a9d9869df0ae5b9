"""Records of a CSV (RFC 4180, commas), with the number in a named column; other columns pass untouched.

A quoted field may hold commas, doubled quotes and line ends, so one record may take several lines of text. Records are
what is counted; the report names the line of text where a record begins. A record that does not have the columns of
the header is refused: its number could stand anywhere.
"""

import re

import numpy as np

from registry.upholding.batch import Batch
from registry.upholding.lines import last_line_end, line_ends, refuse_long
from registry.upholding.numbers import BLANKS, NUMBER, fault_of_spelling
from registry.upholding.odd import Found, OddLines
from registry.upholding.terms import Reason, TestNumbers, Unreadable

# A quoted field with whatever wrongly follows its closing quote, or a field that does not begin with a quote.
FIELD = re.compile(rb'(?:"([^"]*(?:""[^"]*)*)"([^,\r\n]*)|((?!")[^,\r\n]*))(,|\r\n|\n|\r|\Z)')
# A line without quotes, which most are.
BARE = re.compile(rb'([^"\r\n]*)(?:\r\n|\n|\r|\Z)')
# One record's fields; None for a field with something after its closing quote.
Fields = list[bytes | None]


class Records:
    """Reads a CSV; the first record is its header."""

    def __init__(self, column: str, test_numbers: TestNumbers) -> None:
        """Begin at the header, which must have the column exactly once; blanks around it and case do not matter."""
        self._column = column
        self._test_numbers = test_numbers
        self._next = 1
        self._width = 0
        self._index = 0

    def read(self, block: bytes, *, is_last: bool) -> tuple[Batch, bytes]:
        """Return the records that are whole, and the bytes after them. Raises Unreadable."""
        whole = block if is_last else block[: last_line_end(block)]
        raw: list[bytes] = []
        at: list[int] = []
        found: list[Found] = []
        position = 0
        while position < len(whole):
            fields, end = _fields(whole, position)
            if not end:
                break
            raw.append(whole[position:end])
            at.append(self._next)
            found.append(self._found(raw[-1], fields))
            position = end
        self._refuse_unclosed(block[position:], is_last=is_last)
        odd = OddLines.of(raw, np.zeros(len(raw), np.intp), at, found, self._test_numbers)
        return Batch(odd=odd), block[position:]

    def _refuse_unclosed(self, rest: bytes, *, is_last: bool) -> None:
        refuse_long(rest)
        if is_last and rest:
            raise Unreadable("quotes")

    def _found(self, raw: bytes, fields: Fields) -> Found:
        refuse_long(raw)
        self._next += max(line_ends(raw), 1)
        if self._width:
            return self._number(fields)
        self._read_header(fields)
        return None

    def _number(self, fields: Fields) -> Found:
        if fields == [b""]:
            return Reason.EMPTY, b""
        if None in fields:
            return Reason.QUOTES, b""
        if not self._has_columns(fields):
            return Reason.COLUMNS, b""
        value = fields[self._index] or b""
        return value if NUMBER.fullmatch(value) else (fault_of_spelling(value), value)

    def _has_columns(self, fields: Fields) -> bool:
        # A trailing comma adds one empty field.
        return len(fields) == self._width or (len(fields) == self._width + 1 and fields[-1] == b"")

    def _read_header(self, fields: Fields) -> None:
        names = [_name((field or b"").decode("utf-8", errors="replace")) for field in fields]
        if names.count(_name(self._column)) != 1 or None in fields:
            raise Unreadable("no_column")
        self._width = len(names)
        self._index = names.index(_name(self._column))


def _name(text: str) -> str:
    return text.strip().casefold()


def _fields(block: bytes, position: int) -> tuple[Fields, int]:
    """Return the fields of one record and where it ends, 0 where it does not; None for a field with bad quotes."""
    if line := BARE.match(block, position):
        return [*line[1].split(b",")], line.end()
    fields: Fields = []
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

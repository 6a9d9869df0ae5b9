"""A file with one number on each line: regular lines together, odd ones with care."""

import numpy as np

from registry.upholding.batch import NO_NUMBERS, NO_ROWS, Batch
from registry.upholding.lines import last_line_end, read_lines, refuse_long
from registry.upholding.regular import Cut, Flags, Places, Rows, cut, numbers_of, shape_of
from registry.upholding.terms import NineDigits, TestNumbers


class PlainLines:
    """Reads such a file block by block."""

    def __init__(self, test_numbers: TestNumbers) -> None:
        """Begin at the first line."""
        self._test_numbers = test_numbers
        self.next_line = 1

    def read(self, block: bytes, *, is_last: bool) -> tuple[Batch, bytes]:
        """Return the lines that are whole, and the bytes after them. Raises Unreadable."""
        whole, rest = split(block, is_last=is_last)
        batch = self.batch(whole)
        self.go_on(len(batch))
        return batch, rest

    def go_on(self, lines: int) -> None:
        """Take these lines as read."""
        self.next_line += lines

    def batch(self, block: bytes) -> Batch:
        """Return whole lines, as those that come next; they are not taken as read by that."""
        shape = shape_of(block)
        if not shape:
            return self._with_odd([block], np.zeros(1, np.intp), NO_ROWS, NO_NUMBERS)
        lines = cut(block, shape)
        is_number, numbers = numbers_of(lines.rows, shape, self._test_numbers)
        if not is_number.all():
            return self._with_odd(*_odd_pieces(lines, is_number), lines.rows[is_number], numbers[is_number])
        if lines.odd:
            return self._with_odd(lines.odd, np.array(lines.before), lines.rows, numbers)
        return Batch(lines.rows, numbers)

    def _with_odd(self, pieces: list[bytes], before: Places, rows: Rows, numbers: NineDigits) -> Batch:
        """Read pieces, each with so many rows before it, that hold one line each, or more where some end with CR."""
        raw = b"".join(pieces).splitlines(keepends=True)
        if len(raw) != len(pieces):
            before = np.repeat(before, [len(piece.splitlines()) for piece in pieces])
        at = before + np.arange(self.next_line, self.next_line + len(raw))
        odd = read_lines(raw, at.tolist(), before, self._test_numbers)
        return Batch(rows, numbers, odd)


def split(block: bytes, *, is_last: bool) -> tuple[bytes, bytes]:
    """Return the lines that are whole, and the bytes after them. Raises Unreadable."""
    end = len(block) if is_last else last_line_end(block)
    refuse_long(block[end:])
    return block[:end], block[end:]


def _odd_pieces(lines: Cut, is_number: Flags) -> tuple[list[bytes], Places]:
    """Return lines that are no row, or a row without a number, in order, and how many regular ones are before each."""
    refused = np.flatnonzero(~is_number)
    before = np.concatenate((np.array(lines.before, np.intp), refused))
    pieces = [*lines.odd, *lines.rows[refused].tolist()]
    # Stable: a line with so many rows before it stands before the next row.
    order = np.argsort(before, kind="stable")
    before -= np.searchsorted(refused, before)
    return [pieces[place] for place in order.tolist()], before[order]

"""A file with one number on each line: regular lines together, odd ones with care."""

import numpy as np

from registry.upholding.batch import NO_NUMBERS, NO_ROWS, Batch
from registry.upholding.lines import Line, last_line_end, read_line, refuse_long, settle
from registry.upholding.regular import Cut, Flags, Rows, cut, numbers_of, shape_of
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
            return self._with_odd([(0, block)], NO_ROWS, NO_NUMBERS)
        lines = cut(block, shape)
        is_number, numbers = numbers_of(lines.rows, shape, self._test_numbers)
        if is_number.all() and lines.is_row.all():
            return Batch(lines.rows, numbers)
        return self._with_odd(_odd_pieces(block, lines, is_number), lines.rows[is_number], numbers[is_number])

    def _with_odd(self, pieces: list[tuple[int, bytes]], rows: Rows, numbers: NineDigits) -> Batch:
        """Read pieces that hold one line each, or more where some end with CR; each with the rows before it."""
        odd: list[Line] = []
        for before, piece in pieces:
            for raw in piece.splitlines(keepends=True):
                odd.append(read_line(raw, self.next_line + before + len(odd), before))  # counts itself
        return Batch(rows, numbers, odd, settle(odd, self._test_numbers))


def split(block: bytes, *, is_last: bool) -> tuple[bytes, bytes]:
    """Return the lines that are whole, and the bytes after them. Raises Unreadable."""
    end = len(block) if is_last else last_line_end(block)
    refuse_long(block[end:])
    return block[:end], block[end:]


def _odd_pieces(block: bytes, lines: Cut, is_number: Flags) -> list[tuple[int, bytes]]:
    """Return the lines that are no row, or a row without a number, in order, each with the regular lines before it."""
    is_regular = lines.is_row.copy()
    is_regular[lines.is_row] = is_number
    odd = np.flatnonzero(~is_regular)
    before = odd - np.arange(odd.size)
    places = zip(before.tolist(), (lines.ends - lines.lengths)[odd].tolist(), lines.ends[odd].tolist(), strict=True)
    return [(rows, block[start:end]) for rows, start, end in places]

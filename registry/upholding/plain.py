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
        if is_number.all() and lines.is_row.all():
            return Batch(lines.rows, numbers)
        return self._with_odd(*_odd_pieces(block, lines, is_number), lines.rows[is_number], numbers[is_number])

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


def _odd_pieces(block: bytes, lines: Cut, is_number: Flags) -> tuple[list[bytes], Places]:
    """Return the lines that are no row, or a row without a number, and how many regular lines stand before each."""
    is_regular = lines.is_row.copy()
    is_regular[lines.is_row] = is_number
    odd = np.flatnonzero(~is_regular)
    begins, ends = (lines.ends - lines.lengths)[odd].tolist(), lines.ends[odd].tolist()
    return [block[begin:end] for begin, end in zip(begins, ends, strict=True)], odd - np.arange(odd.size)

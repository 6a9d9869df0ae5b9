"""The lines of one block: regular rows in a table, odd lines one by one, and how they come together again in order."""

from dataclasses import dataclass, field

import numpy as np

from registry.upholding.lines import Line
from registry.upholding.regular import Flags, Places, Rows
from registry.upholding.terms import NO_NUMBER, Lengths, NineDigits

NO_ROWS = np.empty(0, dtype="V1")
NO_NUMBERS = np.empty(0, dtype=np.uint32)


@dataclass
class Batch:
    """Regular lines, which all hold a number, as rows of equal width; and every other line in `odd`."""

    rows: Rows = field(default_factory=lambda: NO_ROWS)
    row_numbers: NineDigits = field(default_factory=lambda: NO_NUMBERS)
    odd: list[Line] = field(default_factory=list)
    odd_numbers: NineDigits = field(default_factory=lambda: NO_NUMBERS)

    @property
    def numbers(self) -> NineDigits:
        """Return the first nine digits of each line that holds a number: those of rows, then those of odd lines."""
        return np.concatenate((self.row_numbers, self.odd_numbers)) if self.odd_numbers.size else self.row_numbers

    def __len__(self) -> int:
        """How many lines there are."""
        return self.rows.size + len(self.odd)

    def written(self, released: Flags) -> bytes:
        """Return the bytes of headers and of lines whose number is released, in the order of the file.

        `released` answers for `numbers`.
        """
        goes_out = released[: self.rows.size]
        rows = self.rows[goes_out].tobytes()
        odd = self._odd_going_out(released)
        return self._spliced(rows, _rows_before(goes_out, odd), odd) if odd else rows

    def places(self, released: Flags) -> tuple[NineDigits, Lengths]:
        """Return the number of each line that `written` writes, NO_NUMBER for a header, and its length in bytes."""
        goes_out = released[: self.rows.size]
        numbers = self.row_numbers[goes_out]
        lengths = np.full(numbers.size, self.rows.itemsize, dtype=np.uint32)
        odd = self._odd_going_out(released)
        if not odd:
            return numbers, lengths
        at = _rows_before(goes_out, odd)
        odd_numbers = np.full(len(odd), NO_NUMBER, dtype=np.uint32)
        odd_numbers[[bool(line.digits) for line in odd]] = self.odd_numbers[released[self.rows.size :]]
        return np.insert(numbers, at, odd_numbers), np.insert(lengths, at, [len(line.raw) for line in odd])

    def _odd_going_out(self, released: Flags) -> list[Line]:
        answers = iter(released[self.rows.size :].tolist())
        return [line for line in self.odd if (next(answers) if line.digits else line.is_header)]

    def _spliced(self, rows: bytes, before: Places, odd: list[Line]) -> bytes:
        stops = before * self.rows.itemsize
        pieces: list[bytes] = []
        start = 0
        for line, stop in zip(odd, stops.tolist(), strict=True):
            pieces += (rows[start:stop], line.raw)
            start = stop
        return b"".join((*pieces, rows[start:]))


def _rows_before(goes_out: Flags, odd: list[Line]) -> Places:
    """Return for each odd line how many rows that go out stand before it."""
    rows_before = np.concatenate(([0], np.cumsum(goes_out)))
    return np.asarray(rows_before[[line.before for line in odd]])

"""The lines of one block: regular rows in a table, odd lines as columns, and how they come together again in order."""

from dataclasses import dataclass, field

import numpy as np

from registry.upholding.odd import NO_LINES, OddLines
from registry.upholding.regular import Flags, Places, Rows
from registry.upholding.terms import NO_NUMBER, Lengths, NineDigits

NO_ROWS = np.empty(0, dtype="V1")
NO_NUMBERS = np.empty(0, dtype=np.uint32)


@dataclass
class Batch:
    """Regular lines, which all hold a number, as rows of equal width; and every other line in `odd`."""

    rows: Rows = field(default_factory=lambda: NO_ROWS)
    row_numbers: NineDigits = field(default_factory=lambda: NO_NUMBERS)
    odd: OddLines = field(default_factory=lambda: NO_LINES)

    @property
    def numbers(self) -> NineDigits:
        """Return the first nine digits of each line that holds a number: those of rows, then those of odd lines."""
        return np.concatenate((self.row_numbers, self.odd.numbers)) if self.odd.numbers.size else self.row_numbers

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
        return self._spliced(rows, self._rows_before(goes_out, odd), odd) if odd.size else rows

    def places(self, released: Flags) -> tuple[NineDigits, Lengths]:
        """Return the number of each line that `written` writes, NO_NUMBER for a header, and its length in bytes."""
        goes_out = released[: self.rows.size]
        numbers = self.row_numbers[goes_out]
        lengths = np.full(numbers.size, self.rows.itemsize, dtype=np.uint32)
        odd = self._odd_going_out(released)
        if not odd.size:
            return numbers, lengths
        at = self._rows_before(goes_out, odd)
        odd_numbers = np.full(len(self.odd), NO_NUMBER, dtype=np.uint32)
        odd_numbers[self.odd.has_number] = self.odd.numbers
        odd_lengths = [len(self.odd.raw[place]) for place in odd.tolist()]
        return np.insert(numbers, at, odd_numbers[odd]), np.insert(lengths, at, odd_lengths)

    def _odd_going_out(self, released: Flags) -> Places:
        """Return which of the odd lines go out."""
        goes_out = np.zeros(len(self.odd), np.bool_)
        goes_out[:1] = self.odd.has_header
        goes_out[self.odd.has_number] = released[self.rows.size :]
        return np.flatnonzero(goes_out)

    def _rows_before(self, goes_out: Flags, odd: Places) -> Places:
        """Return for each of these odd lines how many rows that go out stand before it."""
        before = self.odd.before[odd]
        return np.asarray(before - np.searchsorted(np.flatnonzero(~goes_out), before))

    def _spliced(self, rows: bytes, before: Places, odd: Places) -> bytes:
        stops = before * self.rows.itemsize
        pieces: list[bytes] = []
        start = 0
        for place, stop in zip(odd.tolist(), stops.tolist(), strict=True):
            pieces += (rows[start:stop], self.odd.raw[place])
            start = stop
        return b"".join((*pieces, rows[start:]))

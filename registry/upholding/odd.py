"""Lines that are no regular rows: read one after the other, and kept as columns, as a file may have millions."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from registry.upholding.numbers import LENGTH, SPACING, fault_of_number
from registry.upholding.regular import Flags, Places, numbers_of
from registry.upholding.terms import Invalid, NineDigits, Reason, TestNumbers

TEN_DIGITS = b"0" * LENGTH
# What was read of a line: bytes that are ten digits and spacing; or why there are none, and what stands in their place;
# or None, of a header.
Found = bytes | tuple[Reason, bytes] | None


@dataclass(repr=False)
class OddLines:
    """Such lines of one block, in order. `numbers` are those of the lines where `has_number` is true.

    `raw` is their bytes, ending and all; `before` is how many regular lines of the block stand before each. Only the
    first can be a header.
    """

    raw: list[bytes]
    before: Places
    has_number: Flags
    numbers: NineDigits
    invalid: list[Invalid]
    has_header: bool

    @classmethod
    def of(cls, raw: list[bytes], before: Places, at: list[int], found: list[Found], test_numbers: TestNumbers) -> Self:
        """Take what was found in each line; `at` is the line that an editor shows."""
        has_number = np.array([type(one) is bytes for one in found], np.bool_)
        digits = b"".join([one for one in found if type(one) is bytes]).translate(None, SPACING)
        is_number, numbers = numbers_of(np.frombuffer(digits, f"V{LENGTH}"), TEN_DIGITS, test_numbers)
        has_number[has_number] = is_number
        invalid = []
        for place in np.flatnonzero(~has_number).tolist():
            one = found[place]
            if one is not None:
                invalid.append((at[place], *(_fault_of(one, test_numbers) if type(one) is bytes else one)))
        return cls(raw, before, has_number, numbers[is_number], invalid, has_header=None in found[:1])

    def __len__(self) -> int:
        """How many there are."""
        return len(self.raw)


NO_LINES = OddLines.of([], np.empty(0, np.intp), [], [], TestNumbers.ACCEPTED)


def _fault_of(spelt: bytes, test_numbers: TestNumbers) -> tuple[Reason, bytes]:
    digits = spelt.translate(None, SPACING)
    return fault_of_number(digits, test_numbers) or Reason.CHECK_DIGIT, digits

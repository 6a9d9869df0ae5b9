"""The words of a check: what a line can be, why it can be no number, and what is counted."""

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

# Numbers without their check digit: the first nine digits, which decide the tenth.
NineDigits = NDArray[np.uint32]
# No number begins with nine zeros, so this stands where a line has none.
NO_NUMBER = np.uint32(0)
# How many bytes lines have.
Lengths = NDArray[np.uint32]


class LineClass(StrEnum):
    """What became of a line. Each line is exactly one of these."""

    HEADER = "header"
    KEPT = "kept"
    REMOVED = "removed"
    INVALID = "invalid"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"


class Reason(StrEnum):
    """Why a line holds no NHS number that we can answer for."""

    EMPTY = "empty"
    NOT_DIGITS = "not_digits"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    CHECK_DIGIT = "check_digit"
    NEVER_ISSUED = "never_issued"
    NOT_A_TEST_NUMBER = "not_a_test_number"
    MORE_THAN_A_NUMBER = "more_than_a_number"
    COLUMNS = "columns"
    QUOTES = "quotes"


class TestNumbers(Enum):
    """What to do with numbers from 999 000 0000 up, which are never issued."""

    __test__ = False  # not a test, whatever pytest thinks of the name

    ACCEPTED = "accepted"  # demonstration
    REFUSED = "refused"  # production
    ONLY = "only"  # an organisation tries the service out


# A line that holds no number: where an editor shows it, why, and what stands there.
Invalid = tuple[int, Reason, bytes]


@dataclass(frozen=True)
class Layout:
    """How to read a file. No column: one number on each line. A column: CSV with a header, a number in that column."""

    column: str = ""
    test_numbers: TestNumbers = TestNumbers.ACCEPTED


@dataclass
class Counts:
    """Lines by class, whose sum is `lines`; and how many different numbers there were (`distinct`).

    A line of a CSV is a record, however many lines of text it takes. `superseded_removed` is a part of `superseded`.
    """

    lines: int = 0
    headers: int = 0
    kept: int = 0
    removed: int = 0
    invalid: int = 0
    duplicates: int = 0
    superseded: int = 0
    superseded_removed: int = 0
    distinct: int = 0

    @property
    def released(self) -> int:
        """Lines that went out, headers among them."""
        return self.headers + self.kept + self.duplicates + self.superseded - self.superseded_removed

    @property
    def numbers(self) -> int:
        """Lines that held an NHS number."""
        return self.kept + self.removed + self.duplicates + self.superseded


@dataclass(frozen=True)
class Progress:
    """How far a check has come."""

    bytes_read: int
    lines: int


class Unreadable(Exception):
    """The whole file is refused. `reason`: empty, no_numbers, not_text, line_too_long, no_column or quotes."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class AnswerUnknown(Exception):
    """The set of numbers gave no usable answer, so nothing may be released."""


class NumberSet(Protocol):
    """Who is opted out. Both answer for each number, in order; a superseded one for the number that replaced it."""

    def opted_out(self, nine_digits: NineDigits) -> NDArray[np.bool_]:
        """Return True where the number, or the one that replaced it, is opted out."""
        ...

    def superseded(self, nine_digits: NineDigits) -> NDArray[np.bool_]:
        """Return True where the number was replaced by another."""
        ...

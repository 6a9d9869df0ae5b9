"""A list that is short enough to be answered at once: numbers as texts, in memory, without lines or files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from registry.upholding.answered import ask
from registry.upholding.numbers import CHECK_DIGITS, FIRST_TEST_NUMBER, LENGTH, WEIGHTS, read_number
from registry.upholding.report import masked
from registry.upholding.seen import SeenFew
from registry.upholding.tally import Tally
from registry.upholding.terms import Counts, NineDigits, NumberSet, Reason, TestNumbers

_CHECK_DIGITS = np.array(CHECK_DIGITS, np.uint8)
_WEIGHTS = np.array(WEIGHTS, np.uint16)
_PLACES = 10 ** np.arange(8, -1, -1, dtype=np.uint32)


@dataclass(frozen=True)
class InvalidNumber:
    """A text that is no NHS number we can answer for: its place from 0, why, and what may be shown of it."""

    index: int
    reason: Reason
    masked: str


@dataclass(frozen=True, repr=False)
class ShortList:
    """What stands in a list. `places` says for each number where it stands in `texts`; the rest is `invalid`."""

    texts: Sequence[str]
    nine_digits: NineDigits
    places: NDArray[np.intp]
    invalid: list[InvalidNumber]

    @property
    def whole_numbers(self) -> list[int]:
        """The numbers with their check digits, each once."""
        numbers = np.unique(self.nine_digits)
        digits = (numbers[:, None] // _PLACES % np.uint32(10)).astype(np.uint16)
        whole = numbers.astype(np.uint64) * np.uint64(LENGTH) + _CHECK_DIGITS[digits @ _WEIGHTS]
        return [int(number) for number in whole.tolist()]


def read_list(texts: Sequence[str], test_numbers: TestNumbers) -> ShortList:
    """Read each text as `read_number` does; whatever it refuses is invalid."""
    plain = np.fromiter((len(t) == LENGTH and t.isascii() and t.isdigit() for t in texts), np.bool_, len(texts))
    numbers = np.zeros(len(texts), np.uint32)
    certain = _read_plain(texts, plain, numbers, test_numbers)
    invalid = []
    for index in np.flatnonzero(~certain).tolist():
        field = texts[index].encode(errors="replace")
        number = read_number(field, test_numbers)
        if isinstance(number, Reason):
            invalid.append(InvalidNumber(index, number, masked(field)))
        else:
            numbers[index], certain[index] = number, True
    places = np.flatnonzero(certain)
    return ShortList(texts, numbers[places], places, invalid)


def decide(
    short: ShortList, numbers: NumberSet, distinct: Callable[[NineDigits], None] | None = None
) -> tuple[list[str], Counts]:
    """Return the texts that may be used, as they came and in order, and the counts. Raises AnswerUnknown."""
    counts = Counts(lines=len(short.texts), invalid=len(short.invalid))
    opted_out, superseded = ask(numbers, short.nine_digits)
    tally = Tally(counts, distinct, SeenFew())
    tally.count(short.nine_digits, opted_out, superseded)
    tally.settle()
    return [short.texts[place] for place in short.places[~opted_out].tolist()], counts


def _read_plain(
    texts: Sequence[str], plain: NDArray[np.bool_], numbers: NineDigits, test_numbers: TestNumbers
) -> NDArray[np.bool_]:
    """Fill in the numbers that are ten digits and good beyond doubt, and return where they stand.

    Only a short cut: whatever is not certain here is read one by one, which also says why it is refused.
    """
    places = np.flatnonzero(plain)
    text = "".join([texts[place] for place in places.tolist()]).encode("ascii")
    digits = np.frombuffer(text, np.uint8).reshape(-1, LENGTH) - ord("0")
    first_nine = digits[:, :-1]
    found = first_nine.astype(np.uint32) @ _PLACES
    good = (_CHECK_DIGITS[first_nine @ _WEIGHTS] == digits[:, -1]) & (found > 0)
    if test_numbers is not TestNumbers.ACCEPTED:
        good &= (found >= FIRST_TEST_NUMBER) == (test_numbers is TestNumbers.ONLY)
    certain = np.zeros(len(texts), np.bool_)
    certain[places[good]] = True
    numbers[places[good]] = found[good]
    return certain

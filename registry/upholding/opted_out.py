"""Who is opted out, in a compact form: sorted first nine digits, four bytes for each number."""

from collections.abc import Iterable
from typing import BinaryIO, Self

import numpy as np
from numpy.typing import NDArray

from registry.upholding.terms import NineDigits

MAGIC = b"NDOPSET1"
LAST_NUMBER = 999_999_999
Numbers = NDArray[np.integer] | Iterable[int]


class OptedOutSet:
    """Opted-out numbers and superseded numbers; never changed once built. A superseded number may stand in both."""

    def __init__(self, opted_out: NineDigits, superseded: NineDigits) -> None:
        """Take two sorted arrays without repeats, as `of` and `load` make them."""
        self._opted_out = opted_out
        self._superseded = superseded

    @classmethod
    def of(cls, opted_out: Numbers = (), superseded: Numbers = ()) -> Self:
        """Build a set from first nine digits in any order. Raises ValueError where one is no such number."""
        return cls(_sorted(opted_out), _sorted(superseded))

    def opted_out(self, nine_digits: NineDigits) -> NDArray[np.bool_]:
        """Return True where the number, or the one that replaced it, is opted out."""
        return _is_in(self._opted_out, nine_digits)

    def superseded(self, nine_digits: NineDigits) -> NDArray[np.bool_]:
        """Return True where the number was replaced by another."""
        return _is_in(self._superseded, nine_digits)

    def changed(self, add: Numbers = (), remove: Numbers = ()) -> Self:
        """Return a set with these opted-out numbers added, then those removed; superseded numbers stay as they are."""
        added, removed = _sorted(add), _sorted(remove)
        with_added = _inserted(self._opted_out, added[~_is_in(self._opted_out, added)])
        return type(self)(_left_out(with_added, removed[_is_in(with_added, removed)]), self._superseded)

    def __len__(self) -> int:
        """How many numbers are opted out."""
        return int(self._opted_out.size)

    def save(self, file: BinaryIO) -> None:
        """Write the set so that `load` can read it."""
        file.write(MAGIC)
        for numbers in (self._opted_out, self._superseded):
            file.write(numbers.size.to_bytes(8, "little"))
            file.write(numbers.astype("<u4").tobytes())

    @classmethod
    def load(cls, file: BinaryIO) -> Self:
        """Read what `save` wrote. Raises ValueError for anything else, cut-off files too."""
        if file.read(len(MAGIC)) != MAGIC:
            raise ValueError("not a saved set of numbers")
        loaded = cls(_read_numbers(file), _read_numbers(file))
        if file.read(1):
            raise ValueError("the saved set of numbers has something after its end")
        return loaded


def _sorted(numbers: Numbers) -> NineDigits:
    wide = np.sort(np.asarray(numbers if isinstance(numbers, np.ndarray) else list(numbers), dtype=np.int64))
    if wide.size and (wide[0] < 0 or wide[-1] > LAST_NUMBER):
        raise ValueError("a number has more than nine digits")
    is_first = np.ones(wide.size, dtype=np.bool_)  # np.unique takes seconds for millions
    np.not_equal(wide[1:], wide[:-1], out=is_first[1:])
    return wide[is_first].astype(np.uint32)


def _inserted(numbers: NineDigits, new: NineDigits) -> NineDigits:
    """Return both, sorted: the long array in pieces with the few new numbers between them, which only copies."""
    pieces = np.split(numbers, np.searchsorted(numbers, new))
    between = [piece for pair in zip(pieces[:-1], new[:, None], strict=True) for piece in pair]
    return np.concatenate([*between, pieces[-1]])


def _left_out(numbers: NineDigits, old: NineDigits) -> NineDigits:
    """Return the numbers without these, which are all among them."""
    first, *others = np.split(numbers, np.searchsorted(numbers, old))
    return np.concatenate([first, *(piece[1:] for piece in others)])


def _is_in(numbers: NineDigits, asked: NineDigits) -> NDArray[np.bool_]:
    if not numbers.size:
        return np.zeros(asked.shape, dtype=np.bool_)
    places = np.searchsorted(numbers, asked)
    return np.asarray(numbers[np.minimum(places, numbers.size - 1)] == asked)


def _read_numbers(file: BinaryIO) -> NineDigits:
    size = int.from_bytes(file.read(8), "little")
    content = file.read(size * 4)
    numbers = np.frombuffer(content, dtype="<u4").astype(np.uint32)
    if numbers.size != size or (
        size and (numbers[-1] > LAST_NUMBER or not (np.diff(numbers.astype(np.int64)) > 0).all())
    ):
        raise ValueError("the saved set of numbers is damaged")
    return numbers

"""Who is opted out, in a form that is compact and answers fast."""

from collections.abc import Iterable
from typing import BinaryIO, Self

import numpy as np
from numpy.typing import NDArray

from registry.upholding.bits import ALL_NUMBERS
from registry.upholding.pages import Pages
from registry.upholding.terms import NineDigits

MAGIC = b"NDOPSET2"
Numbers = NDArray[np.integer] | Iterable[int]


class OptedOutSet:
    """Opted-out numbers and superseded numbers; never changed once built. A superseded number may stand in both."""

    def __init__(self, opted_out: Pages, superseded: Pages) -> None:
        """Take what `of`, `changed` and `load` make."""
        self._opted_out = opted_out
        self._superseded = superseded

    @classmethod
    def of(cls, opted_out: Numbers = (), superseded: Numbers = ()) -> Self:
        """Build a set from first nine digits in any order. Raises ValueError where one is no such number."""
        return cls(Pages.of(_sorted(opted_out)), Pages.of(_sorted(superseded)))

    def opted_out(self, nine_digits: NineDigits) -> NDArray[np.bool_]:
        """Return True where the number, or the one that replaced it, is opted out."""
        return self._opted_out.contains(nine_digits)

    def superseded(self, nine_digits: NineDigits) -> NDArray[np.bool_]:
        """Return True where the number was replaced by another."""
        return self._superseded.contains(nine_digits)

    def changed(self, add: Numbers = (), remove: Numbers = ()) -> Self:
        """Return a set with these opted-out numbers added, then those removed; superseded numbers stay as they are."""
        return type(self)(self._opted_out.changed(_sorted(add), _sorted(remove)), self._superseded)

    def updated(self, add: Numbers = (), remove: Numbers = ()) -> Self:
        """Do as `changed` does, in the same memory: this set must not be used any more."""
        return type(self)(self._opted_out.updated(_sorted(add), _sorted(remove)), self._superseded)

    def __len__(self) -> int:
        """How many numbers are opted out."""
        return len(self._opted_out)

    def save(self, file: BinaryIO) -> None:
        """Write the set so that `load` can read it."""
        file.write(MAGIC)
        self._opted_out.save(file)
        self._superseded.save(file)

    @classmethod
    def load(cls, file: BinaryIO) -> Self:
        """Read what `save` wrote. Raises ValueError for anything else, also where it is damaged or cut off."""
        if file.read(len(MAGIC)) != MAGIC:
            raise ValueError("not a saved set of numbers")
        loaded = cls(Pages.load(file), Pages.load(file))
        if file.read(1):
            raise ValueError("the saved set of numbers has something after its end")
        return loaded


def _sorted(numbers: Numbers) -> NineDigits:
    given = np.asarray(numbers if isinstance(numbers, np.ndarray) else list(numbers), dtype=np.int64)
    if given.size and (given.min() < 0 or given.max() >= ALL_NUMBERS):
        raise ValueError("a number has more than nine digits")
    return np.sort(given.astype(np.uint32))

"""What a block of lines comes to: the bytes that go out, and all that is to be counted and reported of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from registry.upholding.batch import Batch
from registry.upholding.terms import AnswerUnknown, Invalid, Lengths, NineDigits, NumberSet


@dataclass(frozen=True, repr=False)
class Answered:
    """The answer for some lines. `opted_out` and `superseded` answer for `numbers`.

    `places` are the numbers and lengths of the lines in `written`, if they were wanted.
    """

    written: bytes
    numbers: NineDigits
    opted_out: NDArray[np.bool_]
    superseded: NDArray[np.bool_]
    places: tuple[NineDigits, Lengths] | None
    lines: int
    headers: int
    invalid: list[Invalid]


def answer(batch: Batch, numbers: NumberSet, *, with_places: bool) -> Answered:
    """Ask the set about all numbers of a batch before anything of it goes out. Raises AnswerUnknown."""
    asked = batch.numbers
    opted_out, superseded = ask(numbers, asked)
    released = np.logical_not(opted_out)
    return Answered(
        written=batch.written(released),
        numbers=asked,
        opted_out=opted_out,
        superseded=superseded,
        places=batch.places(released) if with_places else None,
        lines=len(batch),
        headers=int(batch.odd.has_header),
        invalid=batch.odd.invalid,
    )


def ask(numbers: NumberSet, asked: NineDigits) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return for each number whether it is opted out and whether it is superseded. Raises AnswerUnknown."""
    return certain(numbers.opted_out(asked), asked), certain(numbers.superseded(asked), asked)


def certain(said: object, asked: NineDigits) -> NDArray[np.bool_]:
    """Return the answer if it is one for each number asked about. In doubt nothing goes out (T30)."""
    # Not isinstance: a subclass, such as a masked array, may mean something else by its values.
    if type(said) is not np.ndarray or said.dtype != np.bool_ or said.shape != asked.shape:
        raise AnswerUnknown("the set of numbers gave no answer for each number")
    return said

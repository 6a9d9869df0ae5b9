"""Leaves those out of a finished answer who opted out while it was made, without reading the list again (F25)."""

import time
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Self

import numpy as np

from registry.actions.checks.answers import Answer, erase_unless_named
from registry.actions.checks.computing import ResultNotProved
from registry.actions.checks.streams import BLOCK, Hashed
from registry.gateways import check_store
from registry.models import Check
from registry.upholding import Progress, cut_out
from registry.upholding.terms import NineDigits


class Cutting:
    """An answer as it stands now. Leaving it erases what was made here, unless the check's row names it.

    Each time the finished answer is copied anew, without everyone who opted out since: nothing adds up over the rounds.
    `took` is how many seconds the last copying lasted.
    """

    def __init__(self, check: Check, finished: Answer) -> None:
        self._check = check
        self._finished = finished
        self.answer = finished
        self.took = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.answer is not self._finished:
            erase_unless_named(self._check, [self.answer.result])

    def leave_out(self, opted_out: NineDigits, tell: Callable[[Progress], None] | None = None) -> Answer:
        """Return the answer without these numbers too; who was left out once stays out.

        Raises as `cut_out`, NoRoom, CannotDecrypt, and ResultNotProved where the copy is not what was written.

        What the receipt says stays true: the choices are those of the as-of instant, opt-outs up to now were added.
        """
        started = time.monotonic()
        gone = np.union1d(self.answer.left_out, opted_out)
        if self.answer is not self._finished:
            check_store.destroy(self.answer.result)
        self.answer = self._finished
        self.answer = self._without(gone, tell)
        self._prove(tell)
        self.took = time.monotonic() - started
        return self.answer

    def _without(self, gone: NineDigits, tell: Callable[[Progress], None] | None) -> Answer:
        first, owner = self._finished, self._check.organisation.public_id
        with (
            check_store.create(owner) as rest,
            check_store.open_kept(first.result, owner=owner) as source,
            first.notes.opened() as places,
        ):
            cut = cut_out(source, places, rest, gone=gone, numbers=first.numbers, progress=tell)
            counts, size, sha256 = cut.taken_from(first.counts), rest.size, rest.sha256
            return replace(first, counts=counts, result=rest.keep(), size=size, sha256=sha256, left_out=gone)

    def _prove(self, tell: Callable[[Progress], None] | None) -> None:
        """Read the copy back, as its first was: the same bytes. The time that this takes is a part of `took`."""
        answer = self.answer
        with check_store.open_kept(answer.result, owner=self._check.organisation.public_id) as file:
            source = Hashed(file)
            while source.read(BLOCK):
                if tell is not None:
                    tell(Progress(source.size, answer.counts.released))
        if (source.sha256, source.size) != (answer.sha256, answer.size):
            raise ResultNotProved("what was read back of the copy differs from what was written")

"""Taking numbers out of a finished result, without reading any of its lines again.

While a result is read back, `Places` notes the number and the length of each of its lines: four bytes for each line,
eight where lines differ in length. `cut_out` then copies the result without the lines of some numbers. That takes as
long as the copying, and gives the bytes and the counts that a check would have given which had known from the start.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

import numpy as np

from registry.upholding.answered import certain
from registry.upholding.opted_out import OptedOutSet
from registry.upholding.regular import Flags
from registry.upholding.terms import Counts, Lengths, NineDigits, NumberSet, Progress

COUNT = np.dtype("<u4")
HEAD = 2 * COUNT.itemsize


class LinesDoNotFit(Exception):
    """The result is not the one whose lines were noted."""


class Places:
    """Notes the lines of a result, in blocks: how many, the length that all have or 0, numbers, else each length."""

    def __init__(self, file: BinaryIO) -> None:
        """Begin a file, which the caller closes."""
        self._file = file
        self.lines = 0

    def add(self, numbers: NineDigits, lengths: Lengths) -> None:
        """Note lines, in order."""
        if not numbers.size:
            return
        self.lines += numbers.size
        width = int(lengths[0]) if (lengths == lengths[0]).all() else 0
        block = [np.array([numbers.size, width]), numbers, *([] if width else [lengths])]
        self._file.write(b"".join(part.astype(COUNT).tobytes() for part in block))


@dataclass
class Cut:
    """What was taken out: lines, of them those whose number was superseded, and how many others were different."""

    lines: int = 0
    superseded: int = 0
    different: int = 0

    def taken_from(self, counts: Counts) -> Counts:
        """Return what would have been counted if the numbers had been known from the start."""
        plain = self.lines - self.superseded
        return replace(
            counts,
            kept=counts.kept - self.different,
            duplicates=counts.duplicates - (plain - self.different),
            removed=counts.removed + plain,
            superseded_removed=counts.superseded_removed + self.superseded,
        )


def cut_out(
    source: BinaryIO,
    places: BinaryIO,
    result: BinaryIO,
    *,
    gone: NineDigits,
    numbers: NumberSet,
    progress: Callable[[Progress], None] | None = None,
) -> Cut:
    """Copy the result `source` without the lines of the numbers `gone`, given in ascending order.

    `places` is what `Places` wrote of it, `numbers` the set that the result was made with. Raises LinesDoNotFit,
    AnswerUnknown, and whatever files or the set raise: then what was written must be thrown away.
    """
    leaving, found_here = OptedOutSet.of(gone), np.zeros(gone.size, np.bool_)
    cut, done = Cut(), Progress(0, 0)
    for found, lengths in _blocks(places):
        content = _exactly(source, int(lengths.sum(dtype=np.int64)))
        leaves = certain(leaving.opted_out(found), found)
        result.write(_without(content, lengths, leaves) if leaves.any() else content)
        taken = found[leaves]
        superseded = certain(numbers.superseded(taken), taken)
        cut = Cut(cut.lines + taken.size, cut.superseded + int(np.count_nonzero(superseded)))
        found_here[np.searchsorted(gone, taken[~superseded])] = True
        done = Progress(done.bytes_read + len(content), done.lines + found.size)
        if progress is not None:
            progress(done)
    if source.read(1):
        raise LinesDoNotFit("the result goes on after its last line")
    return replace(cut, different=int(np.count_nonzero(found_here)))


def _blocks(places: BinaryIO) -> Iterator[tuple[NineDigits, Lengths]]:
    while head := places.read(HEAD):
        lines, width = np.frombuffer(head, COUNT).tolist()
        numbers = _numbers(places, lines)
        yield numbers, np.full(lines, width, np.uint32) if width else _numbers(places, lines)


def _numbers(places: BinaryIO, count: int) -> NineDigits:
    return np.frombuffer(_exactly(places, count * COUNT.itemsize), COUNT).astype(np.uint32, copy=False)


def _exactly(file: BinaryIO, size: int) -> bytes:
    content = file.read(size)
    if len(content) != size:
        raise LinesDoNotFit("the result ends before its last line")
    return content


def _without(content: bytes, lengths: Lengths, leaves: Flags) -> bytes:
    """Return the content without the lines that leave, copied in stretches of lines that stay."""
    ends = np.cumsum(lengths, dtype=np.int64)
    edges = np.flatnonzero(np.diff(~leaves, prepend=False, append=False))
    begins = (ends - lengths)[edges[::2]]
    stops = ends[edges[1::2] - 1]
    return b"".join([content[start:stop] for start, stop in zip(begins.tolist(), stops.tolist(), strict=True)])

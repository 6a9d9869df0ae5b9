"""A check, step by step: read a block, split it into lines, ask the set about their numbers, write what may go out.

Memory is flat: what is held is one block, or a few with two processes, what the set needs, and one bit for each number
that came before.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import BinaryIO

import numpy as np

from registry.upholding.answered import Answered
from registry.upholding.reading import Reader
from registry.upholding.report import Report
from registry.upholding.tally import Tally
from registry.upholding.terms import Counts, Layout, Lengths, NineDigits, NumberSet, Progress, Unreadable

BLOCK = 1024 * 1024
LARGE_PIECE = 24 * 1024 * 1024
PLAIN = Layout()


def filter_lines(
    source: BinaryIO,
    result: BinaryIO,
    *,
    numbers: NumberSet,
    layout: Layout = PLAIN,
    report: Report | None = None,
    progress: Callable[[Progress], None] | None = None,
    distinct: Callable[[NineDigits], None] | None = None,
    written: Callable[[NineDigits, Lengths], None] | None = None,
    processes: int = 1,
) -> Counts:
    """Copy the lines of `source` that may go out to `result`, byte for byte and in order, and count every line.

    `report` names the lines that hold no number. `progress` is called after each block. `distinct` is given each
    number once, when it first appears; `written` the number, NO_NUMBER if there is none, and the length of each line
    that goes out, in order. With two `processes` another one shares in reading a long list that is no CSV.
    Raises Unreadable where the whole file is refused, AnswerUnknown where the set gives no usable answer, HelperLost,
    and whatever the files or the set raise: then `result` is not whole and must be thrown away.
    """
    keep_freed_memory()
    reader = Reader(numbers, layout, with_places=written is not None, processes=processes)
    check = _Check(result, Tally(Counts(), distinct), report, written)
    with closing(reader.answers(_blocks(source))) as answers:
        for bytes_read, answered in answers:
            check.take(answered)
            if progress is not None:
                progress(Progress(bytes_read, check.counts.lines))
    check.finish()
    return check.counts


class _Check:
    """One run over one file: what is known of its lines goes out, is counted and is reported."""

    def __init__(
        self,
        result: BinaryIO,
        tally: Tally,
        report: Report | None,
        written: Callable[[NineDigits, Lengths], None] | None,
    ) -> None:
        self.counts = tally.counts
        self._result = result
        self._tally = tally
        self._report = report
        self._written = written

    def take(self, answered: Answered) -> None:
        """Write what goes out of some lines, and count them all."""
        self._tally.count(answered.numbers, answered.opted_out, answered.superseded)
        self._write(answered.written)
        if self._written is not None and answered.places is not None:
            self._written(*answered.places)
        self.counts.lines += answered.lines
        self.counts.headers += answered.headers
        self.counts.invalid += len(answered.invalid)
        if self._report is not None:
            for at, reason, value in answered.invalid:
                self._report.invalid(at, reason, value)

    def finish(self) -> None:
        """End the counting. Raises Unreadable where there was nothing to answer for."""
        self._tally.settle()
        if self._report is not None:
            self._report.close()
        if not self.counts.lines:
            raise Unreadable("empty")
        if not self.counts.numbers:
            raise Unreadable("no_numbers")

    def _write(self, content: bytes) -> None:
        if self._result.write(content) not in (None, len(content)):
            raise OSError("the result took only a part of what was written")


def keep_freed_memory() -> None:
    """Free one large piece, after which glibc keeps smaller ones instead of asking the system anew for each block.

    Without it a quarter of the time goes into fresh pages. Where malloc works otherwise, it changes nothing.
    """
    np.empty(LARGE_PIECE, dtype=np.uint8)


def _blocks(source: BinaryIO) -> Iterator[bytes]:
    """Yield blocks that are full but for the last, however little a pipe gives at once."""
    block = b""
    while part := source.read(BLOCK - len(block)):
        block += part
        if len(block) == BLOCK:
            yield block
            block = b""
    if block:
        yield block

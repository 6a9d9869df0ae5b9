"""A check, step by step: read a block, split it into lines, ask the set about their numbers, write what may go out.

Memory is flat: what is held is one block, what the set needs, and one bit for each number that came before.
"""

from collections.abc import Callable, Iterator
from typing import BinaryIO

import numpy as np

from registry.upholding.batch import Batch
from registry.upholding.decisions import Decisions
from registry.upholding.plain import PlainLines
from registry.upholding.records import Records
from registry.upholding.report import Report
from registry.upholding.terms import NO_NUMBER, Counts, Layout, Lengths, NineDigits, NumberSet, Progress, Unreadable

BLOCK = 512 * 1024
BOM = b"\xef\xbb\xbf"
LARGE_PIECE = 24 * 1024 * 1024
PLAIN = Layout()
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


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
) -> Counts:
    """Copy the lines of `source` that may go out to `result`, byte for byte and in order, and count every line.

    `report` names the lines that hold no number. `progress` is called after each block. `distinct` is given each
    number once, when it first appears; `written` the number, NO_NUMBER if there is none, and the length of each line
    that goes out, in order. Raises Unreadable where the whole file is refused, AnswerUnknown where the set
    gives no usable answer, and whatever the files or the set raise: then `result` is not whole and must be thrown away.
    """
    keep_freed_memory()
    check = _Check(result, layout, Decisions(numbers, Counts(), distinct), report, written)
    for block in _blocks(source):
        check.take(block)
        if progress is not None:
            progress(Progress(check.bytes_read, check.counts.lines))
    check.finish()
    return check.counts


class _Check:
    """One run over one file."""

    def __init__(
        self,
        result: BinaryIO,
        layout: Layout,
        decisions: Decisions,
        report: Report | None,
        written: Callable[[NineDigits, Lengths], None] | None,
    ) -> None:
        self.counts = decisions.counts
        self.bytes_read = 0
        self._result = result
        self._report = report
        self._written = written
        self._decisions = decisions
        self._lines: PlainLines | Records = PlainLines(layout.test_numbers)
        if layout.column:
            self._lines = Records(layout.column, layout.test_numbers)
        self._rest = b""

    def take(self, block: bytes) -> None:
        """Answer for the lines that are whole with this block."""
        if b"\0" in block or (not self.bytes_read and block.startswith(UTF_16)):
            raise Unreadable("not_text")
        if not self.bytes_read and block.startswith(BOM):
            self._write_mark()
            self.bytes_read = len(BOM)
            block = block[len(BOM) :]
        self.bytes_read += len(block)
        batch, self._rest = self._lines.read(self._rest + block, is_last=False)
        self._answer(batch)

    def finish(self) -> None:
        """Answer for the last line, which may have no ending."""
        batch, _ = self._lines.read(self._rest, is_last=True)
        self._answer(batch)
        self._decisions.settle()
        if self._report is not None:
            self._report.close()
        if not self.counts.lines:
            raise Unreadable("empty")
        if not self.counts.numbers:
            raise Unreadable("no_numbers")

    def _answer(self, batch: Batch) -> None:
        released = self._decisions.released(batch.numbers)
        self._write(batch.written(released))
        if self._written is not None:
            self._written(*batch.places(released))
        self.counts.lines += len(batch)
        for line in batch.odd:
            if line.reason is not None:
                self.counts.invalid += 1
                if self._report is not None:
                    self._report.invalid(line.at, line.reason, line.value)
            self.counts.headers += line.is_header

    def _write_mark(self) -> None:
        self._write(BOM)
        if self._written is not None:
            self._written(np.array([NO_NUMBER]), np.array([len(BOM)], dtype=np.uint32))

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

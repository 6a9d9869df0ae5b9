"""From blocks of bytes to answers for their lines, in order: in this process, or shared with another one."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import chain

import numpy as np

from registry.upholding.answered import Answered, answer
from registry.upholding.batch import Batch
from registry.upholding.lines import LONGEST_LINE
from registry.upholding.plain import PlainLines, split
from registry.upholding.records import Records
from registry.upholding.sharing import shared
from registry.upholding.terms import NO_NUMBER, Layout, NumberSet, Unreadable

BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# A list that ends within so many blocks is answered before another process would be of use.
ALONE = 2
# How much was read of the file, and the answer for some lines.
Step = tuple[int, Answered]


class Reader:
    """Reads one file. With two `processes` the other one shares in reading a plain list, but for its beginning.

    Where a record of a CSV ends is known only by reading it, so one process reads those.
    """

    def __init__(self, numbers: NumberSet, layout: Layout, *, with_places: bool, processes: int) -> None:
        """Begin at the first line."""
        self._numbers = numbers
        self._with_places = with_places
        self._plain = PlainLines(layout.test_numbers)
        self._records = Records(layout.column, layout.test_numbers) if layout.column else None
        self._is_helped = processes > 1 and not layout.column
        self._bytes_read = 0
        self._largest_block = 0
        self._has_mark = False

    def answers(self, blocks: Iterable[bytes]) -> Generator[Step]:
        """Yield the answers for all lines. Raises Unreadable, AnswerUnknown, HelperLost, and what the set raises."""
        texts = self._texts(blocks)
        first = next(texts, b"")
        if self._has_mark:
            mark = np.array([NO_NUMBER]), np.array([len(BOM)], np.uint32)
            yield self._bytes_read, replace(self._answer(Batch()), written=BOM, places=mark)
        read = self._with_help if self._is_helped else self._alone
        yield from read(chain([first], texts))

    def _texts(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the blocks, without a mark at the very beginning. Raises Unreadable where they are no text."""
        for block in blocks:
            is_first = not self._bytes_read
            if b"\0" in block or (is_first and block.startswith(UTF_16)):
                raise Unreadable("not_text")
            self._has_mark |= is_first and block.startswith(BOM)
            self._bytes_read += len(block)
            self._largest_block = max(self._largest_block, len(block))
            yield block.removeprefix(BOM) if is_first else block

    def _alone(self, texts: Iterable[bytes]) -> Iterator[Step]:
        lines, rest = self._records or self._plain, b""
        for text in texts:
            batch, rest = lines.read(rest + text, is_last=False)
            yield self._bytes_read, self._answer(batch)
        batch, _ = lines.read(rest, is_last=True)
        yield self._bytes_read, self._answer(batch)

    def _with_help(self, texts: Iterable[bytes]) -> Iterator[Step]:
        wholes = _whole_lines(texts)
        for number, whole in enumerate(wholes, 1):
            answered = self._answer_lines(_readable(whole))
            self._plain.go_on(answered.lines)
            yield self._bytes_read, answered
            if number >= ALONE and self._plain.next_line > 1:
                break
        else:
            return
        yield from self._helped(wholes)

    def _helped(self, wholes: Iterable[bytes | Unreadable]) -> Iterator[Step]:
        """Both processes answer as if a block came right after the beginning; where its lines stand is put right."""
        further = 0
        with closing(shared(self._answer_lines, wholes, self._largest_block + LONGEST_LINE)) as answers:
            for answered in answers:
                invalid = [(at + further, reason, value) for at, reason, value in answered.invalid]
                yield self._bytes_read, replace(answered, invalid=invalid)
                further += answered.lines

    def _answer_lines(self, whole: bytes) -> Answered:
        return self._answer(self._plain.batch(whole))

    def _answer(self, batch: Batch) -> Answered:
        return answer(batch, self._numbers, with_places=self._with_places)


def _whole_lines(texts: Iterable[bytes]) -> Iterator[bytes | Unreadable]:
    """Yield the texts anew, each ending where a line does; last of all, perhaps, why no more can be read.

    An error is handed over and not raised, as what came before it may be refused too, for a reason of its own.
    """
    rest = b""
    try:
        for text in texts:
            whole, rest = split(rest + text, is_last=False)
            yield whole
        yield split(rest, is_last=True)[0]
    except Unreadable as error:
        yield error


def _readable(whole: bytes | Unreadable) -> bytes:
    if isinstance(whole, Unreadable):
        raise whole
    return whole

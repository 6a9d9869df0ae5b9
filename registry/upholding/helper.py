"""A second process that answers for blocks of lines, while the first one reads files, counts and writes.

Blocks go over and answers come back in memory that both share, with a few words about each in a pipe, so that nothing
large is copied through the system. The set is the first process's own, as it was when the helper was forked.
The helper owns nothing: it ends when the pipe does, and if it ends before, the check fails (trust.md T30).
"""

import mmap
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection

import numpy as np

from registry.upholding.answered import Answered
from registry.upholding.terms import Invalid

# So many blocks are with the helper at once.
DEPTH = 4
# What comes back of a block, at most, in its own length: its bytes, and 14 bytes for each line of ten or more.
ANSWER = 3
NOTHING = np.empty(0, dtype=np.uint32)
FORK = multiprocessing.get_context("fork")
Work = Callable[[bytes], Answered]


class HelperLost(Exception):
    """The second process ended before its work did."""


@dataclass(frozen=True, repr=False)
class Note:
    """What the pipe says of an answer; its arrays and bytes, of these sizes, lie in shared memory."""

    sizes: list[int]
    has_places: bool
    lines: int
    headers: int
    invalid: list[Invalid]


class Desk:
    """Shared memory, with a place for each of DEPTH blocks and for its answer."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._place_bytes = longest * (1 + ANSWER)
        self._memory = memoryview(mmap.mmap(-1, DEPTH * self._place_bytes))

    def lay_block(self, number: int, block: bytes) -> None:
        """Put a block in its place."""
        self._place(number)[: len(block)] = block

    def block(self, number: int, size: int) -> bytes:
        """Return a copy of a block."""
        return bytes(self._place(number)[:size])

    def lay_answer(self, number: int, answered: Answered) -> Note:
        """Put what is large of an answer in its place, and return the rest."""
        places = answered.places or (NOTHING, NOTHING)
        numbers = (answered.numbers, answered.opted_out, answered.superseded, *places)
        parts: list[bytes | memoryview] = [answered.written, *(array.view(np.uint8).data for array in numbers)]
        at, room, sizes = self._longest, self._place(number), []
        for part in parts:
            room[at : at + len(part)] = part
            at += len(part)
            sizes.append(len(part))
        return Note(sizes, answered.places is not None, answered.lines, answered.headers, answered.invalid)

    def answer(self, number: int, note: Note) -> Answered:
        """Return a whole answer, copied from its place."""
        at, room, parts = self._longest, self._place(number), []
        for size in note.sizes:
            parts.append(bytes(room[at : at + size]))
            at += size
        written, numbers, opted_out, superseded, placed, lengths = parts
        places = (np.frombuffer(placed, np.uint32), np.frombuffer(lengths, np.uint32))
        return Answered(
            written=written,
            numbers=np.frombuffer(numbers, np.uint32),
            opted_out=np.frombuffer(opted_out, np.bool_),
            superseded=np.frombuffer(superseded, np.bool_),
            places=places if note.has_places else None,
            lines=note.lines,
            headers=note.headers,
            invalid=note.invalid,
        )

    def _place(self, number: int) -> memoryview:
        start = number % DEPTH * self._place_bytes
        return self._memory[start : start + self._place_bytes]


class Helper:
    """Answers for blocks in the order in which they were put. Close it, whatever happens."""

    def __init__(self, work: Work, longest: int) -> None:
        """Begin. `work` answers for one block of at most `longest` bytes, in the other process."""
        self._desk = Desk(longest)
        self._pipe, other = FORK.Pipe()
        self._process = FORK.Process(target=_help, args=(work, self._desk, other, self._pipe), daemon=True)
        self._process.start()
        other.close()
        self._put = 0
        self._got = 0

    @property
    def is_full(self) -> bool:
        """Whether it has as many blocks as it takes."""
        return self._put - self._got == DEPTH

    @property
    def has_answer(self) -> bool:
        """Whether the next answer is there, so that `get` does not wait. Raises HelperLost."""
        with _loss_has_a_name():
            return self._pipe.poll()

    def put(self, block: bytes) -> None:
        """Hand a block over, unless it is full. Raises HelperLost."""
        self._desk.lay_block(self._put, block)
        with _loss_has_a_name():
            self._pipe.send(len(block))
        self._put += 1

    def get(self) -> Answered:
        """Return the next answer. Raises HelperLost, and whatever went wrong in answering."""
        with _loss_has_a_name():
            said: Note | BaseException = self._pipe.recv()
        if isinstance(said, BaseException):
            raise said
        self._got += 1
        return self._desk.answer(self._got - 1, said)

    def close(self) -> None:
        """End the other process, which has nothing to lose."""
        self._pipe.close()
        self._process.kill()
        self._process.join()
        self._process.close()


@contextmanager
def _loss_has_a_name() -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError) as error:
        raise HelperLost("the second process ended too early") from error


def _help(work: Work, desk: Desk, pipe: Connection, first: Connection) -> None:
    """Answer until the pipe ends. A signal to end is for the first process, which ends this one."""
    first.close()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, signal.SIG_IGN)
    number = 0
    with suppress(EOFError, OSError):
        while True:
            block = desk.block(number, pipe.recv())
            try:
                said: Note | BaseException = desk.lay_answer(number, work(block))
            except BaseException as error:  # noqa: BLE001 - the first process raises it
                said = error
            pipe.send(said)
            number += 1

"""A small keyed summary of a list, by which lists of one organisation that differ by a few numbers are noticed (T29).

What it can see, what it cannot, and what it gives away: docs/adr/0011-near-duplicates.md. In short:

- Every number is mixed with a secret of its organisation into 64 bits, and added to one of 256 sums. Numbers that two
  lists share cancel out, so lists that differ by d numbers differ in at most d sums; with the sizes of both lists that
  bounds how many numbers were added, left out or exchanged. Whatever is similar in Jaccard's sense follows from that.
- The few smallest mixed numbers, hashed once more, serve to find the lists worth comparing without reading all.

A summary is encrypted at rest, and the hashes are HMACs, so the mixing itself needs to be fast, not strong.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from registry.encryption import decrypt, encrypt, keyed_hash

BUCKETS = 256
# Lists with at most n numbers of their own have one number in common among the n + 1 smallest of each: the smallest
# shared number stands behind at most n others in both.
MARKS = settings.NEAR_DUPLICATE_NUMBERS + 1
# So that a block stays in the processor's cache, and sums of halves stay exact in floating point (below 2**53).
BLOCK = 1 << 16
HALF = np.uint64(32)
LOW = np.uint64(0xFFFF_FFFF)


class Sketch:
    """The summary of one list of an organisation. Numbers are first nine digits, each given once in all."""

    def __init__(self, organisation_id: int) -> None:
        self._secret = keyed_hash("near-duplicates", str(organisation_id))
        self._count = 0
        self._sums = np.zeros(BUCKETS, np.uint64)
        self._smallest = np.empty(0, np.uint64)

    def add(self, nine_digits: NDArray[np.uint32]) -> None:
        """Add numbers that were not added before."""
        for start in range(0, len(nine_digits), BLOCK):
            self._add_block(_mix(nine_digits[start : start + BLOCK], self._secret))

    def to_bytes(self) -> bytes:
        """Return what may be kept: encrypted, about 2 kB however long the list."""
        marks = [hmac.digest(self._secret, number.tobytes(), sha256)[:8] for number in np.sort(self._smallest)]
        return encrypt(np.uint64(self._count).tobytes() + self._sums.tobytes() + b"".join(marks))

    def _add_block(self, mixed: NDArray[np.uint64]) -> None:
        bucket = (mixed >> np.uint64(56)).astype(np.intp)
        low = np.bincount(bucket, weights=(mixed & LOW).astype(np.float64), minlength=BUCKETS)
        high = np.bincount(bucket, weights=(mixed >> HALF).astype(np.float64), minlength=BUCKETS)
        self._sums += low.astype(np.uint64) + (high.astype(np.uint64) << HALF)
        self._count += len(mixed)
        if len(self._smallest) == MARKS:
            mixed = mixed[mixed < self._smallest.max()]
        self._smallest = np.sort(np.concatenate([self._smallest, mixed]))[:MARKS]


@dataclass(frozen=True)
class Summary:
    """What is kept of a list: how many numbers, 256 sums, and the marks by which like lists are found."""

    count: int
    sums: NDArray[np.uint64]
    marks: list[int]


def read_sketch(kept: bytes) -> Summary:
    """Decrypt what `Sketch.to_bytes` returned. Raises CannotDecrypt."""
    plain = decrypt(kept)
    words = np.frombuffer(plain, np.uint64, count=1 + BUCKETS)
    marks = np.frombuffer(plain, np.int64, offset=words.nbytes)
    return Summary(int(words[0]), words[1:], marks.tolist())


def differs_by(one: Summary, other: Summary) -> int:
    """Return how many numbers differ: those added, left out or exchanged, an exchanged one counted once.

    Never more than there are. Exact when numbers were only added or only left out; exchanged ones may fall into one
    sum, so that of lists with 6 exchanged numbers about 1 in 40 counts as 5, with 7 about 1 in 2,000.
    """
    larger = abs(one.count - other.count)
    sums = int(np.count_nonzero(one.sums != other.sums))
    # Of all that differ, `larger` stand on one side alone and the rest is shared out evenly between both.
    return (max(sums, larger) + larger + 1) // 2


def _mix(nine_digits: NDArray[np.uint32], secret: bytes) -> NDArray[np.uint64]:
    """Return 64 mixed bits of each number; no two numbers give the same."""
    add, *multipliers = np.frombuffer(secret, np.uint64)
    mixed: NDArray[np.uint64] = nine_digits.astype(np.uint64) + add
    for shift, multiplier in zip((32, 29, 32), multipliers, strict=True):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= multiplier | np.uint64(1)  # odd, so that nothing is lost
    mixed ^= mixed >> HALF
    return mixed

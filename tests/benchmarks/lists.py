"""Synthetic lists of any length, made when they are measured and never kept: nobody's numbers, from issued ranges."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

# Source: domain.md; the first nine digits of the ranges in which numbers are issued.
RANGES = ((400_000_000, 500_000_000), (600_000_000, 800_000_000))
OPTED_OUT = 3_600_000
SHARE = 0.054
WEIGHTS = np.arange(10, 1, -1, dtype=np.uint32)
PLACES = 10 ** np.arange(8, -1, -1, dtype=np.uint32)
STEP = 1_000_000
NEWLINE = ord("\n")


class Lists:
    """The opted-out numbers, and lists of lines of which 5.4 % hold one of them. The same for the same seed."""

    def __init__(self, seed: int = 1948) -> None:
        self._random = np.random.default_rng(seed)
        drawn = np.unique(self._draw(OPTED_OUT + OPTED_OUT // 50))
        self.opted_out = np.sort(self._random.choice(drawn, OPTED_OUT, replace=False))

    def write(self, path: Path, lines: int, odd: float = 0.001) -> Path:
        """Write a list `NNNNNNNNNN,` with so many lines; the share `odd` of them is spelt otherwise or no number."""
        with path.open("wb") as file:
            for start in range(0, lines, STEP):
                file.writelines(self._part(min(STEP, lines - start), odd))
        return path

    def _part(self, count: int, odd: float) -> Iterator[bytes]:
        rows = in_lines(self._numbers(count))
        at = 0
        for place in np.flatnonzero(self._random.random(count) < odd).tolist():
            yield rows[at:place].tobytes()
            yield odd_line(rows[place].tobytes(), place)
            at = place + 1
        yield rows[at:].tobytes()

    def _numbers(self, count: int) -> np.ndarray:
        numbers = self._draw(count)
        # Some are opted out by chance; so many more make the share.
        by_chance = OPTED_OUT / (sum(end - start for start, end in RANGES) * 10 / 11)
        chosen = self._random.random(count) < (SHARE - by_chance) / (1 - by_chance)
        numbers[chosen] = self._random.choice(self.opted_out, int(np.count_nonzero(chosen)))
        return numbers

    def _draw(self, count: int) -> np.ndarray:
        """Return first nine digits that have a check digit."""
        (low, low_end), (high, _) = RANGES
        drawn = np.empty(0, np.uint32)
        while len(drawn) < count:
            more = self._random.integers(low, low_end + RANGES[1][1] - high, count + count // 8 + 10, dtype=np.uint32)
            more[more >= low_end] += np.uint32(high - low_end)
            drawn = np.concatenate([drawn, more[check_digits(more) != 10]])
        return drawn[:count]


def check_digits(nine_digits: np.ndarray) -> np.ndarray:
    """Return the tenth digit of each, 10 where there is none."""
    total = np.zeros(len(nine_digits), np.uint32)
    for weight, place in zip(WEIGHTS, PLACES, strict=True):
        total += nine_digits // place % 10 * weight
    return (11 - total % 11) % 11


def in_lines(nine_digits: np.ndarray) -> np.ndarray:
    """Return a row of bytes for each number, check digit, comma and newline with it."""
    rows = np.empty((len(nine_digits), 12), np.uint8)
    for column, place in enumerate(PLACES):
        rows[:, column] = nine_digits // place % 10 + ord("0")
    rows[:, 9] = check_digits(nine_digits) + ord("0")
    rows[:, 10:] = ord(","), NEWLINE
    return rows


def whole_numbers(nine_digits: np.ndarray) -> np.ndarray:
    """Return a row of bytes for each number: ten digits and a newline."""
    return in_lines(nine_digits)[:, [*range(10), 11]]


def odd_line(line: bytes, kind: int) -> bytes:
    """Spell a line otherwise, or spoil it."""
    digits = line[:10]
    wrong = b"%d" % ((digits[9] - ord("0") + 1) % 10)
    return (
        digits[:9] + wrong + b",\n",
        b" " + digits + b" ,\n",
        digits + b"\n",
        digits[:9] + b",\n",
        digits + b"0,\n",
        b"NOT KNOWN,\n",
        b"\n",
    )[kind % 7]

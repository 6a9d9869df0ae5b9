"""Checking a file of 1, 10 and, with BENCH=full, 65 million lines: whole processes, ours and its peers in turn.

Every peer but grep and cat does the same work, and what it writes is compared with ours byte by byte: check digits,
order, odd lines left out, counts of lines, numbers, released lines and different numbers among them.
"""

import filecmp
import itertools
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.contestants import OURS, Contestant, Field
from tests.benchmarks.lists import Lists
from tests.benchmarks.measure import line
from tests.benchmarks.processes import Run, median

MILLION = 1_000_000
FULL = os.environ.get("BENCH") == "full"
SIZES = (1, 10, 65) if FULL else (1, 10)
MEMORY_MB = 128
GROWTH = 1.1
ODD = 1.5
# How often each runs, and how many times ours it must take at least; cat at most. Source: limits.md.
ROUNDS = {"ours": 5, "one process": 5, "cat": 5, "polars": 5, "DuckDB": 3, "PostgreSQL": 1, "grep": 1}
TARGETS: Mapping[int, Mapping[str, float]] = {
    1: {},
    10: {"one process": 1.3, "polars": 2.5, "DuckDB": 7, "PostgreSQL": 60, "cat": 1 / 30},
    65: {"one process": 1.3, "polars": 3, "DuckDB": 10, "cat": 1 / 20},
}
ONLY = {"grep": (1,), "PostgreSQL": (10,)}


def report(folder: Path, database_url: str) -> Iterator[str]:
    """Yield every row; the lists are made in `folder`, which is thrown away by the caller."""
    field = Field(folder, Lists(), database_url)
    ours = {}
    for size in SIZES:
        runs = Size(field, size).measure()
        ours[size] = runs["ours"]
        yield from rows(size, runs, field.set_mb)
    yield from growth(ours)
    yield odd_lines(field)


@dataclass
class Size:
    """One list and all who check it."""

    field: Field
    millions: int

    def measure(self) -> dict[str, Run]:
        """Let all run in turn, several times, and return the medians."""
        source = self.field.write(f"{self.millions}m", self.millions * MILLION)
        contestants = [c for c in self.field.contestants() if self.millions in ONLY.get(c.name, SIZES)]
        runs: dict[str, list[Run]] = {contestant.name: [] for contestant in contestants}
        for number in range(max(ROUNDS.values())):
            # Each round begins with another one: who follows a large process waits for what that one still writes.
            for contestant in rotated(contestants, number):
                if number < self._rounds(contestant.name):
                    runs[contestant.name].append(contestant.check(source))
        for contestant in contestants:
            compare(self.field.ours, contestant)
        source.unlink()
        return {name: median(of_one) for name, of_one in runs.items()}

    def _rounds(self, name: str) -> int:
        return min(ROUNDS[name], 3 if name in {*OURS, "cat", "polars"} else 1) if self.millions > 10 else ROUNDS[name]


def rotated(contestants: Sequence[Contestant], places: int) -> list[Contestant]:
    """Return all, beginning so many places further on."""
    first = places % len(contestants)
    return [*contestants[first:], *contestants[:first]]


def compare(ours: Contestant, peer: Contestant) -> None:
    """End the measurement where an exact peer wrote or counted anything else."""
    if peer.is_exact and peer is not ours:
        assert filecmp.cmp(ours.result, peer.result, shallow=False), f"{peer.name} wrote something else"
        assert ours.counts() == peer.counts(), (ours.counts(), peer.name, peer.counts())


def rows(size: int, runs: Mapping[str, Run], set_mb: float) -> Iterator[str]:
    """Yield ours and, for each peer, how many times ours it took."""
    ours = runs["ours"]
    allowed = MEMORY_MB + set_mb
    speed = size / ours.seconds
    figure = f"{ours.seconds:.2f} s, {speed:.1f} M lines/s, CPU {ours.cpu:.2f} s, {ours.peak_mb:.0f} MB"
    target = f"at most {MEMORY_MB} + {set_mb:.0f} MB"
    yield line(f"check of {size} million lines", figure, target, met=ours.peak_mb <= allowed)
    for name, peer in runs.items():
        if name != "ours":
            yield against(size, name, peer, ours)


def against(size: int, name: str, peer: Run, ours: Run) -> str:
    """Return the row of one peer."""
    times = peer.seconds / ours.seconds
    wanted = TARGETS[size].get(name)
    figure = f"{times:.2f}x ours ({peer.seconds:.2f} s, CPU {peer.cpu:.2f} s, {peer.peak_mb:.0f} MB)"
    if name == "cat":
        figure = f"ours {1 / times:.1f}x ({peer.seconds:.2f} s, {peer.peak_mb:.0f} MB)"
    target = "" if wanted is None else f"at most {1 / wanted:.0f}x" if name == "cat" else f"at least {wanted:g}x"
    note = {"PostgreSQL": " (client)", "grep": " (does less)"}.get(name, "")
    return line(f"  {name}, {size} million{note}", figure, target, met=wanted is None or times >= wanted)


def growth(ours: Mapping[int, Run]) -> Iterator[str]:
    """Yield how the time for a line grows with the list."""
    for small, large in itertools.pairwise(SIZES):
        ratio = ours[large].seconds / ours[small].seconds / (large / small)
        name = f"a line of {large} million against one of {small} million"
        yield line(name, f"{ratio:.2f}x the time", f"at most {GROWTH}x", met=ratio <= GROWTH)


def odd_lines(field: Field) -> str:
    """Return what it costs that one line in a hundred is odd."""
    clean, odd = field.write("clean", 10 * MILLION, odd=0), field.write("odd", 10 * MILLION, odd=0.01)
    runs = [(field.ours.check(clean), field.ours.check(odd)) for _ in range(3)]
    plain, mixed = median([pair[0] for pair in runs]), median([pair[1] for pair in runs])
    ratio = mixed.seconds / plain.seconds
    figure = f"{ratio:.2f}x of a clean list ({mixed.seconds:.2f} s against {plain.seconds:.2f} s)"
    return line("10 million lines, 1 % odd", figure, f"at most {ODD}x", met=ratio <= ODD)

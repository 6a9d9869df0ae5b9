"""A list far larger than memory streams through the engine: flat memory, at a pace (F23).

Memory holds a block, the opted-out numbers and one bit for each number that was seen, 125 MB at the very most; nothing
of it grows with the number of lines. What 2 GB show is therefore what 20 GB need: the same memory and ten times the
time. At the least pace that this test accepts, 100,000 lines a second, 20 GB (1,667 million lines of 12 bytes) take
4 hours 38 minutes; the test prints how long they take at the pace that it measured.
"""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest

from registry.upholding import OptedOutSet
from tests.benchmarks.lists import Lists

MB = 1024 * 1024
MOST_MEMORY = 256 * MB
LEAST_LINES_A_SECOND = 100_000
LINES = 1_000_000
BLOCK_BYTES = 12 * LINES


class Stream:
    """The engine as a process of its own, fed from a pipe; what goes out is thrown away."""

    def __init__(self, opted_out: Path) -> None:
        command = [sys.executable, "-m", "registry.upholding", "-", "/dev/null", "--set", str(opted_out)]
        command += ["--report", "/dev/null"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)

    def write(self, block: bytes) -> None:
        self._process.stdin.write(block)

    @property
    def peak(self) -> int:
        """Return the most memory it ever held, in bytes. Only the kernel knows; it forgets it with the process."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024

    def end(self) -> dict[str, int]:
        _, printed = self._process.communicate(timeout=600)
        assert self._process.returncode == 0, printed
        return {name: int(count) for name, count in re.findall(r"(\w+)=(\d+)", printed.decode())}

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def lists(tmp_path):
    """Lists whose numbers lie in all ranges that are issued, so that every page of what was seen is touched."""
    made = Lists()
    with (tmp_path / "set").open("wb") as file:
        OptedOutSet.of(made.opted_out).save(file)
    for number in range(3):
        made.write(tmp_path / f"block-{number}", LINES)
    return tmp_path


@pytest.fixture
def stream(lists):
    running = Stream(lists / "set")
    yield running
    running.kill()


def blocks(folder: Path) -> Iterator[bytes]:
    return cycle([path.read_bytes() for path in sorted(folder.glob("block-*"))])


SIZES = [
    pytest.param(60 * MB, id="60 MB"),
    pytest.param(2000 * MB, id="2 GB", marks=pytest.mark.night),
]


@pytest.mark.parametrize("size", SIZES)
def test_F23_a_very_large_list_streams_with_flat_memory(lists, stream, size):
    count = size // BLOCK_BYTES
    started, early = time.monotonic(), 0
    for number, block in enumerate(islice(blocks(lists), count)):
        stream.write(block)
        early = early or (stream.peak if number == 3 else 0)
    last = stream.peak
    counts = stream.end()
    pace = counts["lines"] / (time.monotonic() - started)
    assert counts["lines"] == count * LINES
    assert last <= MOST_MEMORY
    assert last - early <= 8 * MB, "memory grew with the list"
    assert pace >= LEAST_LINES_A_SECOND
    hours = 20_000 * MB / 12 / pace / 3600
    sys.stdout.write(f"{pace:,.0f} lines a second, {last / MB:.0f} MB; 20 GB would take {hours:.1f} hours\n")

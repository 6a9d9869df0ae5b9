"""F23: however long the file, memory stays flat and the pace holds."""

import json
import subprocess
import sys

import pytest

LINES = 30_000_000
FLAT = 8 * 1024  # KiB
MOST = 256 * 1024
CHILD = """
import json, resource, time
import numpy as np
from registry.upholding import OptedOutSet, filter_lines

LINES, IN_BLOCK = {lines}, 1_000_000
chance = np.random.default_rng()

def numbers(count):
    # The ranges that are issued: 400 to 499 and 600 to 799 million.
    numbers = chance.integers(0, 300_000_000, count)
    return numbers + np.where(numbers < 100_000_000, 400_000_000, 500_000_000)

def block():
    nine = numbers(IN_BLOCK)
    table = np.full((IN_BLOCK, 12), ord(","), dtype=np.uint8)
    digits = nine[:, None] // 10 ** np.arange(8, -1, -1) % 10
    table[:, :9] = digits + ord("0")
    table[:, 9] = -(digits @ np.arange(10, 1, -1)) % 11 + ord("0")
    table[:, 11] = ord("\\n")
    table[::1000, 10] = ord(";")
    return table.tobytes()

class Endless:
    def __init__(self):
        self.left, self.blocks, self.rest, self.peaks = LINES // IN_BLOCK, [block() for _ in range(3)], b"", []
    def read(self, size):
        if not self.rest and self.left:
            self.left -= 1
            self.rest = self.blocks[self.left % len(self.blocks)]
            self.peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        part, self.rest = self.rest[:size], self.rest[size:]
        return part

class Nowhere:
    def write(self, content):
        return len(content)

held = OptedOutSet.of(numbers(3_600_000))
source = Endless()
started = time.monotonic()
counts = filter_lines(source, Nowhere(), numbers=held)
took = time.monotonic() - started
print(json.dumps(dict(lines=counts.lines, peaks=source.peaks, pace=counts.lines / took)))
"""


@pytest.mark.night
def test_F23_memory_is_flat_and_the_pace_holds():
    child = subprocess.run(
        [sys.executable, "-c", CHILD.format(lines=LINES)], capture_output=True, text=True, check=True, timeout=900
    )
    seen = json.loads(child.stdout)

    assert seen["lines"] == LINES
    assert seen["peaks"][-1] - seen["peaks"][len(seen["peaks"]) // 4] < FLAT
    assert seen["pace"] > 100_000
    # The three blocks that this test keeps are not the engine's.
    assert seen["peaks"][-1] - 3 * 12 * 1024 - 12 * 1024 < MOST

"""Whole processes, their start and end included: seconds, processor seconds and peak memory."""

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = Path(__file__).with_name("launch.py")


@dataclass(frozen=True)
class Run:
    """One run of a program: seconds, processor seconds of its own, peak memory in MB, and what it printed."""

    seconds: float
    cpu: float
    peak_mb: float
    error: str


def run(command: Sequence[object], output: Path, *, codes: Sequence[int] = (0,)) -> Run:
    """Run a program to its end with its standard output in a file; any other exit code ends the measurement."""
    figures = output.with_suffix(".figures")
    launched = [sys.executable, "-I", "-S", str(LAUNCHER), str(figures), str(output), *map(str, command)]
    ended = subprocess.run(launched, capture_output=True, text=True, check=False)
    assert ended.returncode in codes, f"{command[0]}: {ended.stderr[-2000:]}"
    return Run(**json.loads(figures.read_text()), error=ended.stderr)


def median(runs: Sequence[Run]) -> Run:
    """Return the middle of each figure."""
    middles = (statistics.median(getattr(one, name) for one in runs) for name in ("seconds", "cpu", "peak_mb"))
    return Run(*middles, error="")

"""Run the engine by itself: `python -m registry.upholding IN OUT --set FILE`; `--help` names the options.

For measuring and trying out; it asks nobody who they are and signs nothing. `-` stands for standard input or output.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from registry.upholding import Layout, OptedOutSet, Report, filter_lines


def main() -> None:
    """Check one file and print the counts on standard error."""
    options = _options()
    with ExitStack() as files:
        source = files.enter_context(_opened(options.source, "rb", sys.stdin.buffer))
        result = files.enter_context(_opened(options.result, "wb", sys.stdout.buffer))
        report = Report(files.enter_context(Path(options.report).open("w", newline=""))) if options.report else None
        numbers = OptedOutSet.load(files.enter_context(Path(options.set).open("rb")))
        counts = filter_lines(
            source,
            result,
            numbers=numbers,
            layout=Layout(options.column),
            report=report,
            processes=options.processes,
        )
    sys.stderr.write(" ".join(f"{name}={count}" for name, count in asdict(counts).items()) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="registry.upholding", description=__doc__)
    parser.add_argument("source")
    parser.add_argument("result")
    parser.add_argument("--set", required=True, help="what OptedOutSet.save wrote")
    parser.add_argument("--column", default="")
    parser.add_argument("--report", default="")
    parser.add_argument("--processes", type=int, choices=(1, 2), default=min(2, len(os.sched_getaffinity(0))))
    return parser.parse_args()


@contextmanager
def _opened(name: str, mode: str, standard: BinaryIO) -> Iterator[BinaryIO]:
    if name == "-":
        yield standard
        return
    with Path(name).open(mode, buffering=0 if mode == "rb" else -1) as file:
        yield file  # type: ignore[misc]  # binary modes only


if __name__ == "__main__":
    main()

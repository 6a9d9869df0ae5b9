"""What commands share that read and write files: a progress bar, and outputs that appear whole or not at all."""

import os
import shutil
import sys
import time
from pathlib import Path
from typing import BinaryIO, TextIO

PIPE = "-"
WIDTH = 30
BLOCK = 1024 * 1024
BETWEEN = 0.2


class ProgressBar:
    """One line on the terminal, drawn anew now and then; silent where nobody watches."""

    def __init__(self, screen: TextIO, *, total: int, is_quiet: bool) -> None:
        self._screen = screen
        self._total = total
        self._is_shown = not is_quiet and screen.isatty()
        self._drawn_at = 0.0

    def show(self, bytes_read: int, lines: int) -> None:
        """Draw how far it has come. Of a pipe nobody knows the length."""
        if not self._is_shown or time.monotonic() - self._drawn_at < BETWEEN:
            return
        self._drawn_at = time.monotonic()
        share = min(1.0, bytes_read / self._total) if self._total else 0.0
        bar = f"[{'#' * round(share * WIDTH):<{WIDTH}}] {share:4.0%} " if self._total else ""
        self._screen.write(f"\r{bar}{lines:,} lines ")
        self._screen.flush()

    def end(self) -> None:
        """Clear the line."""
        if self._is_shown:
            self._screen.write("\r" + " " * (WIDTH + 40) + "\r")
            self._screen.flush()


def write_out(source: BinaryIO, target: str) -> None:
    """Copy to standard output, or to a file that gets its name once it is whole. Raises OSError."""
    if target == PIPE:
        shutil.copyfileobj(source, sys.stdout.buffer, BLOCK)
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("xb") as file:
            shutil.copyfileobj(source, file, BLOCK)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)

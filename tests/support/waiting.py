"""Waiting for something that another process does."""

import time
from collections.abc import Callable
from typing import TypeVar

# How long a test waits for something that will come, on the slowest machine. No test of speed uses it.
PATIENCE_SECONDS = 60.0
Found = TypeVar("Found")


def wait_until(find: Callable[[], Found], *, within: float = PATIENCE_SECONDS, every: float = 0.05) -> Found:
    """Ask until the answer is true and return it; fail the test when the seconds are over."""
    deadline = time.monotonic() + within
    while True:
        found = find()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"still waiting for {find} after {within} s")
        time.sleep(every)

"""Waiting for something that another process does."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def wait_until(find: Callable[[], Found], *, within: float = 10.0, every: float = 0.05) -> Found:
    """Ask until the answer is true and return it; fail the test when the seconds are over."""
    deadline = time.monotonic() + within
    while True:
        found = find()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"still waiting for {find} after {within} s")
        time.sleep(every)

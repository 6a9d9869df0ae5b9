"""Processes that go on until they are told to end."""

import signal
from threading import Event
from types import FrameType


def told_to_end(*, leaves_at_once: bool) -> Event:
    """Return an event that SIGTERM and SIGINT set; `leaves_at_once`: they also end the process wherever it is."""
    stop = Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        if leaves_at_once:
            raise SystemExit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    return stop

"""Milliseconds for one confirmation letter as PDF/UA-1, after the first."""

import statistics
import time
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from registry.correspondence import Confirmation, confirmation_letter
from tests.benchmarks.measure import line

COUNT = 100
TARGET = 25.0


def report() -> Iterator[str]:
    """Yield one row: each letter is another person's."""
    confirmation_letter(letter(0))
    times = []
    for number in range(1, COUNT + 1):
        started = time.perf_counter()
        confirmation_letter(letter(number))
        times.append((time.perf_counter() - started) * 1000)
    middle = statistics.median(times)
    yield line("letter", f"{middle:.1f} ms (median of {COUNT})", f"under {TARGET:.0f} ms", met=middle < TARGET)


def letter(number: int) -> Confirmation:
    return Confirmation(
        status="opted_out",
        reference=f"ABCD-EFGH-{number % 90 + 10}",
        decided_on=date(2026, 5, 3),
        recorded_on=date(2026, 5, 3),
        name=f"Ada Test{'a' * (number % 7)}",
        address_lines=(f"{number} Made Up Street", "Leeds", "LS1 4AP"),
        language="en",
        format_needs="standard",
        by_proxy=False,
        message_id=UUID(int=number),
    )

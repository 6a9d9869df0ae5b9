"""A list with which anybody can try test mode: made-up numbers, one a line, some of them odd on purpose.

In test mode the seventh digit decides: 7 counts as opted out, 9 as replaced by another number (superseded).
"""

from collections import Counter
from dataclasses import dataclass
from itertools import count, islice

from registry.nhs_number import has_valid_check_digit

SAMPLE_NAME = "sample-list.csv"
NOBODY, OPTED_OUT, SUPERSEDED = 0, 7, 9


@dataclass(frozen=True)
class SampleLine:
    """One line as it stands in the list, and what becomes of it: `kind` is a class of lines, `is_kept` its fate."""

    text: str
    kind: str
    is_kept: bool


def numbers(seventh_digit: int, how_many: int) -> list[str]:
    """Return so many made-up numbers, from 999 000 0000 up, with this seventh digit."""
    start = 9_990_000_000 + seventh_digit * 1000
    return [str(value) for value in islice(filter(has_valid_check_digit, count(start)), how_many)]


def _lines() -> tuple[SampleLine, ...]:
    plain = numbers(NOBODY, 12)
    wrong = str(int(plain[0]) + 1)
    spaced = f"{plain[11][:3]} {plain[11][3:6]} {plain[11][6:]}"
    kept = [SampleLine(f"{number},", "kept", is_kept=True) for number in [*plain[:11], spaced]]
    out = [SampleLine(f"{number},", "removed", is_kept=False) for number in numbers(OPTED_OUT, 4)]
    old = [SampleLine(f"{number},", "superseded", is_kept=True) for number in numbers(SUPERSEDED, 2)]
    odd = [SampleLine(f"{text},", "invalid", is_kept=False) for text in (wrong, plain[1][:8], "not a number")]
    again = SampleLine(f"{plain[0]},", "duplicates", is_kept=True)
    return (*kept[:4], out[0], odd[0], *kept[4:9], out[1], old[0], odd[1], again, *kept[9:], *out[2:], old[1], odd[2])


SAMPLE = _lines()
# How many lines of each class come out of it.
EXPECTED: dict[str, int] = dict(Counter(line.kind for line in SAMPLE))


def sample_list() -> bytes:
    """Return the list as a file: the same at every call."""
    return "".join(f"{line.text}\n" for line in SAMPLE).encode("ascii")


def sample_result() -> bytes:
    """Return what test mode makes of it."""
    return "".join(f"{line.text}\n" for line in SAMPLE if line.is_kept).encode("ascii")

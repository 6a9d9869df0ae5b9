"""Running the engine over bytes, and what it must answer in ten lines of plain Python."""

import io
import re
from dataclasses import asdict

from registry.upholding import Layout, Report, Unreadable, filter_lines
from tests.support.upholding.files import NUMBERS

ENDED_LINES = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
ACCEPTED = re.compile(rb"[ \t]*([0-9]{10}|[0-9]{3} [0-9]{3} [0-9]{4})[ \t]*,?[ \t]*[\r\n]*")


class Trickle(io.RawIOBase):
    """A source that gives a few bytes at a time, as a pipe may."""

    def __init__(self, data, most):
        self._data = io.BytesIO(data)
        self._most = most

    def read(self, size=-1):
        return self._data.read(min(size, self._most))


def run(data, *, layout=Layout(), numbers=NUMBERS, source=None):  # noqa: B008  # a frozen value
    """Return the result, the report and the counts; the reason where the file is refused."""
    result, report = io.BytesIO(), io.StringIO(newline="")
    try:
        counts = filter_lines(source or io.BytesIO(data), result, numbers=numbers, layout=layout, report=Report(report))
    except Unreadable as error:
        return error.reason
    return result.getvalue(), report.getvalue(), tuple(sorted(asdict(counts).items()))


def check_digit(nine):
    left = 11 - sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), f"{nine:09d}", strict=True)) % 11
    return {10: None, 11: 0}.get(left, left)


def expected(data, opted_out, superseded):
    """Say for each line of a plain file what becomes of it: (line, class)."""
    answers, before = [], set()
    for line in ENDED_LINES.findall(data):
        match = ACCEPTED.fullmatch(line)
        number = match and int(match[1].replace(b" ", b""))
        is_number = number and check_digit(number // 10) == number % 10
        nine = number // 10 if is_number else None
        kind = "invalid" if nine is None else "superseded" if nine in superseded else "number"
        released = nine is not None and nine not in opted_out
        answers.append((line, kind, released, released and kind == "number" and nine in before))
        before.add(nine)
    return answers

"""Numbers wait for each other before repeats are told apart; what is counted must not depend on how many wait."""

import io

import numpy as np
import pytest

from registry.upholding import OptedOutSet, engine, filter_lines, tally
from tests.factories import make_nhs_number

NUMBERS = [make_nhs_number(index) for index in range(40)]
LIST = "".join(f"{NUMBERS[index * 7 % 40].digits},\n" for index in range(100)).encode()
OPTED_OUT = [number.value // 10 for number in NUMBERS[::4]]
SUPERSEDED = [number.value // 10 for number in NUMBERS[1::4]]


def counted(monkeypatch, together):
    """Check the list in blocks of four lines, with so many numbers that wait."""
    monkeypatch.setattr(engine, "BLOCK", 48)
    monkeypatch.setattr(tally, "TOGETHER", together)
    result, told = io.BytesIO(), []
    numbers = OptedOutSet.of(OPTED_OUT, SUPERSEDED)
    counts = filter_lines(io.BytesIO(LIST), result, numbers=numbers, distinct=told.append)
    return counts, result.getvalue(), np.concatenate(told)


@pytest.mark.parametrize("together", [1, 5, 30, 99, 1000])
def test_counts_and_result_do_not_depend_on_how_many_numbers_wait(monkeypatch, together):
    counts, result, told = counted(monkeypatch, together)
    assert (counts.lines, counts.distinct) == (100, 40)
    assert counts.kept == 20
    assert counts.kept + counts.duplicates + counts.removed + counts.superseded == 100
    assert result.count(b"\n") == counts.released
    assert sorted(told.tolist()) == sorted(number.value // 10 for number in NUMBERS)

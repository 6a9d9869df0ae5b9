from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.upholding import AnswerUnknown, OptedOutSet, Reason, TestNumbers
from registry.upholding.numbers import read_number
from registry.upholding.short_lists import decide, read_list
from tests.factories.numbers import make_nhs_number

GOOD = st.integers(0, 99_999).map(lambda index: make_nhs_number(index % 400).digits)
SPACED = st.integers(0, 399).map(lambda index: make_nhs_number(index).spaced)
TEN_DIGITS = st.text("0123456789", min_size=10, max_size=10)
ODD = st.text(max_size=14)
LISTS = st.lists(st.one_of(GOOD, SPACED, TEN_DIGITS, ODD), max_size=40)


@settings(max_examples=200, deadline=None)
@given(texts=LISTS, rule=st.sampled_from(TestNumbers))
def test_T31_a_list_is_read_as_one_number_after_the_other(texts, rule):
    short = read_list(texts, rule)
    one_by_one = [read_number(text.encode(errors="replace"), rule) for text in texts]
    good = [(place, number) for place, number in enumerate(one_by_one) if not isinstance(number, Reason)]
    assert list(zip(short.places.tolist(), short.nine_digits.tolist(), strict=True)) == good
    assert [(odd.index, odd.reason) for odd in short.invalid] == [
        (place, number) for place, number in enumerate(one_by_one) if isinstance(number, Reason)
    ]
    assert all(number // 10 in dict(good).values() for number in short.whole_numbers)


def test_list_is_answered_in_order_and_counted():
    numbers = [make_nhs_number(index) for index in range(6)]
    texts = [numbers[0].spaced, "nonsense", numbers[1].digits, numbers[2].digits, numbers[0].digits, numbers[3].digits]
    opted_out = OptedOutSet.of([numbers[1].value // 10, numbers[3].value // 10], [numbers[3].value // 10])
    released, counts = decide(read_list(texts, TestNumbers.ACCEPTED), opted_out)
    assert released == [texts[0], texts[3], texts[4]]
    assert (counts.lines, counts.kept, counts.removed, counts.invalid) == (6, 2, 1, 1)
    assert (counts.duplicates, counts.superseded, counts.superseded_removed, counts.distinct) == (1, 1, 1, 4)


def test_whole_numbers_carry_their_check_digits():
    numbers = [make_nhs_number(index).value for index in range(50)]
    short = read_list([f"{number:010d}" for number in [*numbers, *numbers]], TestNumbers.ACCEPTED)
    assert short.whole_numbers == sorted(numbers)


@pytest.mark.parametrize("answer", [None, np.array([]), np.array([0]), np.array([False, False]), [False]])
def test_T30_a_set_that_does_not_answer_releases_nothing(answer):
    unsure = SimpleNamespace(opted_out=lambda asked: answer, superseded=lambda asked: np.zeros(asked.shape, np.bool_))
    with pytest.raises(AnswerUnknown):
        decide(read_list([make_nhs_number(1).digits], TestNumbers.ACCEPTED), unsure)

"""The summary by which near-duplicates are noticed: what it counts, and what it gives away (T29)."""

import numpy as np
import pytest

from registry.near_duplicates import BLOCK, MARKS, Sketch, differs_by, read_sketch

RANDOM = np.random.default_rng(29)
ALL = RANDOM.permutation(np.arange(999_000_000, 999_200_000, dtype=np.uint32))
BASE, REST = ALL[:100_000], ALL[100_000:]


def summary(*parts, organisation_id=1):
    sketch = Sketch(organisation_id)
    for part in parts:
        sketch.add(part)
    return read_sketch(sketch.to_bytes())


@pytest.mark.parametrize("count", range(12))
def test_T29_numbers_added_or_left_out_are_counted_exactly(count):
    more = summary(BASE, REST[:count])
    assert differs_by(summary(BASE), more) == differs_by(more, summary(BASE)) == count
    assert more.count == len(BASE) + count


@pytest.mark.parametrize("count", [1, 3, 5])
def test_T29_exchanged_numbers_never_count_as_more_than_there_are(count):
    for start in range(0, 300, count):
        exchanged = summary(BASE[count:1000], REST[start : start + count])
        assert 1 <= differs_by(summary(BASE[:1000]), exchanged) <= count


def test_T29_six_exchanged_numbers_seldom_count_as_five():
    pairs = [summary(BASE[6:1000], REST[start : start + 6]) for start in range(0, 3000, 6)]
    taken_for_five = sum(differs_by(summary(BASE[:1000]), exchanged) <= 5 for exchanged in pairs)
    assert taken_for_five < len(pairs) / 20


def test_order_and_blocks_make_no_difference():
    pieces = [BASE[:1], BASE[1 : BLOCK + 7], BASE[BLOCK + 7 :]]
    one, other = summary(BASE), summary(*reversed(pieces))
    assert differs_by(one, other) == 0
    assert one.marks == other.marks


@pytest.mark.parametrize("size", [10, 11, 50, 5000])
def test_T29_lists_with_up_to_five_numbers_of_their_own_share_a_mark(size):
    for start in range(0, 1000, 5):
        one = summary(BASE[start : start + size])
        other = summary(BASE[start + 5 : start + size], REST[start : start + 5])
        assert set(one.marks) & set(other.marks)
        assert len(one.marks) == MARKS


def test_another_organisation_gets_other_sums_and_marks():
    one, other = summary(BASE[:100]), summary(BASE[:100], organisation_id=2)
    assert differs_by(one, other) > 50
    assert not set(one.marks) & set(other.marks)


def test_what_is_kept_is_short_and_another_each_time():
    sketch = Sketch(1)
    sketch.add(BASE)
    first, second = sketch.to_bytes(), sketch.to_bytes()
    assert first != second
    assert len(first) < 2200

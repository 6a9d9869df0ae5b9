"""The set answers as a set of Python does, built, changed, saved and loaded."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.upholding import OptedOutSet
from registry.upholding.seen import Seen, SeenFew

# Close together, at the borders of bytes and pages, and anywhere.
NUMBER = st.one_of(
    st.integers(999000000, 999000040),
    st.sampled_from([0, 7, 8, 16383, 16384, 16391, 32768, 999999999, 999999992]),
    st.integers(0, 999999999),
)
NUMBERS = st.lists(NUMBER, max_size=30)
ASKED = st.lists(NUMBER, max_size=30)


def array(numbers):
    return np.array(numbers, dtype=np.uint32)


def answers(held, asked):
    return held.opted_out(array(asked)).tolist(), held.superseded(array(asked)).tolist()


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, ASKED)
@settings(deadline=None)
def test_set_answers_as_sets_of_python_do(opted_out, superseded, add, remove, asked):
    everything = [*asked, *opted_out, *superseded, *add, *remove]
    held = OptedOutSet.of(opted_out, array(superseded))
    changed = held.changed(add, remove)
    now = (set(opted_out) | set(add)) - set(remove)

    assert answers(held, everything) == (
        [number in opted_out for number in everything],
        [number in superseded for number in everything],
    )
    assert answers(changed, everything)[0] == [number in now for number in everything]
    assert answers(changed, everything)[1] == answers(held, everything)[1]
    assert (len(held), len(changed)) == (len(set(opted_out)), len(now))
    updated = held.updated(add, remove)
    assert answers(updated, everything) == answers(changed, everything)
    assert len(updated) == len(now)


@given(NUMBERS, NUMBERS, ASKED)
@settings(deadline=None)
def test_saved_set_is_loaded_as_it_was(opted_out, superseded, asked):
    held, file = OptedOutSet.of(opted_out, superseded), io.BytesIO()
    held.changed(asked[:3]).save(file)
    loaded = OptedOutSet.load(io.BytesIO(file.getvalue()))

    everything = [*asked, *opted_out, *superseded]
    assert answers(loaded, everything) == answers(held.changed(asked[:3]), everything)
    assert answers(loaded.changed(asked), asked)[0] == [True] * len(asked)


def test_large_set_answers_exactly():
    chance = np.random.default_rng(1)
    numbers = chance.integers(400_000_000, 500_000_000, 300_000)
    asked = np.concatenate((numbers[:50_000], chance.integers(400_000_000, 500_000_000, 50_000))).astype(np.uint32)
    held = OptedOutSet.of(numbers)

    assert (held.opted_out(asked) == np.isin(asked, numbers)).all()
    assert len(held) == np.unique(numbers).size


@pytest.mark.parametrize("place", [0, 9, 20, 3000, -1])
def test_damaged_set_is_refused(place):
    file = io.BytesIO()
    OptedOutSet.of([999000002, 5], [999000003]).save(file)
    content = bytearray(file.getvalue())
    content[place] ^= 1

    with pytest.raises(ValueError, match="set of numbers"):
        OptedOutSet.load(io.BytesIO(bytes(content)))


@pytest.mark.parametrize("size", [0, 4, 8, 12, 100, 5000])
def test_cut_off_or_prolonged_set_is_refused(size):
    file = io.BytesIO()
    OptedOutSet.of([999000002], [999000003]).save(file)

    for content in (file.getvalue()[:size], file.getvalue() + b"\0" * (size + 1)):
        with pytest.raises(ValueError, match="set of numbers"):
            OptedOutSet.load(io.BytesIO(content))


@pytest.mark.parametrize("number", [-1, 1_000_000_000])
def test_number_of_more_than_nine_digits_is_refused(number):
    with pytest.raises(ValueError, match="nine digits"):
        OptedOutSet.of([number])
    with pytest.raises(ValueError, match="nine digits"):
        OptedOutSet.of().changed([number])


@pytest.mark.parametrize("kind", [Seen, SeenFew])
@given(batches=st.lists(NUMBERS, max_size=5))
@settings(deadline=None)
def test_numbers_are_new_once(kind, batches):
    seen, before = kind(), set()
    for batch in batches:
        assert seen.add(array(batch)).tolist() == sorted(set(batch) - before)
        before |= set(batch)

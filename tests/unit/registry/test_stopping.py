"""Processes end when they are told to: at once, or with what they have in hand put back."""

import signal

import pytest

from registry.management.stopping import told_to_end

TOLD = (signal.SIGTERM, signal.SIGINT)


@pytest.fixture(autouse=True)
def handlers_as_before():
    before = {number: signal.getsignal(number) for number in TOLD}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", TOLD)
def test_told_to_end_sets_the_event_and_goes_on(number):
    stop = told_to_end(leaves_at_once=False)
    assert not stop.is_set()
    signal.raise_signal(number)
    assert stop.is_set()


@pytest.mark.parametrize("number", TOLD)
def test_told_to_end_leaves_at_once_with_nothing_wrong(number):
    stop = told_to_end(leaves_at_once=True)
    with pytest.raises(SystemExit) as left:
        signal.raise_signal(number)
    assert (stop.is_set(), left.value.code) == (True, 0)

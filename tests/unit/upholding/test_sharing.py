"""Blocks shared by two processes: whoever answers, answers come in order, and errors when it is their turn."""

import multiprocessing
import os
import time
from dataclasses import replace

import pytest

from registry.upholding import Unreadable
from registry.upholding.answered import answer
from registry.upholding.batch import Batch
from registry.upholding.sharing import MOST_WAITING, shared
from tests.support.upholding.files import NUMBERS

BLOCKS = [b"%d" % number for number in range(60)]
LONGEST = 100


@pytest.fixture(autouse=True)
def no_helper_is_left():
    yield
    assert multiprocessing.active_children() == []


def echo(block):
    """An answer that writes the block and, for the test, who answered."""
    return replace(answer(Batch(), NUMBERS, with_places=False), written=block, lines=os.getpid())


def slow_there(wait, here):
    """Answer at once in this process and after a while in the other, where `here` does not say otherwise."""
    first = os.getpid()

    def work(block):
        if os.getpid() == first:
            return here(block)
        time.sleep(wait)
        return echo(block)

    return work


def test_both_processes_answer_and_the_order_is_that_of_the_blocks():
    answers = list(shared(slow_there(0.01, echo), BLOCKS, LONGEST))
    assert [answered.written for answered in answers] == BLOCKS
    who = [answered.lines for answered in answers]
    assert len(set(who)) == 2
    assert who[0] != os.getpid()


def test_no_more_answers_wait_than_may():
    taken = []

    def blocks():
        for block in BLOCKS:
            taken.append(block)
            yield block

    answers = shared(slow_there(0.3, echo), blocks(), LONGEST)
    next(answers)
    assert len(taken) == MOST_WAITING + 1
    answers.close()


def given_before(error, work, blocks):
    given = []
    answers = shared(work, blocks, LONGEST)
    with pytest.raises(error):
        # Extended by one after the other, so that those before the error stay.
        given.extend(answered.written for answered in answers)
    return given


def test_error_of_this_process_comes_after_the_answers_before_it():
    def broken(_):
        raise ZeroDivisionError

    given = given_before(ZeroDivisionError, slow_there(0.01, broken), BLOCKS)
    assert given == BLOCKS[: len(given)]
    assert given


def test_list_that_is_no_text_further_on_is_refused_after_the_answers_before_it():
    blocks = [*BLOCKS, Unreadable("not_text")]
    assert given_before(Unreadable, slow_there(0, echo), blocks) == BLOCKS

"""T30: where the set does not answer as it must, nothing goes out and the check fails."""

import io

import numpy as np
import pytest

from registry.upholding import AnswerUnknown, Layout, OptedOutSet, TestNumberSet, engine, filter_lines
from tests.support.upholding.files import NUMBERS

DATA = b"9990000018,\n9990000026,\n 9990000050\n" * 40
TABLE = b"Name,NHS\n" + b"Ada,9990000018\n" * 90


class Refusal(Exception):
    pass


class Answering:
    """A set that answers wrongly once, at the given call."""

    def __init__(self, wrong, *, method, call=1):
        self._wrong = wrong
        self._method = method
        self._left = call

    def opted_out(self, asked):
        return self._answer("opted_out", asked)

    def superseded(self, asked):
        return self._answer("superseded", asked)

    def _answer(self, method, asked):
        self._left -= method == self._method
        if method == self._method and not self._left:
            return self._wrong(asked)
        return getattr(NUMBERS, method)(asked)


def refuse(_):
    raise Refusal


WRONG = {
    "raises": refuse,
    "none": lambda asked: None,
    "false": lambda asked: False,
    "numpy-false": lambda asked: np.False_,
    "list": lambda asked: [False] * asked.size,
    "integers": lambda asked: np.zeros(asked.size, dtype=np.uint8),
    "floats": lambda asked: np.full(asked.size, np.nan),
    "objects": lambda asked: np.array([None] * asked.size, dtype=object),
    "too-few": lambda asked: np.zeros(asked.size - 1, dtype=np.bool_),
    "too-many": lambda asked: np.zeros(asked.size + 1, dtype=np.bool_),
    "one-for-all": lambda asked: np.zeros(1, dtype=np.bool_),
    "two-dimensions": lambda asked: np.zeros((asked.size, 1), dtype=np.bool_),
    "masked": lambda asked: np.ma.masked_all(asked.size, dtype=np.bool_),
    "not-implemented": lambda asked: NotImplemented,
}


@pytest.mark.parametrize("data", [DATA, TABLE], ids=["plain", "csv"])
@pytest.mark.parametrize("method", ["opted_out", "superseded"])
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_T30_wrong_answer_releases_nothing(wrong, method, data):
    result = io.BytesIO()

    with pytest.raises((AnswerUnknown, Refusal)):
        filter_lines(
            io.BytesIO(data),
            result,
            numbers=Answering(wrong, method=method),
            layout=Layout("NHS" if data == TABLE else ""),
        )
    assert result.getvalue() == b""


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_T30_wrong_answer_later_releases_nothing_more(wrong, monkeypatch):
    monkeypatch.setattr(engine, "BLOCK", 120)
    result = io.BytesIO()

    with pytest.raises((AnswerUnknown, Refusal)):
        filter_lines(io.BytesIO(DATA), result, numbers=Answering(wrong, method="opted_out", call=3))
    assert b"9990000026" not in result.getvalue()
    assert len(result.getvalue()) < 240


class Full(io.BytesIO):
    """A result that takes a part of what is written, as a full disk may."""

    def write(self, content):
        return super().write(content[:-1])


def test_T30_result_that_is_not_taken_whole_fails_the_check():
    with pytest.raises(OSError, match="only a part"):
        filter_lines(io.BytesIO(DATA), Full(), numbers=NUMBERS)


class Torn(io.BytesIO):
    """A source whose second half cannot be read."""

    def read(self, size=-1):
        if self.tell():
            raise OSError("torn")
        return super().read(min(size, 100))


def test_T30_source_that_breaks_off_fails_the_check():
    with pytest.raises(OSError, match="torn"):
        filter_lines(Torn(DATA), io.BytesIO(), numbers=NUMBERS)


def test_test_mode_answers_by_the_seventh_digit():
    asked = np.array([999000123, 999000723, 999000923], dtype=np.uint32)

    assert TestNumberSet().opted_out(asked).tolist() == [False, True, False]
    assert TestNumberSet().superseded(asked).tolist() == [False, False, True]


def test_empty_set_releases_every_number():
    result = io.BytesIO()
    assert filter_lines(io.BytesIO(DATA), result, numbers=OptedOutSet.of()).removed == 0
    assert result.getvalue() == DATA

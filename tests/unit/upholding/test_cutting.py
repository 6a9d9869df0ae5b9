"""Numbers taken out of a finished result: the same bytes and counts as if they had been known from the start (F25)."""

import io
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from registry.upholding import (
    AnswerUnknown,
    Layout,
    LinesDoNotFit,
    OptedOutSet,
    Places,
    Report,
    Unreadable,
    cut_out,
    engine,
    filter_lines,
)
from tests.unit.upholding.test_against_reference import BLOCKS, FILES, NUMBER

NINE = [999000001 + place for place in range(8)]
SETS = st.tuples(st.sets(st.sampled_from(NINE), max_size=3), st.sets(st.sampled_from(NINE), max_size=3))
LATE = st.sets(st.sampled_from(NINE), max_size=4)
FIELD = st.sampled_from([b"x", b"", b'"a,b"', b'"a\nb"', b'"a\r\n""b"""', b'5" pipe'])
CELL = st.one_of(NUMBER, NUMBER.map(lambda number: b'"' + number + b'"'), st.just(b"9990000027"), st.just(b""))
RECORD = st.tuples(FIELD, CELL, FIELD, st.sampled_from([b"\n", b"\r\n", b"\r"])).map(
    lambda parts: b",".join(parts[:3]) + parts[3]
)
TABLES = st.lists(RECORD, max_size=40).map(b"".join)
MARKS = st.sampled_from([b"", b"\xef\xbb\xbf"])
LAST = st.sampled_from([b"", b"9990000018", b"999 000 0026,"])
WHOLE = st.tuples(MARKS, st.sampled_from([b"", b"NHS number\r\n"]), FILES, LAST).map(b"".join)


def answer(data, numbers, column=""):
    """Result, report and counts of a fresh check; None where the whole file is refused."""
    result, report = io.BytesIO(), io.StringIO(newline="")
    try:
        counts = filter_lines(io.BytesIO(data), result, numbers=numbers, layout=Layout(column), report=Report(report))
    except Unreadable:
        return None
    return result.getvalue(), report.getvalue(), counts


NOBODY = np.array([], np.uint32)


def noted(result, numbers, column=""):
    """What is noted of a result while it is read back."""
    file = io.BytesIO()
    places = Places(file)
    with suppress(Unreadable):  # nobody may be left
        filter_lines(io.BytesIO(result), io.BytesIO(), numbers=numbers, layout=Layout(column), written=places.add)
    return file.getvalue(), places.lines


def cut(first, numbers, late, column=""):
    """The first answer, without the late ones."""
    result, report, counts = first
    places, _ = noted(result, numbers, column)
    rest = io.BytesIO()
    gone = np.array(sorted(late), np.uint32)
    taken = cut_out(io.BytesIO(result), io.BytesIO(places), rest, gone=gone, numbers=numbers)
    return rest.getvalue(), report, taken.taken_from(counts)


def holds(data, sets, late, block, column=""):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "BLOCK", block)
        numbers = OptedOutSet.of(*sets)
        first = answer(data, numbers, column)
        if first is not None:
            assert cut(first, numbers, late, column) == answer(data, numbers.changed(add=late), column)


@given(data=WHOLE, sets=SETS, late=LATE, block=BLOCKS)
@example(data=b"\xef\xbb\xbfNHS\n" + b"9990000018,\n" * 5, sets=(set(), {NINE[0]}), late={NINE[0]}, block=24)
@settings(deadline=None)
def test_F25_any_list_cut_late_equals_one_checked_anew(data, sets, late, block):
    holds(data, sets, late, block)


@given(mark=MARKS, data=TABLES, sets=SETS, late=LATE, block=BLOCKS)
@settings(deadline=None)
def test_F25_any_table_cut_late_equals_one_checked_anew(mark, data, sets, late, block):
    holds(mark + b'Name,"NHS number",Note\r\n' + data, sets, late, block, "nhs number")


def test_every_line_of_a_result_is_noted_with_its_number_and_length():
    data = b"\xef\xbb\xbfNHS\n9990000018,\n9990000026,\n 999 000 0018\r\n"
    file, lines = noted(data, OptedOutSet.of())
    mark, rest = [1, 3, 0], [4, 0, 0, NINE[0], NINE[1], NINE[0], 4, 12, 12, 15]
    assert (np.frombuffer(file, "<u4").tolist(), lines) == (mark + rest, 5)


PLAIN = b"9990000018,\n9990000026,\n"


@pytest.mark.parametrize("other", [PLAIN[:-1], PLAIN + b"\n", b"", PLAIN * 2])
def test_T30_result_that_is_not_the_one_that_was_noted_is_not_cut(other):
    places, _ = noted(PLAIN, OptedOutSet.of())
    with pytest.raises(LinesDoNotFit):
        cut_out(io.BytesIO(other), io.BytesIO(places), io.BytesIO(), gone=NOBODY, numbers=OptedOutSet.of())


def test_T30_notes_that_are_cut_off_cut_nothing():
    places, _ = noted(PLAIN, OptedOutSet.of())
    for size in range(1, len(places)):
        with pytest.raises((LinesDoNotFit, ValueError)):
            cut_out(
                io.BytesIO(PLAIN),
                io.BytesIO(places[:size]),
                io.BytesIO(),
                gone=NOBODY,
                numbers=OptedOutSet.of(),
            )


def test_T30_set_that_gives_no_answer_cuts_nothing(monkeypatch):
    places, _ = noted(PLAIN, OptedOutSet.of())
    monkeypatch.setattr(OptedOutSet, "opted_out", lambda _self, asked: np.zeros(asked.size - 1, np.bool_))
    with pytest.raises(AnswerUnknown):
        cut_out(io.BytesIO(PLAIN), io.BytesIO(places), io.BytesIO(), gone=NOBODY, numbers=OptedOutSet.of())

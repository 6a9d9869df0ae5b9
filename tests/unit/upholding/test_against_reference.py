"""The engine against ten lines of plain Python: any bytes, any block size, careful and fast."""

import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from registry.upholding import Layout, OptedOutSet, Report, TestNumbers, engine, filter_lines, plain
from tests.support.upholding.files import NUMBERS, OTHER, PLAIN, THIRD
from tests.support.upholding.running import expected, run

OPTED_OUT = {999000002, 999000004}
SUPERSEDED = {999000003, 999000004}
NUMBER = st.sampled_from([PLAIN, OTHER, THIRD, b"9990000026", b"9990000034", b"9990000042"])
ENDING = st.sampled_from([b"\n", b"\r\n", b"\r"])
REGULAR = st.tuples(NUMBER, st.just(b","), st.just(b"\n")).map(b"".join)
GROUPS = NUMBER.map(lambda number: b" ".join((number[:3], number[3:6], number[6:])))
ANYTHING = st.one_of(
    st.binary(max_size=14).map(lambda text: text.replace(b"\0", b"0")),
    st.text(alphabet="0123456789 ,\t\r\n-+.eE", max_size=14).map(str.encode),
    st.integers(0, 10**10).map(lambda number: b"%010d" % number),
)
ODD = st.tuples(
    st.sampled_from([b"", b" ", b"\t"]), NUMBER | GROUPS | ANYTHING, st.sampled_from([b"", b",", b" , "]), ENDING
).map(b"".join)
FILES = st.lists(st.one_of(REGULAR, REGULAR, REGULAR, ODD), max_size=60).map(b"".join)
BLOCKS = st.sampled_from([13, 24, 40, 100, 997, 512 * 1024])


def reference(data):
    """Result and counts, with a first line in front so that no line of `data` is taken for a header."""
    answers = expected(data, OPTED_OUT, SUPERSEDED)
    result = b"".join(line for line, _, released, _ in answers if released)
    kinds = [kind for _, kind, _, _ in answers]
    duplicates = sum(again for *_, again in answers)
    gone = sum(kind == "number" and not released for _, kind, released, _ in answers)
    return result, {
        "lines": len(answers),
        "headers": 0,
        "kept": kinds.count("number") - gone - duplicates,
        "removed": gone,
        "invalid": kinds.count("invalid"),
        "duplicates": duplicates,
        "superseded": kinds.count("superseded"),
        "superseded_removed": sum(kind == "superseded" and not released for _, kind, released, _ in answers),
    }


@given(data=FILES, block=BLOCKS)
@example(data=b"9990000018,\n" * 3 + b"\r" + b"9990000026,\n", block=13)
@example(data=b"9990000018,\r9990000026,\r\n", block=12)
@settings(deadline=None)
def test_any_file_gets_the_answer_of_the_reference(data, block):
    data = PLAIN + b"\n" + data
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "BLOCK", block)
        result, _, counts = run(data)
    counts = dict(counts)

    assert counts.pop("distinct") <= counts["lines"]
    assert (result, counts) == reference(data)


@given(data=FILES, block=BLOCKS, test_numbers=st.sampled_from(TestNumbers))
@settings(deadline=None)
def test_the_careful_path_alone_gives_the_same_answer(data, block, test_numbers):
    layout = Layout(test_numbers=test_numbers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "BLOCK", block)
        fast = run(data, layout=layout)
        patch.setattr(plain, "shape_of", lambda _: b"")
        assert run(data, layout=layout) == fast


@given(data=FILES, block=BLOCKS)
@settings(deadline=None)
def test_a_csv_of_one_column_gives_the_same_lines(data, block):
    text = data.replace(b'"', b"'").replace(b",", b" ")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "BLOCK", block)
        lines, table = run(b"NHS\n" + text), run(b"NHS\n" + text, layout=Layout("NHS"))

    assert table == lines


@given(data=FILES)
@settings(deadline=None)
def test_each_number_is_told_once_when_it_first_appears(data):
    told, data = [], PLAIN + b"\n" + data
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "BLOCK", 50)
        counts = filter_lines(
            io.BytesIO(data), io.BytesIO(), numbers=NUMBERS, distinct=lambda numbers: told.extend(numbers.tolist())
        )

    assert counts.distinct == len(told) == len(set(told))


def test_progress_ends_with_all_bytes_and_lines(monkeypatch):
    monkeypatch.setattr(engine, "BLOCK", 40)
    seen = []

    counts = filter_lines(
        io.BytesIO(b"9990000018\n" * 20), io.BytesIO(), numbers=OptedOutSet.of(), progress=seen.append
    )

    assert [step.bytes_read for step in seen] == [40, 80, 120, 160, 200, 220, 220]
    assert [step.lines for step in seen] == [3, 7, 10, 14, 18, 20, 20]
    assert (counts.lines, counts.kept, counts.duplicates) == (20, 1, 19)


def test_test_numbers_may_be_refused_or_asked_for():
    real = b"400000000" + b"%d" % 4  # weighted sum 40, and 40 + 4 is a multiple of 11
    data = PLAIN + b"\n" + real + b"\n"

    def kept_by(test_numbers):
        result, report, _ = run(data, layout=Layout(test_numbers=test_numbers))
        return result, report.split("\r\n")[1:-1]

    assert kept_by(TestNumbers.ACCEPTED) == (data, [])
    assert kept_by(TestNumbers.REFUSED) == (real + b"\n", ["1,invalid,never_issued,*******018"])
    assert kept_by(TestNumbers.ONLY) == (PLAIN + b"\n", ["2,invalid,not_a_test_number,*******004"])


def test_a_report_that_is_not_wanted_changes_nothing():
    result = io.BytesIO()
    counts = filter_lines(io.BytesIO(b"1\n9990000018\n"), result, numbers=NUMBERS)
    assert (result.getvalue(), counts.invalid) == (b"9990000018\n", 1)
    assert isinstance(Report(io.StringIO()), Report)

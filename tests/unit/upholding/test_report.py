"""T27: the report names odd lines, never a whole number, and no cell of it is a formula."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.upholding import Reason, Report
from registry.upholding.report import masked
from tests.support.upholding.running import run

FORMULA_STARTS = tuple("=+-@\t\r\x00\uff1d\uff0b\uff0d\uff20")


@given(st.one_of(st.binary(max_size=40), st.text(max_size=40).map(str.encode)))
@settings(deadline=None)
def test_T27_no_value_is_a_formula_or_breaks_a_row(value):
    shown = masked(value)

    assert set(shown) <= set("*?0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    assert not shown.startswith(FORMULA_STARTS)
    assert len(shown) <= 20


@given(st.text(alphabet="0123456789", min_size=4, max_size=30))
@settings(deadline=None)
def test_T27_no_value_shows_more_than_three_digits(digits):
    assert masked(digits.encode()) == ("*" * (len(digits) - 3) + digits[-3:])[-20:]


@given(st.lists(st.binary(max_size=30), max_size=20))
@settings(deadline=None)
def test_T27_report_of_any_file_is_rows_of_four_safe_cells(lines):
    answer = run(b"9990000018\n" + b"\n".join(lines).replace(b"\0", b""))
    rows = list(csv.reader(io.StringIO(answer[1], newline=""), strict=True))

    assert rows[0] == ["line", "class", "reason", "value"]
    for line, kind, reason, value in rows[1:]:
        assert line.isdigit()
        assert (kind, reason in set(Reason)) == ("invalid", True)
        assert not value.startswith(FORMULA_STARTS)


def test_report_counts_what_it_leaves_out():
    file = io.StringIO(newline="")
    report = Report(file, most_lines=2)
    for line in range(1, 6):
        report.invalid(line, Reason.EMPTY, b"")
    report.close()

    assert file.getvalue().split("\r\n")[1:] == ["1,invalid,empty,", "2,invalid,empty,", ",invalid,not_listed,3", ""]

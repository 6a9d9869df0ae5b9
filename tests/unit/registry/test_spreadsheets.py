import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.spreadsheets import HIDING, csv_table, safe_cell

HOSTILE = st.one_of(
    st.text(),
    st.builds("{}{}{}".format, st.text(HIDING, max_size=3), st.sampled_from("=+-@\t\r'＝＋－＠"), st.text()),
)


def read(text):
    return list(csv.reader(io.StringIO(text, newline=""), lineterminator="\r\n"))


def is_formula(cell):
    """As spreadsheets decide on import: blanks and invisible signs before the sign do not matter."""
    return cell.lstrip(HIDING)[:1] in set("=+-@＝＋－＠") and bool(cell.lstrip(HIDING))


@given(st.lists(st.lists(HOSTILE, min_size=2, max_size=2), max_size=5))
def test_T27_no_cell_of_an_export_is_a_formula(rows):
    table = read(csv_table(["one", "two"], rows))
    assert len(table) == len(rows) + 1
    assert not any(is_formula(cell) for row in table for cell in row)


@given(st.lists(st.lists(HOSTILE, min_size=2, max_size=2), max_size=5))
def test_T27_every_text_comes_back_but_for_its_mark(rows):
    for wrote, found in zip(rows, read(csv_table(["one", "two"], rows))[1:], strict=True):
        for before, after in zip(wrote, found, strict=True):
            kept = before.replace("\x00", "")
            assert after in {kept, f"'{kept}"}


@pytest.mark.parametrize("name", ["O'Hara", "D’Alvarenga", "Anne-Marie", "Zoë", "José María", "Å"])
def test_T27_names_without_such_a_start_stay_as_they_are(name):
    assert safe_cell(name) == name


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\x00=1", "\ufeff=1", "＝1"])
def test_T27_each_start_of_a_formula_is_marked(cell):
    assert safe_cell(cell).startswith("'")

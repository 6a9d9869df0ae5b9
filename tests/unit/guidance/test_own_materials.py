"""What a practice gives fits on its poster and its letter, or is refused: it never runs over an edge."""

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.correspondence import CannotCompose
from registry.correspondence.materials import OWN, Practice, make_own
from registry.correspondence.typesetting import REFUSALS
from tests.support import pdfs

EDGE = 8  # millimetres
LONG = "The Riverside and Upper Longbottom Valley Family Medical Practice and Community Health Partnership"
WEEK = tuple(f"{day}: 8am to 12:30pm and 1:30pm to 6:30pm" for day in ("Monday", "Tuesday", "Wednesday", "Thursday"))
WORD = st.integers(1, 40).map(lambda length: ("Wimbleham" * 5)[:length])
NAMES = st.lists(WORD, min_size=1, max_size=8).map(lambda words: " ".join(words)[:100].strip())
HOURS = st.lists(NAMES.map(lambda line: line[:60].strip()), min_size=1, max_size=7).map(tuple)


def outside(pdf):
    """Every letter that is nearer to an edge than it may be."""
    with pypdfium2.PdfDocument(pdf) as document:
        [page] = document
        width, height = page.get_size()
        text = page.get_textpage()
        near = EDGE * 72 / 25.4
        boxes = [text.get_charbox(number) for number in range(text.count_chars())]
        return [box for box in boxes if box[0] < near or box[2] > width - near or box[1] < near / 2 or box[3] > height]


def made_or_refused(what, practice):
    try:
        return make_own(what, practice), ""
    except CannotCompose as refused:
        return b"", refused.reason


@given(name=NAMES, hours=HOURS, what=st.sampled_from(sorted(OWN)))
@settings(max_examples=30, deadline=None)
def test_whatever_is_typed_fits_or_is_refused(name, hours, what):
    pdf, reason = made_or_refused(what, Practice(name=name, phone="0113 496 0001 option 2", hours=hours))
    if pdf:
        assert outside(pdf) == []
        assert "".join(name.split()) in "".join(pdfs.text(pdf).split())
    else:
        assert reason in REFUSALS


@pytest.mark.parametrize("what", OWN)
@pytest.mark.parametrize("lines", [1, 7])
def test_long_names_and_seven_lines_of_hours_fit(what, lines):
    week = (*WEEK, "Friday: 8am to 6:30pm", "Saturday: 9am to midday, booked only", "Sunday: closed")[:lines]
    pdf = make_own(what, Practice(name=LONG, phone="0113 496 0001", hours=week))
    assert outside(pdf) == []
    said = pdfs.text(pdf)
    assert [line for line in (LONG, *week) if line not in said] == []


@pytest.mark.parametrize("what", OWN)
def test_letters_that_no_font_has_are_refused(what):
    with pytest.raises(CannotCompose) as refused:
        make_own(what, Practice(name="\u0d05", phone="1", hours=("x",)))
    assert refused.value.reason == "characters"

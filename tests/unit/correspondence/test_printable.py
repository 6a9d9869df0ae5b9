import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.correspondence.printable import can_be_printed, one_line


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("  Aoife \t Byrne\n", "Aoife Byrne"),
        ("Ao\x00ife", "Aoife"),
        ("Aoife \u202enryB", "Aoife nryB"),
        ("\ufeffAoife\ud800", "Aoife"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("O’Brien-Ó'Néill", "O’Brien-Ó'Néill"),
        ("A \x00 B", "A B"),
        ("\x00\u202e", ""),
    ],
)
def test_one_line_keeps_what_can_be_seen(given_text, expected):
    assert one_line(given_text) == expected


@given(st.text())
def test_one_line_answers_one_line_without_controls_and_settles(text):
    line = one_line(text)
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in line)
    assert len(line.splitlines()) <= 1
    assert one_line(line) == line
    assert line.encode().decode() == line
    assert "  " not in line


@pytest.mark.parametrize(
    "name", ["Zoë Łukaszewicz", "Nguyễn Thị Hồng", "Ελένη", "Иван", "محمد", "דוד", "გიორგი", "ʻOkina"]
)
def test_can_be_printed_accepts_the_scripts_that_were_looked_at(name):
    assert can_be_printed(name)


@pytest.mark.parametrize("name", ["张伟", "नरेन्द्र", "한국", "ไทย", "தமிழ்", "A\ue000", "\U00017000"])
def test_can_be_printed_refuses_the_others(name):
    assert not can_be_printed(name)

"""T31: however an opted-out number is spelt, it is either rejected or matched. Never released."""

import codecs
import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.upholding import Layout, OptedOutSet, Unreadable, filter_lines
from tests.factories import make_nhs_number

BLANKS = ["", "  ", *" \t-\u00a0\u2009\u200b\u2060\ufeff\u00ad._'\x1f\x0b"]
BEFORE = ["00", *" \t+-='\"0\ufeff\u200b\u00a0\u202e#\\@"]
AFTER = [",,", " ,", ".0", "e0", "E+0", *" ,\"';\u200b\u00a0\x0b\x0c\u2028\x85"]
ENDINGS = ["\n", "\n", "\r\n", "\r", "\n\r", "\r\r\n"]
ZEROS = ["0", "0", "0", "0", "\uff10", "\u0660", "\u06f0", "\u0966", "\u09e6", "\U0001d7ce", "\U0001d7d8", "\U0001fbf0"]
NUMBERS = [make_nhs_number(place).digits for place in range(0, 4000, 40)]
SET = OptedOutSet.of([int(digits[:9]) for digits in NUMBERS])
QUICK, LONG = 20_000, 1_000_000
IN_A_FILE = 500


def spelling(chance):
    """One hostile spelling of an opted-out number, ending and all."""
    digits = chance.choice(NUMBERS)
    zero = ord(chance.choice(ZEROS))
    share = chance.choice([0, 0, 0.1, 0.5, 1])
    text = [chr(zero + int(digit)) if chance.random() < share else digit for digit in digits]
    gaps = [chance.choice(BLANKS) if chance.random() < chance.choice([0, 0.3]) else "" for _ in range(9)]
    if chance.random() < 0.4:
        gaps = ["", "", " ", "", "", chance.choice([" ", " ", "", "\t", "\u00a0"]), "", "", ""]
    body = text[0] + "".join(gap + digit for gap, digit in zip(gaps, text[1:], strict=True))
    if chance.random() < 0.05:
        body = f"{digits[0]}.{digits[1:]}{chance.choice(['e9', 'E9', 'E+09'])}"
    return sometimes(chance, BEFORE) + body + sometimes(chance, AFTER) + chance.choice(ENDINGS)


def sometimes(chance, signs):
    return chance.choice(signs) if chance.random() < 0.4 else ""


def encoded(text, chance):
    if chance.random() < 0.02:
        return text.encode(chance.choice(["utf-16-le", "utf-16-be", "utf-16", "utf-32"]))
    return text.encode("utf-8" if chance.random() < 0.9 else "latin-1", errors="replace")


def answered(data, column=""):
    """Return what went out of a file in which every number is opted out, and how many lines were matched."""
    result = io.BytesIO()
    try:
        counts = filter_lines(io.BytesIO(data), result, numbers=SET, layout=Layout(column))
    except Unreadable:
        return b"", 0
    return result.getvalue().removeprefix(codecs.BOM_UTF8), counts.removed


def released(data, column=""):
    return answered(data, column)[0]


def hostile_file(seed):
    chance = random.Random(seed)
    return b"".join(encoded(spelling(chance), chance) for _ in range(IN_A_FILE)).replace(b"\0", b"")


def check_spellings(cases, first):
    matched = 0
    for seed in range(first, first + cases // IN_A_FILE):
        result, removed = answered(hostile_file(seed))
        assert result == b"", seed
        matched += removed
    assert matched > cases // 50


def test_T31_no_spelling_of_an_opted_out_number_is_released():
    check_spellings(QUICK, first=random.randrange(10**9))


@pytest.mark.night
def test_T31_no_spelling_of_an_opted_out_number_is_released_in_a_million():
    check_spellings(LONG, first=random.randrange(10**9))


@given(seed=st.integers(0, 10**9))
@settings(max_examples=20, deadline=None)
def test_T31_no_spelling_is_released_from_a_column(seed):
    chance = random.Random(seed)
    rows = [spelling(chance).rstrip("\r\n") for _ in range(100)]
    text = "Name,NHS,Note\n" + "".join(
        f'Ada,"{row}",x\n' if place % 2 else f"Ada,{row},x\n" for place, row in enumerate(rows)
    )

    assert released(text.encode(), column="NHS") in (b"Name,NHS,Note\n", b"")


@given(st.text(min_size=1, max_size=12), st.sampled_from(NUMBERS), st.integers(0, 10))
@settings(max_examples=150, deadline=None)
def test_T31_a_number_with_any_text_in_it_is_not_released(text, digits, place):
    line = f"{digits[:place]}{text}{digits[place:]}\n"
    with_it = released(line.encode())
    # A line end in the text makes lines of its own; whatever digits they hold, they are not this number.
    assert digits.encode() not in with_it.split(b"\n")
    assert b"".join(with_it.split()) != digits.encode()


def test_T31_every_first_line_is_read_with_the_same_care():
    chance = random.Random(31)
    assert [line for line in (spelling(chance) for _ in range(400)) if released(line.encode())] == []

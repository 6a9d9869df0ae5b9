import nhs_number as other_library
import pytest
from django.test import override_settings
from hypothesis import assume, example, given
from hypothesis import strategies as st

from registry.nhs_number import MESSAGES, NHSNumber, NHSNumberError, has_valid_check_digit
from tests.factories import check_digit, make_nhs_number


@st.composite
def numbers(draw):
    body = draw(st.integers(0, 999_999_999))
    assume(check_digit(body) < 10 and body > 0)
    return NHSNumber(body * 10 + check_digit(body))


def code_of(text):
    with pytest.raises(NHSNumberError) as caught:
        NHSNumber.parse(text)
    return caught.value.code


@given(numbers())
def test_nhs_number_valid_round_trips(number):
    assert NHSNumber.parse(number.digits) == NHSNumber.parse(number.spaced) == number
    assert len(number.digits) == 10
    assert number.spaced.replace(" ", "") == number.digits


@given(numbers(), st.sampled_from(" \t\u00a0\u2007\u2009\u202f-\u2010\u2011\u2012\u2013"), st.text(" \n\t", max_size=3))
def test_nhs_number_written_with_blanks_or_dashes_is_the_same(number, separator, margin):
    assert NHSNumber.parse(margin + separator.join(number.digits) + margin) == number


@given(st.integers(0, 9_999_999_999))
@example(0)
@example(9_990_000_018)
def test_nhs_number_agrees_with_another_library(value):
    # The other library also wants a birth date in the numbers of Scotland, which this service never meets.
    assume(not other_library.REGION_SCOTLAND.contains_number(f"{value:010d}"))
    expected = other_library.is_valid(f"{value:010d}") and value != 0
    assert (has_valid_check_digit(value) and value != 0) == expected


@given(numbers(), st.integers(0, 9), st.integers(1, 9))
def test_nhs_number_with_one_digit_changed_never_passes(number, place, by):
    digits = number.digits
    changed = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    assert code_of(changed) == "check_digit"


@given(numbers(), st.integers(0, 8))
def test_nhs_number_with_two_digits_swapped_never_passes(number, place):
    digits = number.digits
    assume(digits[place] != digits[place + 1])
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert code_of(swapped) == "check_digit"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("  - \u00a0", "empty"),
        ("QQ 12 34 56 C", "national_insurance"),
        ("qq123456", "national_insurance"),
        ("999 000 001O", "letters"),
        ("999.000.0018", "letters"),
        ("999 000 001", "too_short"),
        ("999 000 0018 1", "too_long"),
        ("485 777 3456", "check_digit"),
        ("0000000000", "check_digit"),
        ("000 000 0000", "check_digit"),
    ],
)
def test_nhs_number_error_has_its_own_code(text, code):
    assert code_of(text) == code


def test_nhs_number_errors_have_words_and_repeat_nothing():
    for code, words in MESSAGES.items():
        error = NHSNumberError(code)
        assert str(error) == words
    assert MESSAGES.keys() == {
        "empty", "national_insurance", "letters", "too_short", "too_long", "check_digit", "never_issued",
    }  # fmt: skip
    with pytest.raises(NHSNumberError) as caught:
        NHSNumber.parse("485 777 3456")
    assert "3456" not in str(caught.value)
    assert "3456" not in repr(caught.value)


def test_nhs_number_of_the_test_range_only_when_settings_say_so():
    edge = NHSNumber(9_990_000_018)
    with override_settings(TEST_NHS_NUMBERS=False):
        assert code_of(edge.digits) == "never_issued"
        assert NHSNumber.parse("401 023 2137").digits == "4010232137"
    with override_settings(TEST_NHS_NUMBERS=True):
        assert NHSNumber.parse(edge.digits).is_test_number


def test_nhs_number_below_the_test_range_is_not_a_test_number():
    last_before = next(
        body * 10 + check_digit(body) for body in range(998_999_999, 998_999_900, -1) if check_digit(body) < 10
    )
    assert not NHSNumber(last_before).is_test_number


@pytest.mark.parametrize("value", [0, -9_990_000_018, 10_000_000_007, 9_990_000_019])
def test_nhs_number_from_a_bad_integer_is_refused(value):
    with pytest.raises(NHSNumberError):
        NHSNumber(value)


ZERO_OF_OTHER_SCRIPTS = "\uff10\u0660\u06f0\u0966\u09e6\U0001d7ce\u0e50"
HOSTILE = {
    "full width or another script": lambda d, s: "".join(chr(ord(s) + int(digit)) for digit in d),
    "one digit of another script": lambda d, s: d[:4] + chr(ord(s) + int(d[4])) + d[5:],
}
SIGNS = [
    "+{}", "{}.0", "{}e0", "{}E+0", "0x{}", "{}\u200b", "\u200b{}", "\ufeff{}", "{}\x00", "'{}'", '"{}"', "{},",
    "\u2212{}", "0{}", "{}0", "{}_", "\u202e{}", "{}\u0301", '="{}"', "{}\u2060", "\u00b2{}", "({})", "{}/1",
]  # fmt: skip


@given(numbers(), st.sampled_from(ZERO_OF_OTHER_SCRIPTS), st.sampled_from(sorted(HOSTILE)))
def test_T31_digits_of_other_scripts_are_refused(number, zero, way):
    assert code_of(HOSTILE[way](number.digits, zero)) == "letters"


@given(numbers(), st.sampled_from(SIGNS))
def test_T31_hostile_spellings_are_refused(number, spelling):
    assert code_of(spelling.format(number.digits)) in {"letters", "too_long"}


@given(st.text(max_size=24) | st.from_regex(r"[ +\-0-9eE._\u0660-\u0669\uff10-\uff19]{8,16}", fullmatch=True))
def test_T31_whatever_is_accepted_is_its_own_ten_ascii_digits(text):
    try:
        number = NHSNumber.parse(text)
    except NHSNumberError:
        return
    assert [sign for sign in text if sign.isdigit()] == list(number.digits)


def test_nhs_number_never_shows_itself():
    number = make_nhs_number(0)
    assert not any(digit.isdigit() for digit in f"{number} {number!r}")


def test_made_numbers_are_valid_synthetic_and_different():
    made = [make_nhs_number(n) for n in range(2000)]
    assert len(set(made)) == 2000
    assert all(number.is_test_number for number in made)
    assert made[0].spaced == "999 000 0018"

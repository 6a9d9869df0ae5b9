"""The questions of the journey: what they take, what they refuse, and in which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.choice.forms import ChoiceForm, CodeByForm, CodeForm, DateOfBirthForm, NameForm, NumberForm, PostcodeForm

SIGNS = "Last name must only include letters, spaces, hyphens, full stops and apostrophes"


def name_errors(family, given_name="Ada"):
    return NameForm({"given_name": given_name, "family_name": family}).errors.get("family_name", [])


@pytest.mark.parametrize(
    "name",
    ["O'Neill", "O’Neill", "Oʼneill", "Smith-Jones", "Smith‐Jones", "van der Berg", "Núñez", "Đặng", "李", "Иванов",
     "محمد", "राम", "สมชาย", "Sø", "St. John", "D`Arcy", "Ng", "X", "ශ්‍රී", "نیک‌نام", "Col·lell"],
)  # fmt: skip
def test_name_of_any_script_is_taken_as_typed(name):
    form = NameForm({"given_name": "", "family_name": name})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["family_name"] == name


@pytest.mark.parametrize("name", [
    "Ada1", "Ada\u202e", "😀", "A@b", "<b>", "Ada\u200b", "Ada\ufeff", "A_b", "A/b",
    "A\u034fb", "A\u3164", "=Ada", "A\ufe0f"])  # fmt: skip
def test_name_with_signs_is_refused_in_plain_words(name):
    assert name_errors(name) == [SIGNS]


def test_name_with_a_nul_is_refused():
    assert name_errors("Sam\x00ple") == [SIGNS]


@pytest.mark.parametrize("name", ["-", "'", "...", "\u0301", "- -"])
def test_name_without_letters_is_refused(name):
    assert name_errors(name) == ["Last name must include letters"]


@pytest.mark.parametrize("name", ["", "   ", "\t"])
def test_missing_last_name_is_asked_for(name):
    assert name_errors(name) == ["Enter your last name"]


def test_long_name_is_taken_up_to_two_hundred_letters():
    assert not name_errors("a" * 200)
    assert name_errors("a" * 201) == ["Last name must be 200 letters or fewer"]


def test_name_is_tidied():
    form = NameForm({"given_name": "  Ada   May ", "family_name": "Nu\u0301n\u0303ez"})
    assert form.is_valid()
    assert form.cleaned_data == {"given_name": "Ada May", "family_name": "Núñez"}


@given(st.text(max_size=250))
def test_any_text_is_a_name_or_has_one_message(text):
    assert len(name_errors(text)) in {0, 1}


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("", "", ""), "Enter your date of birth"),
        (("31", "2", "1980"), "Date of birth must be a real date"),
        (("1", "1", "2999"), "Date of birth must be in the past"),
        (("1", "", "1980"), "Date of birth must include a month"),
        (("32", "1", "1980"), "Day must be a number from 1 to 31"),
        (("1", "13", "1980"), "Month must be a number from 1 to 12"),
        (("1", "1", "80"), "Year must include 4 numbers"),
        (("1", "1", "1066"), "Year must be 1900 or later"),
    ],
)
def test_date_of_birth_has_a_message_for_each_fault(parts, message):
    data = {f"date_of_birth_{part}": text for part, text in zip(("day", "month", "year"), parts, strict=True)}
    assert DateOfBirthForm(data).errors["date_of_birth"] == [message]


@pytest.mark.parametrize("typed", ["ls14ap", "LS1 4AP", " l s 1 4 a p ", "LS1-4AP", "ls1.4ap", "LS1\u00a04AP"])
def test_postcode_is_read_however_it_is_spelt(typed):
    form = PostcodeForm({"postcode": typed})
    assert form.is_valid()
    assert form.cleaned_data["postcode"] == "LS1 4AP"


@pytest.mark.parametrize("typed", ["LEEDS", "LS1", "12345", "LS1 4APX", "ＬＳ１ ４ＡＰ", "x" * 30, "LS1 4A\u202eP"])
def test_postcode_that_is_none_is_refused(typed):
    assert PostcodeForm({"postcode": typed}).errors["postcode"] == ["Enter a full UK postcode, such as LS1 4AP"]


@pytest.mark.parametrize("typed", ["012345", "012 345", "012-345", " 012345\n", "0 1 2 3 4 5", "012\u00a0345"])
def test_code_is_read_however_it_is_copied(typed):
    form = CodeForm({"code": typed})
    assert form.is_valid()
    assert form.cleaned_data["code"] == "012345"


@pytest.mark.parametrize("typed", ["12345", "1234567", "12345a", "٠١٢٣٤٥", "０１２３４５", "1e5", "+12345", "x" * 41])
def test_code_of_another_shape_is_refused(typed):
    assert CodeForm({"code": typed}).errors["code"] == ["The security code has 6 numbers"]


def test_code_is_never_drawn_again():
    assert "123" not in str(CodeForm({"code": "123"})["code"])


@pytest.mark.parametrize(("form", "field"), [(ChoiceForm, "choice"), (CodeByForm, "code_by")])
def test_answer_that_is_not_on_offer_is_not_echoed(form, field):
    assert form({field: "<b>letter</b>"}).errors[field] == form({}).errors[field]
    assert "Select" in form({}).errors[field][0]


def test_number_page_takes_spaces_and_hyphens():
    form = NumberForm({"nhs_number": " 999-000 0018 "})
    assert form.is_valid()
    assert form.cleaned_data["nhs_number"].digits == "9990000018"

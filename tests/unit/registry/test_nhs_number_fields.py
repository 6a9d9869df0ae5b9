import pytest
from django import forms
from django.core.exceptions import ValidationError

from registry.fields import NHSNumberField, NHSNumberFormField
from registry.nhs_number import MESSAGES, NHSNumber, has_valid_check_digit


class OneNumber(forms.Form):
    number = NHSNumberFormField()


class PerhapsANumber(forms.Form):
    number = NHSNumberFormField(required=False)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("--", "empty"),
        ("AB123456C", "national_insurance"),
        ("none", "letters"),
        ("999", "too_short"),
        ("99900000181", "too_long"),
        ("9" * 101, "too_long"),
        ("1" * 1_000_000, "too_long"),
        ("9990000019", "check_digit"),
    ],
)
def test_nhs_number_form_field_says_what_is_wrong(typed, code):
    form = OneNumber({"number": typed})
    assert form.errors == {"number": [MESSAGES[code]]}


def test_nhs_number_form_field_gives_a_number():
    form = OneNumber({"number": " 999-000 0018 "})
    assert form.is_valid()
    assert form.cleaned_data == {"number": NHSNumber(9_990_000_018)}


def test_nhs_number_form_field_may_be_left_empty_when_not_required():
    form = PerhapsANumber({"number": ""})
    assert form.is_valid()
    assert not form.cleaned_data["number"]


def test_nhs_number_form_field_takes_its_own_words():
    field = NHSNumberFormField(error_messages={"empty": "Which number?", "required": "Which number?"})
    with pytest.raises(ValidationError, match="Which number"):
        field.clean("")


def test_nhs_number_model_field_reads_text_and_whole_numbers():
    field = NHSNumberField()
    assert field.to_python("999 000 0018") == field.to_python(9_990_000_018) == NHSNumber(9_990_000_018)
    assert field.to_python(None) is None
    leading_zero = NHSNumber(next(value for value in range(100_000_000, 100_000_100) if has_valid_check_digit(value)))
    assert field.to_python(leading_zero.value) == leading_zero


def test_nhs_number_model_field_refuses_what_is_no_number():
    with pytest.raises(ValidationError) as caught:
        NHSNumberField().to_python("485 777 3456")
    assert caught.value.code == "check_digit"


@pytest.mark.parametrize("text", ["\uff19\uff19\uff190000018", "+9990000018", "9_990_000_018", "\u0669990000018"])
def test_T31_nhs_number_model_field_reads_no_other_spelling_as_a_number(text):
    with pytest.raises(ValueError, match="NHS number"):
        NHSNumberField().get_prep_value(text)


def test_nhs_number_model_field_prepares_what_the_database_keeps():
    field = NHSNumberField()
    assert field.get_prep_value(NHSNumber(9_990_000_018)) == 9_990_000_018
    assert field.get_prep_value("999 000 0018") == 9_990_000_018
    assert field.get_prep_value(None) is None

"""Forms about someone else: browsers must neither fill them in nor remember them (A10)."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ndop.nhsuk.fields import NHSDateField
from ndop.nhsuk.widgets import NHSDateInput, RadioSelect, TextInput
from registry.actions.person_views import Grounds
from registry.fields import NHSNumberFormField
from registry.queries.people_search import LookUpReason, Terms, looks_like_a_reference

ONE_WAY = "Enter an NHS number, or a reference, or a last name and date of birth: one of the three"
CASE_REFERENCE = re.compile(r"[0-9]{5,7}-C")
# Ten digits in a row, however they are spaced, are somebody's number; reasons are read by people who need not know it.
LONG_NUMBER = re.compile(r"\d(?:[ \-]?\d){9}")
WORDS_LENGTH = 150


class DateInput(NHSDateInput):
    """Three boxes that the browser leaves alone."""

    def __init__(self) -> None:
        super().__init__()
        for box in self.widgets:
            box.attrs["autocomplete"] = "off"


def text(label: str, *, width: int = 20, **options: Any) -> forms.CharField:
    """Make a line of text about someone else."""
    words = {"max_length": f"{label} must be {options.get('max_length', 0)} characters or fewer"}
    widget = TextInput(width=width, autocomplete="off", spellcheck=False)
    return forms.CharField(label=label, widget=widget, required=False, error_messages=words, **options)


def without_numbers(words: str) -> str:
    """Refuse an NHS number or a telephone number in a reason."""
    if LONG_NUMBER.search(words):
        raise ValidationError("Leave out NHS numbers and telephone numbers", code="number")
    return words


class GroundsForm(forms.Form):
    """Why someone looks."""

    reason = forms.ChoiceField(
        label="Why are you looking?",
        choices=LookUpReason.choices,
        widget=RadioSelect(),
        help_text="We record the reason with everything you open.",
        error_messages={"required": "Select why you are looking", "invalid_choice": "Select why you are looking"},
    )
    words = text(
        "Say why, if it is something else",
        width=30,
        max_length=WORDS_LENGTH,
        help_text="Leave out names and numbers of people.",
    )
    case_reference = text("Case reference, if there is one", width=10, max_length=20, help_text="For example, 12345-C")

    def clean_words(self) -> str:
        """Refuse numbers of people."""
        return without_numbers(self.cleaned_data["words"])

    def clean_case_reference(self) -> str:
        """Return the reference as the record writes it."""
        typed = re.sub(r"\s", "", self.cleaned_data["case_reference"]).upper()
        if typed and not CASE_REFERENCE.fullmatch(typed):
            raise ValidationError("Enter a case reference such as 12345-C", code="shape")
        return typed

    def clean(self) -> dict[str, Any]:
        """Words are needed for a reason that is none of the list, and kept for that one only."""
        given = super().clean() or {}
        if given.get("reason") != LookUpReason.OTHER:
            given["words"] = ""
        elif "words" in given and not given["words"]:
            self.add_error("words", "Say why you are looking")
        return given

    def grounds(self) -> Grounds:
        """Return the reason that was given."""
        given = self.cleaned_data
        return Grounds(LookUpReason(given["reason"]), given["words"], given["case_reference"])


class SearchForm(GroundsForm):
    """Whom to look for, in one of three ways."""

    nhs_number = NHSNumberFormField(
        label="NHS number",
        required=False,
        widget=TextInput(width=10, inputmode="numeric", spellcheck=False, autocomplete="off"),
    )
    reference = text("Or a reference", max_length=40, help_text="Of a choice, a case, or a letter or other message")
    family_name = text("Or a last name and date of birth: last name", max_length=200)
    date_of_birth = NHSDateField(
        name="Date of birth", past=True, required=False, label="Date of birth", widget=DateInput()
    )
    given_name = text("First name, to narrow it down", max_length=200)

    field_order = ["nhs_number", "reference", "family_name", "date_of_birth", "given_name", "reason"]

    def clean_reference(self) -> str:
        """Refuse what cannot be a reference of ours."""
        typed: str = self.cleaned_data["reference"]
        if typed and not looks_like_a_reference(typed):
            raise ValidationError("Enter a reference such as K7M2-9QXR-4T, 12345-C or 1a2b3c4d", code="shape")
        return typed

    def clean(self) -> dict[str, Any]:
        """Exactly one way, and a name never without its date of birth."""
        given = super().clean()
        if self.errors.keys() & {"nhs_number", "reference", "family_name", "date_of_birth", "given_name"}:
            return given
        by_name = bool(given["family_name"] or given["date_of_birth"] or given["given_name"])
        if bool(given["nhs_number"]) + bool(given["reference"]) + by_name != 1:
            self.add_error("nhs_number", ONE_WAY)
        elif by_name and not given["family_name"]:
            self.add_error("family_name", "Enter the last name")
        elif by_name and not given["date_of_birth"]:
            self.add_error("date_of_birth", "Enter the date of birth")
        return given

    def terms(self) -> Terms:
        """Return whom to look for."""
        given = self.cleaned_data
        return Terms(
            nhs_number=given["nhs_number"] or None,
            reference=given["reference"],
            family_name=given["family_name"],
            given_name=given["given_name"],
            date_of_birth=given["date_of_birth"],
        )


class ReversalForm(forms.Form):
    """Which choice was recorded by mistake, and how that is known."""

    reference = forms.ChoiceField(
        label="Which choice was recorded by mistake?",
        widget=RadioSelect(),
        error_messages={"required": "Select a choice", "invalid_choice": "Select a choice"},
    )
    why = forms.CharField(
        label="How do you know that it was a mistake?",
        max_length=WORDS_LENGTH,
        help_text="150 characters at most. The history keeps this. Leave out names and numbers of people.",
        widget=forms.Textarea(attrs={"rows": "3", "autocomplete": "off"}),
        error_messages={
            "required": "Say how you know",
            "max_length": "How you know must be 150 characters or fewer",
        },
    )

    def __init__(self, *args: Any, changes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reference"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(changes)

    def clean_why(self) -> str:
        """Refuse numbers of people."""
        return without_numbers(self.cleaned_data["why"])

"""What to ask of the audit, and of which days to report."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ndop.nhsuk.fields import NHSDateField
from ndop.nhsuk.widgets import NHSDateInput, RadioSelect, TextInput
from registry.fields import NHSNumberFormField
from registry.queries.audit_trail import AboutCase, AboutPerson, ByStaff, Question
from staff.people.forms import without_numbers

CASE_REFERENCE = re.compile(r"[0-9]{5,7}-C")
NUMBER_WORDS = {"empty": "Enter an NHS number", "required": "Enter an NHS number"}


def day(label: str) -> NHSDateField:
    """Ask for a day that is not in the future."""
    return NHSDateField(name=label, label=label, past=True, widget=NHSDateInput())


def check_order(first: date | None, last: date | None) -> None:
    """Refuse a period that ends before it begins."""
    if first and last and last < first:
        raise ValidationError({"last": ValidationError("The last day must not be before the first", code="order")})


class PersonQuestion(forms.Form):
    nhs_number = NHSNumberFormField(
        label="NHS number",
        widget=TextInput(width=10, inputmode="numeric", spellcheck=False, autocomplete="off"),
        error_messages=NUMBER_WORDS,
    )

    def question(self) -> Question:
        """Return what was asked."""
        return AboutPerson(self.cleaned_data["nhs_number"])


class CaseQuestion(forms.Form):
    reference = forms.CharField(
        label="Case reference",
        max_length=20,
        help_text="For example, 12345-C",
        widget=TextInput(width=10, spellcheck=False, autocomplete="off"),
        error_messages={
            "required": "Enter a case reference",
            "max_length": "Enter a case reference such as 12345-C",
        },
    )

    def clean_reference(self) -> str:
        """Return the reference as the record writes it."""
        typed = re.sub(r"\s", "", self.cleaned_data["reference"]).upper()
        if not CASE_REFERENCE.fullmatch(typed):
            raise ValidationError("Enter a case reference such as 12345-C", code="shape")
        return typed

    def question(self) -> Question:
        """Return what was asked."""
        return AboutCase(self.cleaned_data["reference"])


class StaffQuestion(forms.Form):
    staff = forms.TypedChoiceField(
        label="Member of staff",
        coerce=int,
        error_messages={"required": "Select a member of staff", "invalid_choice": "Select a member of staff"},
    )
    first = day("First day")
    last = day("Last day")
    what = forms.ChoiceField(
        label="What to show",
        choices=[("looks", "What they looked at"), ("all", "Everything they did")],
        initial="looks",
        widget=RadioSelect(),
        error_messages={"required": "Select what to show", "invalid_choice": "Select what to show"},
    )

    def __init__(self, *args: Any, accounts: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["staff"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose one"), *accounts]

    def clean(self) -> dict[str, Any]:
        """The period must run forwards."""
        given = super().clean() or {}
        check_order(given.get("first"), given.get("last"))
        return given

    def question(self) -> Question:
        """Return what was asked."""
        given = self.cleaned_data
        return ByStaff(given["staff"], given["first"], given["last"], looks_only=given["what"] == "looks")


class FoundForm(forms.Form):
    """What came of asking about something that looked unusual."""

    note = forms.CharField(
        label="What you found",
        max_length=200,
        help_text="200 characters at most. Leave out names and numbers of patients.",
        widget=forms.Textarea(attrs={"rows": "3", "autocomplete": "off"}),
        error_messages={
            "required": "Enter what you found",
            "max_length": "What you found must be 200 characters or fewer",
        },
    )

    def clean_note(self) -> str:
        """Refuse numbers of people."""
        return without_numbers(self.cleaned_data["note"])


class ReviewForm(FoundForm):
    """What came of asking about a week's look-ups."""

    SAMPLE = "sample"
    field_order = ("whose", "note")

    whose = forms.ChoiceField(
        label="Whose look-ups",
        error_messages={"required": "Select whose look-ups", "invalid_choice": "Select whose look-ups"},
    )

    def __init__(self, *args: Any, lookers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["whose"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose one"), *lookers, (self.SAMPLE, "The random sample")]

    def staff(self) -> int | None:
        """Return the account that was reviewed; None for the sample."""
        whose: str = self.cleaned_data["whose"]
        return None if whose == self.SAMPLE else int(whose)


class PeriodForm(forms.Form):
    """Which days to report."""

    THIS_WEEK, LAST_WEEK, MONTH, DAYS = "this-week", "last-week", "month", "days"

    period = forms.ChoiceField(
        label="Period",
        choices=[
            (THIS_WEEK, "This week"),
            (LAST_WEEK, "Last week"),
            (MONTH, "This month"),
            (DAYS, "From one day to another"),
        ],
        widget=RadioSelect(inline=True),
        error_messages={"required": "Select a period", "invalid_choice": "Select a period"},
    )
    first = NHSDateField(name="First day", label="First day", past=True, required=False)
    last = NHSDateField(name="Last day", label="Last day", past=True, required=False)

    def clean(self) -> dict[str, Any]:
        """Days are needed for one of the choices only, and must run forwards."""
        given = super().clean() or {}
        if given.get("period") == self.DAYS:
            for name, words in (("first", "Enter the first day"), ("last", "Enter the last day")):
                if name in given and given[name] is None:
                    self.add_error(name, words)
            check_order(given.get("first"), given.get("last"))
        return given

    def days(self, today: date) -> tuple[date, date]:
        """Return the first day and the last."""
        given = self.cleaned_data
        monday = today - timedelta(days=today.weekday())
        if given["period"] == self.LAST_WEEK:
            return monday - timedelta(days=7), monday - timedelta(days=1)
        if given["period"] == self.MONTH:
            return today.replace(day=1), today
        return (given["first"], given["last"]) if given["period"] == self.DAYS else (monday, today)

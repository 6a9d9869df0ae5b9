"""What is sent when a form is decided: whom it is about, why it goes back, why it is closed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ndop.nhsuk.widgets import CheckboxSelectMultiple, RadioSelect, TextInput
from registry.fields import NHSNumberFormField
from registry.models import CloseReason, ReturnReason
from registry.nhs_number import NHSNumber

WHOM = "Select the record of {name}"


class AcceptForm(forms.Form):
    """One record for each person on the form. What is picked is looked at again when it is recorded."""

    def __init__(self, names: list[str], data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)
        for position, name in enumerate(names, start=1):
            message = WHOM.format(name=name)
            wrong = {"required": message, "letters": message, "check_digit": message, "too_short": message}
            self.fields[f"person-{position}"] = NHSNumberFormField(label=name, error_messages=wrong)

    def numbers(self) -> list[NHSNumber]:
        """Return what is picked, in the order of the form."""
        return [self.cleaned_data[name] for name in self.fields]


class ReturnForm(forms.Form):
    reasons = forms.MultipleChoiceField(
        label="Why it goes back",
        choices=ReturnReason.choices,
        widget=CheckboxSelectMultiple(),
        error_messages={"required": "Select why the form goes back", "invalid_choice": "Select reasons of the list"},
    )

    def clean_reasons(self) -> list[ReturnReason]:
        """Return the reasons as codes."""
        return [ReturnReason(code) for code in self.cleaned_data["reasons"]]


class CloseForm(forms.Form):
    reason = forms.ChoiceField(
        label="Why it is closed",
        choices=CloseReason.choices,
        widget=RadioSelect(),
        error_messages={"required": "Select why it is closed", "invalid_choice": "Select why it is closed"},
    )
    duplicate_of = forms.CharField(
        label="Reference of the other case, if it is a duplicate",
        required=False,
        max_length=9,
        widget=TextInput(width=10, autocomplete="off", spellcheck=False),
        error_messages={"max_length": "A case reference looks like 12345-C"},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the other case where there is one, and nowhere else."""
        found = super().clean() or {}
        is_duplicate = found.get("reason") == CloseReason.DUPLICATE
        if is_duplicate and not found.get("duplicate_of"):
            raise ValidationError({"duplicate_of": "Enter the reference of the other case"})
        return found


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label="Why it is reopened",
        max_length=1000,
        widget=forms.Textarea({"rows": "3", "autocomplete": "off"}),
        error_messages={"required": "Enter why it is reopened", "max_length": "The reason is too long"},
    )


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Add a note for whoever opens this next",
        max_length=2000,
        widget=forms.Textarea({"rows": "3", "autocomplete": "off"}),
        error_messages={"required": "Enter a note", "max_length": "The note is too long"},
    )

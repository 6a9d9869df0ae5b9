"""Forms of account administration: about somebody else, so the browser fills in nothing."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ndop.nhsuk.widgets import CheckboxSelectMultiple, TextInput
from registry.actions.accounts.administration import NewAccount
from registry.fields import NHSNumberFormField
from registry.models import Role

USERNAME = re.compile(r"[a-z][a-z0-9.-]{2,63}")
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
ROLE_HINTS = {
    Role.AGENT: "Keys forms and takes calls",
    Role.CHECKER: "Keys forms a second time",
    Role.SUPERVISOR: "Assigns work, reopens cases, reverses choices, reads reports",
    Role.AUDITOR: "Reads the audit and nothing else",
    Role.ADMINISTRATOR: "Manages accounts",
}


def off(width: int = 20, **attrs: Any) -> TextInput:
    """One line that no browser fills in."""
    return TextInput(width=width, autocomplete="off", spellcheck=False, **attrs)


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=Role.choices,
        widget=CheckboxSelectMultiple(hints={role.value: hint for role, hint in ROLE_HINTS.items()}),
        help_text="Select all that this person does. Nobody checks a form that they keyed themselves.",
        error_messages={"required": "Select at least one role"},
    )

    def clean_roles(self) -> list[Role]:
        return [Role(role) for role in self.cleaned_data["roles"]]


class InviteForm(RolesForm):
    username = forms.CharField(
        label="Username",
        help_text="Small letters, numbers, full stops and hyphens. It cannot be changed later.",
        max_length=64,
        widget=off(),
        error_messages={"required": "Enter a username"},
    )
    name = forms.CharField(
        label="Full name", max_length=100, widget=off(), error_messages={"required": "Enter the full name"}
    )
    family_name = forms.CharField(
        label="Family name",
        help_text="We list look-ups of people with the same family name.",
        max_length=100,
        widget=off(),
        error_messages={"required": "Enter the family name"},
    )
    email = forms.EmailField(
        label="Work email address",
        help_text="The invitation goes there.",
        max_length=254,
        widget=off(30),
        error_messages={
            "required": "Enter the work email address",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        },
    )
    own_number = NHSNumberFormField(
        label="Their own NHS number (optional)",
        help_text="Staff may not open their own record. We keep only a code of it, which cannot be read back.",
        required=False,
        widget=off(10, inputmode="numeric"),
    )
    home_postcode = forms.CharField(
        label="Their home postcode (optional)",
        help_text="Kept in the same way. We list look-ups of people who live there.",
        required=False,
        max_length=20,
        widget=off(10),
    )
    field_order = ("username", "name", "family_name", "email", "roles", "own_number", "home_postcode")

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if not USERNAME.fullmatch(username):
            raise ValidationError("Username must start with a small letter and have 3 or more small letters or numbers")
        return username

    def clean_home_postcode(self) -> str:
        text = re.sub(r"[\s.\-]+", "", self.cleaned_data["home_postcode"]).upper()
        if text and not POSTCODE.fullmatch(text):
            raise ValidationError("Enter a full UK postcode, such as LS1 4AP")
        return text

    def new_account(self) -> NewAccount:
        """Return what was typed, as the action takes it."""
        return NewAccount(**self.cleaned_data | {"own_number": self.cleaned_data["own_number"] or None})

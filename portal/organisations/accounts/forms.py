"""Forms of signing in and of managing people."""

from typing import Any

from django import forms

from ndop.nhsuk.passwords import NewPasswordForm, PasswordInput
from ndop.nhsuk.widgets import CheckboxSelectMultiple, OneTimeCodeInput, TextInput
from registry.actions.organisations.people import NewPerson
from registry.models import OrganisationRole

ROLE_HINTS = {
    OrganisationRole.CHECK: "Sends files and fetches the results",
    OrganisationRole.MANAGE: "Invites and suspends people, makes API keys, describes data flows",
    OrganisationRole.RECEIPTS: "Sees what was checked, when and for what, and downloads receipts",
}
EMAIL_ERRORS = {
    "required": "Enter an email address",
    "invalid": "Enter an email address in the correct format, like name@example.com",
}


def password_field(label: str) -> forms.CharField:
    """Return the field of a password that exists already."""
    return forms.CharField(
        label=label,
        max_length=200,
        strip=False,
        widget=PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password"},
    )


def code_field(label: str, help_text: str, *, required: str) -> forms.CharField:
    """Return one box for a code; blanks and hyphens, as people copy them, are taken out."""
    return Digits(
        label=label,
        help_text=help_text,
        max_length=20,
        widget=OneTimeCodeInput(width=10),
        error_messages={"required": required},
    )


class Digits(forms.CharField):
    """A code as people copy it, with or without blanks and hyphens."""

    def to_python(self, value: Any) -> str:
        return "".join(str(super().to_python(value)).replace("-", " ").split())


class SignInForm(forms.Form):
    """One message for every way of being wrong, so that nobody learns which addresses are known."""

    email = forms.EmailField(
        label="Email address",
        max_length=254,
        widget=TextInput(width=30, autocomplete="username", spellcheck=False, attrs={"autocapitalize": "none"}),
        error_messages=EMAIL_ERRORS | {"required": "Enter your email address"},
    )
    password = password_field("Password")

    def add_refusal(self) -> None:
        """Say it at the first field, so that the message stands beside what is to be put right."""
        self.add_error("email", "Enter the right email address and password")


class CodeForm(forms.Form):
    """Six digits of the app, or a recovery code."""

    code = code_field(
        "Security code",
        "The 6 numbers that your authenticator app shows now, or one of your recovery codes.",
        required="Enter your security code",
    )


class AppForm(forms.Form):
    """The first code of a new app, which proves that it holds the secret."""

    code = code_field(
        "Code from the app",
        "The 6 numbers that the app shows for this service.",
        required="Enter the 6 numbers that the app shows",
    )


class PasswordForm(forms.Form):
    """The password again, before a step that only the person should take."""

    password = password_field("Your password")


class NewAppForm(AppForm, PasswordForm):
    """Another app in place of the one on the account."""

    field_order = ("code", "password")


class ChangePasswordForm(NewPasswordForm, PasswordForm):
    """A new password, and the one until now."""

    field_order = ("password", "new_password", "again")


class RolesForm(forms.Form):
    """What someone may do."""

    roles = forms.MultipleChoiceField(
        label="What may they do?",
        choices=OrganisationRole.choices,
        widget=CheckboxSelectMultiple(hints={role.value: hint for role, hint in ROLE_HINTS.items()}),
        help_text="Select all that apply.",
        error_messages={"required": "Select at least one thing that they may do"},
    )

    def clean_roles(self) -> list[OrganisationRole]:
        return [OrganisationRole(role) for role in self.cleaned_data["roles"]]


class InviteForm(RolesForm):
    """Somebody else, so the browser fills in nothing."""

    name = forms.CharField(
        label="Full name",
        max_length=100,
        widget=TextInput(width=20, autocomplete="off", spellcheck=False),
        error_messages={"required": "Enter the full name"},
    )
    email = forms.EmailField(
        label="Work email address",
        help_text="The invitation goes there. They sign in with it.",
        max_length=254,
        widget=TextInput(width=30, autocomplete="off", spellcheck=False),
        error_messages=EMAIL_ERRORS | {"required": "Enter the work email address"},
    )
    field_order = ("name", "email", "roles")

    def new_person(self) -> NewPerson:
        """Return what was typed, as the action takes it."""
        return NewPerson(**self.cleaned_data)

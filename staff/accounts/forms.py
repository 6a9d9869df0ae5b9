"""Forms of signing in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from ndop.nhsuk.passwords import PasswordInput
from ndop.nhsuk.widgets import OneTimeCodeInput, TextInput


class SignInForm(AuthenticationForm):
    """Username and password. One message for every way of being wrong, so that nobody learns which accounts exist."""

    username = forms.CharField(
        label="Username",
        max_length=64,
        widget=TextInput(width=20, autocomplete="username", spellcheck=False, attrs={"autocapitalize": "none"}),
        error_messages={"required": "Enter your username"},
    )
    password = forms.CharField(
        label="Password",
        max_length=200,
        strip=False,
        widget=PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password"},
    )

    def get_invalid_login_error(self) -> ValidationError:
        """Say it at the first field, so that the message stands beside what is to be put right."""
        return ValidationError(
            {"username": ValidationError(self.error_messages["invalid_login"], code="invalid_login")}
        )

    error_messages = {
        "invalid_login": "Enter the right username and password",
        "inactive": "Enter the right username and password",
    }


def username_tried(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Tell django-axes whose account was tried: the same name before the check, at a failure and after it."""
    given = credentials or {}
    return str(given.get("username") or request.POST.get("username", ""))


class CodeForm(forms.Form):
    """Six digits of the app, or a recovery code."""

    code = forms.CharField(
        label="Security code",
        help_text="The 6 numbers that your authenticator app shows now, or one of your recovery codes.",
        max_length=20,
        widget=OneTimeCodeInput(width=10),
        error_messages={"required": "Enter your security code"},
    )


class AppForm(forms.Form):
    """The first code of a new app, which proves that it holds the secret."""

    code = forms.CharField(
        label="Code from the app",
        help_text="The 6 numbers that the app shows for this service.",
        max_length=20,
        widget=OneTimeCodeInput(width=10),
        error_messages={"required": "Enter the 6 numbers that the app shows"},
    )


class UseKeyForm(forms.Form):
    """What a security key answered; a script fills it in."""

    NO_ANSWER = "We could not check your security key. Try again, or use another way."
    credential = forms.CharField(widget=forms.HiddenInput, error_messages={"required": NO_ANSWER})

    def add_key_error(self) -> None:
        """Say that the key's answer did not fit, where the summary can show it."""
        self.add_error(None, self.NO_ANSWER)

    def clean(self) -> dict[str, Any]:
        if "credential" in self.errors:
            # A hidden field shows no message, so it is said about the whole form.
            del self.errors["credential"]
            self.add_key_error()
        return self.cleaned_data


class AddKeyForm(UseKeyForm):
    """A name for a new key, and its answer."""

    NO_ANSWER = "We could not add your security key. Put it in, then try again."
    name = forms.CharField(
        label="Name of the key",
        help_text="So that you know it from your others, such as “Blue key on my key ring”.",
        max_length=50,
        widget=TextInput(width=20, autocomplete="off"),
        error_messages={"required": "Enter a name for the key"},
    )
    field_order = ("name", "credential")


class PasswordForm(forms.Form):
    """The password again, before a step that cannot be taken back."""

    password = forms.CharField(
        label="Your password",
        max_length=200,
        strip=False,
        widget=PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password"},
    )

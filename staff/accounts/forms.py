"""Forms of signing in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from ndop.nhsuk.widgets import TextInput


class PasswordInput(forms.PasswordInput):
    """One line that does not show what is typed and is never filled in again by us."""

    width = 20


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
        return ValidationError({"username": self.error_messages["invalid_login"]})

    error_messages = {
        "invalid_login": "Enter the right username and password",
        "inactive": "Enter the right username and password",
    }


def username_tried(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Tell django-axes whose account was tried: the same name before the check, at a failure and after it."""
    given = credentials or {}
    return str(given.get("username") or request.POST.get("username", ""))

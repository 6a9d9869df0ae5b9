"""Fields for passwords, and the form in which somebody chooses a new one."""

from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


class PasswordInput(forms.PasswordInput):
    """One line that does not show what is typed and is never filled in again by us."""

    width = 20


class NewPasswordForm(forms.Form):
    """A new password, typed twice against slips."""

    new_password = forms.CharField(
        label="New password",
        help_text="At least 15 characters. Three or four words that have nothing to do with each other work well.",
        max_length=200,
        strip=False,
        widget=PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a new password"},
    )
    again = forms.CharField(
        label="New password again",
        max_length=200,
        strip=False,
        widget=PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter the new password again"},
    )

    def __init__(self, *args: Any, user: AbstractBaseUser, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_new_password(self) -> str:
        """Refuse what is short, common or like the person's own names."""
        password = str(self.cleaned_data["new_password"])
        try:
            validate_password(password, self.user)  # type: ignore[arg-type]  # the plugin knows one table of users alone
        except ValidationError as error:
            raise ValidationError([PASSWORD_PROBLEMS[problem.code or ""] for problem in error.error_list]) from None
        return password

    def clean_again(self) -> str:
        """Refuse a slip of the finger."""
        again = str(self.cleaned_data["again"])
        if "new_password" in self.cleaned_data and again != self.cleaned_data["new_password"]:
            raise ValidationError("Enter the same password twice")
        return again


PASSWORD_PROBLEMS = {
    "password_too_short": "Use at least 15 characters",
    "password_too_common": "Choose a password that is not on the list of common ones",
    "password_too_similar": "Choose a password that is not like your name, username or email address",
}

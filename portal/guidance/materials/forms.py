"""What a practice tells us for its own poster or letter. None of it is kept."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ndop.nhsuk.widgets import RadioSelect, TextInput
from registry.correspondence.materials import Practice
from registry.correspondence.printable import can_be_printed, one_line

LONGEST_NAME = 100
LONGEST_PHONE = 30
LONGEST_LINE = 60
MOST_LINES = 7
CHOICES = (("poster-a4", "Poster, A4"), ("poster-a3", "Poster, A3"), ("letter", "Letter to patients, A4"))


class PrintedField(forms.CharField):
    """One line that goes to paper. Refuses letters that our fonts cannot print."""

    def __init__(self, *, longest: int, empty: str, **kwargs: Any) -> None:
        super().__init__(max_length=longest, error_messages={"required": empty}, **kwargs)
        self.error_messages["max_length"] = f"{self.label} must be {longest} characters or fewer"

    def clean(self, value: Any) -> str:
        """Return the text on one line."""
        text = one_line(str(super().clean(value)))
        if not text:
            raise ValidationError(self.error_messages["required"], code="required")
        return _printable(text, str(self.label))


class HoursField(forms.CharField):
    """Opening hours, a line for each."""

    widget = forms.Textarea(attrs={"rows": str(MOST_LINES)})

    def clean(self, value: Any) -> tuple[str, ...]:
        """Return the lines that say something."""
        typed = str(super().clean(value))
        lines = tuple(filter(None, map(one_line, typed.splitlines())))
        if not lines:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(lines) > MOST_LINES:
            raise ValidationError(f"Opening hours must be {MOST_LINES} lines or fewer", code="too_many")
        if any(len(line) > LONGEST_LINE for line in lines):
            raise ValidationError(
                f"Each line of the opening hours must be {LONGEST_LINE} characters or fewer", code="too_long"
            )
        return tuple(_printable(line, str(self.label)) for line in lines)


class LookUpForm(forms.Form):
    ods_code = forms.CharField(
        label="ODS code",
        help_text="For example Y99001",
        max_length=12,
        widget=TextInput(width=10, autocomplete="off", spellcheck=False),
        error_messages={"required": "Enter an ODS code", "max_length": "ODS code must be 8 characters or fewer"},
    )


class PracticeForm(forms.Form):
    name = PrintedField(
        label="Name of the practice",
        longest=LONGEST_NAME,
        empty="Enter the name of the practice",
        widget=TextInput(autocomplete="organization"),
    )
    phone = PrintedField(
        label="Phone number",
        longest=LONGEST_PHONE,
        empty="Enter a phone number",
        help_text="For patients, as it should be printed",
        widget=TextInput(width=20, autocomplete="off"),
    )
    hours = HoursField(
        label="Opening hours",
        help_text="One to seven lines, for example Monday to Friday: 8am to 6:30pm",
        error_messages={"required": "Enter opening hours"},
    )
    what = forms.ChoiceField(
        label="What do you want?",
        choices=CHOICES,
        widget=RadioSelect(),
        error_messages={"required": "Select what you want"},
    )

    @property
    def practice(self) -> Practice:
        """Return the practice, once the form is valid."""
        given = self.cleaned_data
        return Practice(name=given["name"], phone=given["phone"], hours=given["hours"])


def _printable(text: str, label: str) -> str:
    if not can_be_printed(text):
        message = f"{label} has letters that we cannot print. Write it in the letters of English"
        raise ValidationError(message, code="characters")
    return text

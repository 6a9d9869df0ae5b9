"""What may stand at the head of a record. Nothing has to."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ndop.nhsuk.widgets import TextInput
from registry.correspondence import CannotCompose
from registry.correspondence.applicability_record import RecordHeading
from registry.correspondence.printable import can_be_printed, one_line

LONGEST = 100


class PrintedField(forms.CharField):
    """One line that goes to paper. Refuses letters that our fonts cannot print."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=LONGEST, **kwargs)
        self.error_messages["max_length"] = f"{self.label} must be {LONGEST} characters or fewer"

    def clean(self, value: Any) -> str:
        """Return the text on one line."""
        text = one_line(str(super().clean(value)))
        if not can_be_printed(text):
            raise ValidationError(self.cannot_print, code="characters")
        return text

    @property
    def cannot_print(self) -> str:
        """Return what to say of a letter or sign that no font of ours has."""
        return f"{self.label} has letters or signs that we cannot print. Use the letters of English"


class RecordForm(forms.Form):
    organisation = PrintedField(
        label="Organisation", help_text="For example the name of your trust or practice", widget=TextInput()
    )
    use = PrintedField(
        label="Use of data", help_text="For example the name of the project or data flow", widget=TextInput()
    )
    reference = PrintedField(
        label="Your reference",
        help_text="For example the number of your data protection impact assessment",
        widget=TextInput(width=20),
    )

    @property
    def heading(self) -> RecordHeading:
        """Return what was typed, once it is valid."""
        return RecordHeading(**self.cleaned_data)

    def blame(self, compose: Callable[..., bytes]) -> None:
        """Say at each field that cannot be printed that it cannot be; a missing sign is found when it is set."""
        for name, field in self.fields.items():
            try:
                compose(heading=RecordHeading(**{name: self.cleaned_data[name]}))
            except CannotCompose:
                assert isinstance(field, PrintedField)
                self.add_error(name, field.cannot_print)

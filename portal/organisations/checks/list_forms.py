"""The form that sends a list to be checked, with and without its file."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from ndop.nhsuk.widgets import RadioSelect, TextInput
from portal.organisations.checks.flow_forms import pick_one
from portal.organisations.checks.words import size_words
from registry.models import DataFlow

REAL, TEST = "real", "test"
MODE_HINTS = {
    REAL: "Numbers of real people.",
    TEST: "Made-up numbers only, to try your own systems. The result says nothing about anybody.",
}
HELP = "Plain text or CSV, up to {most}. Choose it or drop it here. Larger files can come by the API or by MESH."
CHOOSE_A_FILE = "Choose a file"
NAME_MOST, COLUMN_MOST = 255, 200


class ListFile(forms.FileField):
    """One file; what is in it is looked at when it is checked, and an empty one is refused there."""

    widget = forms.FileInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, error_messages={"required": CHOOSE_A_FILE}, **kwargs)


class ListForm(forms.Form):
    """What is to be done with a list. Flows are offered by name and told apart by their public id."""

    flow = forms.ChoiceField(
        label="Which data flow is it for?",
        widget=RadioSelect(),
        error_messages=pick_one("Select which data flow it is for"),
    )
    mode = forms.ChoiceField(
        label="What kind of check is it?",
        choices=[(REAL, "A real check"), (TEST, "A test")],
        initial=REAL,
        widget=RadioSelect(hints=MODE_HINTS),
        error_messages=pick_one("Select a real check or a test"),
    )
    column = forms.CharField(
        label="Column with the NHS numbers (optional)",
        help_text="Leave this empty if each line has one NHS number and nothing else. For a CSV file with more "
        "columns, enter the name of the column as its first line has it.",
        required=False,
        max_length=COLUMN_MOST,
        widget=TextInput(width=20, autocomplete="off", spellcheck=False),
        error_messages={"max_length": "Column must be 200 characters or fewer"},
    )
    list = ListFile(
        label="File",
        required=True,
    )

    def __init__(self, *args: Any, flows: Sequence[DataFlow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["list"].help_text = HELP.format(most=size_words(settings.WEB_FILE_MAX_BYTES))
        self._flows = {str(flow.public_id): flow for flow in flows}
        field = self.fields["flow"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, flow.name) for key, flow in self._flows.items()]
        field.widget.hints = {key: hint(flow) for key, flow in self._flows.items()}

    def clean_flow(self) -> DataFlow:
        """Return the flow itself."""
        return self._flows[self.cleaned_data["flow"]]

    def what(self) -> dict[str, Any]:
        """Return what was said about the file."""
        typed = self.cleaned_data
        return {"flow": typed["flow"], "column": typed["column"], "is_test": typed["mode"] == TEST}


class AnnouncedListForm(ListForm):
    """The same before the file itself comes: a script says its name and how large it is."""

    file_name = forms.CharField(max_length=NAME_MOST, widget=forms.HiddenInput, strip=False)
    size = forms.IntegerField(min_value=0, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["list"].required = False

    def clean(self) -> dict[str, Any]:
        """Whoever sends no name or size has chosen no file; said where the file is chosen."""
        cleaned = super().clean() or {}
        if "file_name" in self.errors or "size" in self.errors:
            for name in ("file_name", "size"):
                self.errors.pop(name, None)
            self.add_error("list", ValidationError(CHOOSE_A_FILE))
        return cleaned


def hint(flow: DataFlow) -> str:
    """Say enough of a flow to tell it from another."""
    return f"{flow.get_purpose_display()}, for {flow.recipient}"

"""Forms about paper that came: when, how, which form, and its scans."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from ndop.nhsuk.fields import PARTS, NHSDateField, part_error
from ndop.nhsuk.widgets import FilesInput, NHSDateInput, RadioSelect, TextInput
from registry.models import ArrivedBy, FormType, PageKind

ONE_BY_ONE = "Choose files or drop them here: PDF, JPEG, PNG or TIFF, up to 25 MB and 20 pages each."
A_PILE = "Choose or drop up to 50 files, each form in a file of its own: PDF, JPEG, PNG or TIFF, up to 25 MB each."
TYPES = ".pdf,.jpg,.jpeg,.png,.tif,.tiff"
OLDEST = timedelta(days=366)


def pick_one(message: str) -> dict[str, str]:
    """Say the same to who chose nothing and to who sent what is not on offer."""
    return {"required": message, "invalid_choice": message}


class ReceivedOnField(NHSDateField):
    """The day on which a form came: today, or not long ago."""

    def __init__(self, **kwargs: Any) -> None:
        widget = NHSDateInput(autocomplete="off")
        super().__init__(name="Date received", label="Date received", widget=widget, **kwargs)

    def clean(self, value: Sequence[str] | None) -> date | None:
        """Refuse days to come, and slips of a year."""
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise part_error("Date received must be today or in the past", "in_future", *PARTS)
        if day and day < timezone.localdate() - OLDEST:
            raise part_error("Date received must be in the last 12 months", "too_old", *PARTS)
        return day


class FilesField(forms.Field):
    """Any number of files. What is in them is looked at when they are taken in."""

    def __init__(self, *, required: bool, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": "Select at least one file"})
        super().__init__(required=required, widget=FilesInput(accept=TYPES), **kwargs)

    def to_python(self, value: "Sequence[UploadedFile[bytes]] | None") -> "list[UploadedFile[bytes]]":
        """Return the files in the order in which they were chosen."""
        return list(value or [])


def form_type_field(**kwargs: Any) -> forms.ChoiceField:
    """Which of the four forms it is."""
    return forms.ChoiceField(
        label="Which form is it?",
        choices=FormType.choices,
        widget=RadioSelect(),
        error_messages=pick_one("Select which form it is"),
        **kwargs,
    )


def arrived_by_field(**kwargs: Any) -> forms.ChoiceField:
    """How it came."""
    return forms.ChoiceField(
        label="How did it come?",
        choices=ArrivedBy.choices,
        widget=RadioSelect(inline=True),
        error_messages=pick_one("Select post or email"),
        **kwargs,
    )


class RefusesFiles(forms.Form):
    """A form whose files may turn out to be of no use."""

    def refuse_files(self, messages: Sequence[str]) -> None:
        """Say at the files what is wrong with them."""
        self.add_error("scans", [ValidationError(message) for message in messages])


class ReceiveForm(RefusesFiles):
    """One form. `key` is made with the page, so that a second post of the same page logs nothing twice."""

    received_on = ReceivedOnField()
    arrived_by = arrived_by_field()
    form_type = form_type_field()
    scans = FilesField(
        required=False,
        label="Scan",
        help_text=f"{ONE_BY_ONE} You can add it later.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput(), error_messages={"required": "Open this page again"})


class PileForm(forms.Form):
    """A pile of scans. When and how they came is the same for all."""

    received_on = ReceivedOnField()
    arrived_by = arrived_by_field()
    scans = FilesField(
        required=True,
        label="Scans",
        help_text=A_PILE,
    )


class MoreScansForm(RefusesFiles):
    """Scans for a case that is logged."""

    scans = FilesField(
        required=True,
        label="Scan",
        help_text=ONE_BY_ONE,
    )


class FileScanForm(forms.Form):
    """Where a scan belongs: to a case that is there, or to one that is made for it."""

    EXISTING, NEW = "existing", "new"
    where = forms.ChoiceField(
        label="Where does this scan belong?",
        choices=[(EXISTING, "To a case that is logged"), (NEW, "It is a new form")],
        widget=RadioSelect(),
        error_messages=pick_one("Select where this scan belongs"),
    )
    reference = forms.CharField(
        label="Case reference",
        help_text="For a case that is logged. It is written on the paper, such as 12345-C.",
        required=False,
        max_length=20,
        widget=TextInput(width=10, autocomplete="off", spellcheck=False),
    )
    form_type = form_type_field(required=False, help_text="For a new form.")
    arrived_by = arrived_by_field(required=False, help_text="For a new form.")
    received_on = ReceivedOnField(required=False, help_text="For a new form.")

    def clean(self) -> dict[str, Any]:
        """Ask for what the answer to the first question needs."""
        cleaned = super().clean() or {}
        if cleaned.get("where") == self.EXISTING and not cleaned.get("reference"):
            self.add_error("reference", "Enter the case reference")
        if cleaned.get("where") == self.NEW:
            for name, message in NEEDED.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, message)
        return cleaned


NEEDED = {
    "form_type": "Select which form it is",
    "arrived_by": "Select post or email",
    "received_on": "Enter date received",
}


class PageKindsForm(forms.Form):
    """What each page shows. One field for each page that is left."""

    def __init__(self, *args: Any, pages: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for page in pages:
            self.fields[f"page_{page.number}"] = forms.ChoiceField(
                label=f"Page {page.number}",
                choices=PageKind.choices,
                initial=page.kind,
                widget=forms.Select(),
                error_messages=pick_one(f"Select what page {page.number} shows"),
            )

    def kinds(self) -> dict[int, PageKind]:
        """Return the kind of each page by its number."""
        return {int(name.removeprefix("page_")): PageKind(kind) for name, kind in self.cleaned_data.items()}


def new_key() -> uuid.UUID:
    """Return a key for one page of ReceiveForm."""
    return uuid.uuid4()

"""The parts of a paper form as they are keyed, one form for each step of the paper journey. They read and refuse.

Nothing is required here: a paper form may lack anything, and what it lacks decides later what happens to it. What was
typed must make sense, though: an NHS number must be one, and a date must be on the calendar.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from ndop.nhsuk.fields import NHSDateField
from ndop.nhsuk.widgets import NHSDateInput, RadioSelect, TextInput
from registry.fields import NHSNumberFormField
from registry.models import Evidence, ProxyRole, Status
from registry.paper import MOST_CHILDREN

NAME_LENGTH = 200
LINE_LENGTH = 100
MOST_LINES = 5
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}")
EMPTY_IF_SO = "If the form says so too, leave it empty"
NUMBER_MESSAGES = {
    "letters": f"The NHS number must be made of numbers only. {EMPTY_IF_SO}",
    "too_short": f"The NHS number is too short. {EMPTY_IF_SO}",
    "too_long": f"The NHS number is too long. {EMPTY_IF_SO}",
    "national_insurance": "This is a National Insurance number. Leave the NHS number empty",
    "check_digit": f"This is not a real NHS number: check each digit. {EMPTY_IF_SO}",
    "never_issued": f"This is not a real NHS number: check each digit. {EMPTY_IF_SO}",
}
NEITHER, BOTH = "neither", "both"


def line(label: str, *, width: int | None = None, **options: Any) -> forms.CharField:
    """Make one line about somebody else, which the browser must not fill in for them (A10)."""
    widget = TextInput(width=width, autocomplete="off", spellcheck=False)
    options.setdefault("max_length", NAME_LENGTH)
    field = forms.CharField(label=label, required=False, widget=widget, **options)
    field.error_messages["max_length"] = f"{label} must be {options['max_length']} characters or fewer"
    return field


def day(label: str) -> NHSDateField:
    """Make a date that has passed."""
    return NHSDateField(name=label, past=True, label=label, required=False, widget=NHSDateInput(autocomplete="off"))


def number() -> NHSNumberFormField:
    """Make the NHS number; the script beside it says while typing whether the check digit fits."""
    widget = TextInput(
        width=10, inputmode="numeric", spellcheck=False, autocomplete="off", attrs={"data-nhs-number": "true"}
    )
    return NHSNumberFormField(label="NHS number", required=False, widget=widget, error_messages=NUMBER_MESSAGES)


def tick(label: str) -> forms.BooleanField:
    """Make one box to tick."""
    return forms.BooleanField(label=label, required=False)


class PersonForm(forms.Form):
    given_names = line("First names")
    family_name = line("Last name")


class NumberForm(forms.Form):
    nhs_number = number()


class BirthForm(forms.Form):
    date_of_birth = day("Date of birth")


class ChildForm(forms.Form):
    given_names = line("First names")
    family_name = line("Last name")
    nhs_number = number()
    date_of_birth = day("Date of birth")


def child_form(position: int) -> type[ChildForm]:
    """Return the form of one of the children, whose inputs are named after its place on the paper."""
    return type(f"Child{position}Form", (ChildForm,), {"prefix": f"child-{position}"})


CHILD_FORMS = tuple(child_form(position) for position in range(1, MOST_CHILDREN + 1))


class AddressForm(forms.Form):
    address = forms.CharField(
        label="Address",
        required=False,
        max_length=LINE_LENGTH * MOST_LINES,
        widget=forms.Textarea({"rows": "3", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": f"Address must be {LINE_LENGTH * MOST_LINES} characters or fewer"},
    )
    postcode = line("Postcode", width=10, max_length=20)

    def clean_address(self) -> tuple[str, ...]:
        """Return the lines that say something."""
        lines = tuple(" ".join(text.split()) for text in self.cleaned_data["address"].splitlines() if text.strip())
        if len(lines) > MOST_LINES:
            raise ValidationError(f"Address must have {MOST_LINES} lines or fewer", code="lines")
        if any(len(text) > LINE_LENGTH for text in lines):
            raise ValidationError(f"Each line of the address must be {LINE_LENGTH} characters or fewer", code="long")
        return lines

    def clean_postcode(self) -> str:
        """Return the postcode in capitals with one blank."""
        text = re.sub(r"[\s.\-]+", "", self.cleaned_data["postcode"]).upper()
        if text and not POSTCODE.fullmatch(text):
            raise ValidationError(f"Postcode must be a full UK postcode. {EMPTY_IF_SO}", code="postcode")
        return f"{text[:-3]} {text[-3:]}" if text else ""


class ChoiceForm(forms.Form):
    choice = forms.ChoiceField(
        label="Which box is ticked?",
        required=False,
        choices=[
            (Status.ALLOWED.value, "Yes"),
            (Status.OPTED_OUT.value, "No"),
            (NEITHER, "None"),
            (BOTH, "Both"),
        ],
        widget=RadioSelect(inline=True),
        error_messages={"invalid_choice": "Select which box is ticked"},
    )


class ReplyForm(forms.Form):
    reply_by = forms.ChoiceField(
        label="Reply by",
        required=False,
        choices=[("post", "Post, or not ticked"), ("email", "Email")],
        initial="post",
        widget=RadioSelect(inline=True),
        error_messages={"invalid_choice": "Select post or email"},
    )
    email = line("Email address", max_length=254)

    def clean_email(self) -> str:
        """Return the address as written; one that cannot be one is refused."""
        address: str = self.cleaned_data["email"].strip()
        if address:
            try:
                validate_email(address)
            except ValidationError:
                raise ValidationError(f"This cannot be an email address. {EMPTY_IF_SO}", code="email") from None
        return address


class ProxyForm(forms.Form):
    """Who acts for the person, on the forms that do not say it by being what they are."""

    representative = line("Name of the attorney or deputy")
    proxy_role = forms.ChoiceField(
        label="Acts as",
        required=False,
        choices=[
            (ProxyRole.POWER_OF_ATTORNEY.value, "Attorney"),
            (ProxyRole.COURT_DEPUTY.value, "Deputy"),
            ("", "Not said"),
        ],
        widget=RadioSelect(inline=True),
        error_messages={"invalid_choice": "Select attorney or deputy"},
    )


class ParentForm(forms.Form):
    representative = line("Name of the parent or guardian")


class ProfessionalForm(forms.Form):
    representative = line("Name of the healthcare professional")


class SignatureForm(forms.Form):
    is_signed = tick("Signed")
    signed_on = day("Date of signature")
    signatory = line("Signed by, if it is another name")


class PapersForm(forms.Form):
    """Copies that came with the form, each a box to tick; the name of a box is the code of the paper."""

    def papers(self) -> frozenset[Evidence]:
        """Return what is ticked."""
        return frozenset(Evidence(name) for name in self.fields if name in PAPERS and self.cleaned_data[name])


PAPERS = frozenset(Evidence.values)


def papers_form(name: str, papers: list[Evidence], **more: forms.Field) -> type[PapersForm]:
    """Return a form with a box for each of these papers."""
    boxes = {paper.value: tick(paper.label) for paper in papers}
    return type(name, (PapersForm,), {**boxes, **more})


class RemarksForm(forms.Form):
    cannot_be_read = tick("The form cannot be read")
    originals_sent = tick("Original documents were sent")
    wrong_service = tick("It is a form of another service, such as Type 1")


class ChildrenRemarksForm(RemarksForm):
    more_than_six_children = tick("More than 6 children are named")

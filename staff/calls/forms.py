"""What is asked in a call. Forms read and refuse; they never save. Nothing is filled in by the browser (A10)."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ndop.jinja import date_words, time_words
from ndop.nhsuk.fields import NHSDateField
from ndop.nhsuk.widgets import NHSDateInput, RadioSelect, TextInput
from registry.correspondence.forms import FormVariant
from registry.fields import NHSNumberFormField
from registry.models import (
    AUTHORITY,
    PARENTAL_RESPONSIBILITY,
    CallOutcome,
    CallReason,
    Evidence,
    FormType,
    ProxyRole,
    Status,
)
from registry.queries.calls import Slot

SELF = "self"
CALLERS = [
    (SELF, "The person themselves, aged 13 or over"),
    (ProxyRole.GUARDIAN.value, "A parent, for a child under 13"),
    (ProxyRole.POWER_OF_ATTORNEY.value, "An attorney"),
    (ProxyRole.COURT_DEPUTY.value, "A deputy appointed by the court"),
]
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}")
CASE_REFERENCE = re.compile(r"[0-9]{5,7}-C")
LONGEST_NOTES = 2000


def pick_one(message: str) -> dict[str, str]:
    """Say the same to who chose nothing and to who sent what is not on offer."""
    return {"required": message, "invalid_choice": message}


def line(
    label: str, *, width: int | None = 20, longest: int = 200, missing: str = "", **options: Any
) -> forms.CharField:
    """Make a field of one line that no browser fills in."""
    messages = {"required": missing, "max_length": f"{label} must be {longest} letters or fewer"}
    widget = TextInput(width=width, autocomplete="off", spellcheck=False, attrs=options.pop("attrs", None))
    return forms.CharField(label=label, widget=widget, max_length=longest, error_messages=messages, **options)


class StartForm(forms.Form):
    reason = forms.ChoiceField(
        label="Why are they calling?",
        choices=CallReason.choices,
        widget=RadioSelect(),
        error_messages=pick_one("Select why they are calling"),
    )
    caller = forms.ChoiceField(
        label="Who is calling?",
        choices=CALLERS,
        widget=RadioSelect(),
        error_messages=pick_one("Select who is calling"),
    )

    @property
    def role(self) -> ProxyRole | None:
        """The role of whoever calls for somebody else."""
        caller = self.cleaned_data["caller"]
        return None if caller == SELF else ProxyRole(caller)


class FindForm(forms.Form):
    given_name = line("First name", required=False, help_text="Leave this blank if they only have one name")
    family_name = line("Last name", missing="Enter the last name")
    date_of_birth = NHSDateField(
        name="Date of birth",
        past=True,
        label="Date of birth",
        widget=NHSDateInput(autocomplete="off"),
        error_messages={"required": "Enter the date of birth"},
    )
    nhs_number = NHSNumberFormField(
        label="NHS number",
        required=False,
        widget=TextInput(width=10, inputmode="numeric", spellcheck=False, autocomplete="off"),
    )
    postcode = line("Postcode, if they do not know their NHS number", width=10, longest=20, required=False)

    def clean_postcode(self) -> str:
        """Return the postcode in capitals with one blank."""
        text = re.sub(r"[\s.\-]+", "", self.cleaned_data["postcode"]).upper()
        if text and not POSTCODE.fullmatch(text):
            raise ValidationError("Enter a full UK postcode, such as LS1 4AP", code="postcode")
        return f"{text[:-3]} {text[-3:]}" if text else ""

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, and use one."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned["nhs_number"] and not cleaned["postcode"]:
            self.add_error("nhs_number", "Enter an NHS number or a postcode")
        if cleaned.get("nhs_number"):
            cleaned["postcode"] = ""
        return cleaned


class AnswerForm(forms.Form):
    answer = line("Answer", longest=100, missing="Type what the caller says", attrs={"autofocus": "autofocus"})


class AuthorityForm(forms.Form):
    """Who calls for the person, and the form that brought the proof."""

    name = line("Full name of the caller", missing="Enter the caller's name")
    contact = line("Address or email address of the caller", width=None, missing="Enter the caller's address")
    authority = forms.ChoiceField(
        label="What gives them the right to choose?",
        widget=RadioSelect(),
        error_messages=pick_one("Select what gives them the right to choose"),
    )
    case_reference = line(
        "Reference of the form that came with the proof",
        width=10,
        longest=9,
        missing="Enter the reference of the form that came with the proof",
        help_text="It looks like 12345-C and is on our letter about that form",
    )

    def __init__(self, *args: Any, role: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = PARENTAL_RESPONSIBILITY if role == ProxyRole.GUARDIAN else AUTHORITY
        field = self.fields["authority"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(paper.value, paper.label) for paper in Evidence if paper in papers]

    def clean_case_reference(self) -> str:
        """Return the reference as we write it."""
        text = self.cleaned_data["case_reference"].upper().replace(" ", "")
        if not CASE_REFERENCE.fullmatch(text):
            raise ValidationError("Enter a reference such as 12345-C", code="reference")
        return str(text)


class ChoiceForm(forms.Form):
    choice = forms.ChoiceField(
        label="May confidential patient information be used for research and planning?",
        choices=[
            (Status.ALLOWED.value, "Yes, allow it to be used"),
            (Status.OPTED_OUT.value, "No, do not allow it to be used"),
        ],
        widget=RadioSelect(),
        help_text="Read the question and both answers out. Their own care stays the same either way.",
        error_messages=pick_one("Select yes or no, as the caller says"),
    )


class ConfirmByForm(forms.Form):
    confirm_by = forms.ChoiceField(
        label="How should we confirm the choice?",
        widget=RadioSelect(),
        help_text="We only write to contact details on the NHS record. They can be changed at the GP practice.",
        error_messages=pick_one("Select how we should confirm the choice"),
    )

    def __init__(self, *args: Any, ways: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["confirm_by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(ways)


class ReviewForm(forms.Form):
    """Nothing to fill in: the button saves what the page shows."""


class NotesForm(forms.Form):
    notes = forms.CharField(
        label="What should whoever opens this call next know?",
        required=False,
        max_length=LONGEST_NOTES,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        error_messages={"max_length": f"Notes must be {LONGEST_NOTES} letters or fewer"},
    )


class SendFormForm(forms.Form):
    form_type = forms.ChoiceField(
        label="Which form?",
        choices=FormType.choices,
        widget=RadioSelect(),
        error_messages=pick_one("Select which form to send"),
    )
    variant = forms.ChoiceField(
        label="How should it be printed?",
        choices=FormVariant.choices,
        widget=RadioSelect(),
        error_messages=pick_one("Select how it should be printed"),
    )


class CallBackForm(forms.Form):
    slot = forms.ChoiceField(
        label="When should we call back?",
        widget=forms.Select(attrs={"autocomplete": "off"}),
        error_messages=pick_one("Select when we should call back"),
    )
    number = line("Phone number", longest=30, missing="Enter the number to call", attrs={"inputmode": "tel"})
    about = line("What is it about?", width=None, required=False)

    def __init__(self, *args: Any, slots: Iterable[Slot] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["slot"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(slot.starts_at.isoformat(), slot_words(slot.starts_at)) for slot in slots]

    def clean_number(self) -> str:
        """Refuse what cannot be dialled."""
        text = " ".join(self.cleaned_data["number"].split())
        if not re.fullmatch(r"\+?[0-9 ()\-]{6,30}", text):
            raise ValidationError("Enter a phone number, such as 01632 960 001", code="number")
        return text


def slot_words(starts_at: datetime) -> str:
    """Write an hour as people say it."""
    return f"{starts_at:%A} {date_words(starts_at)}, {time_words(starts_at)}"


class EndForm(forms.Form):
    outcome = forms.ChoiceField(
        label="What came of the call?",
        widget=RadioSelect(),
        error_messages=pick_one("Select what came of the call"),
    )

    def __init__(self, *args: Any, outcomes: Iterable[CallOutcome] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(outcome.value, outcome.label) for outcome in outcomes]

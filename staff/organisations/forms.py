"""Forms about organisations and their people. About somebody else, so the browser fills in nothing."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from ndop.nhsuk.fields import NHSDateField
from ndop.nhsuk.widgets import CheckboxSelectMultiple, NHSDateInput, TextInput
from registry.actions.organisations.people import NewPerson
from registry.actions.organisations.registering import Agreed, NewOrganisation
from registry.models import Organisation, OrganisationRole

ODS_CODE = re.compile(r"[A-Z0-9]{3,10}")
MAILBOX = re.compile(r"[A-Z0-9]{1,30}")
LONGEST_EXCEPTION = timedelta(days=366)
EMAIL_ERRORS = {
    "required": "Enter an email address",
    "invalid": "Enter an email address in the correct format, like name@example.com",
}


def off(width: int = 20, **attrs: Any) -> TextInput:
    """One line that no browser fills in."""
    return TextInput(width=width, autocomplete="off", spellcheck=False, **attrs)


def line(label: str, required: str, *, length: int, width: int = 20, **options: Any) -> forms.CharField:
    """Return a field of one line that must be filled in."""
    errors = {"required": required}
    return forms.CharField(label=label, max_length=length, widget=off(width), error_messages=errors, **options)


class ContactForm(forms.Form):
    """What registering and changing share."""

    name = line("Name of the organisation", "Enter the name of the organisation", length=200, width=30)
    contact_name = line("Name of the contact", "Enter the name of the contact", length=100)
    contact_email = forms.EmailField(
        label="Email address of the contact", max_length=254, widget=off(30), error_messages=EMAIL_ERRORS
    )
    agreement_on = NHSDateField(
        label="When was the agreement signed?",
        name="Date of the agreement",
        past=True,
        earliest_year=2018,
        widget=NHSDateInput(autocomplete="off"),
        help_text="For example, 15 3 2026",
    )


class RegisterForm(ContactForm):
    """A new organisation."""

    ods_code = line(
        "ODS code",
        "Enter the ODS code",
        length=10,
        width=10,
        help_text="From the Organisation Data Service, such as RX898. It cannot be changed later.",
    )
    field_order = ("ods_code", "name", "contact_name", "contact_email", "agreement_on")

    def clean_ods_code(self) -> str:
        code = str(self.cleaned_data["ods_code"]).replace(" ", "").upper()
        if not ODS_CODE.fullmatch(code):
            raise ValidationError("ODS code must be 3 to 10 letters and numbers")
        return code

    def new_organisation(self) -> NewOrganisation:
        """Return what was typed, as the action takes it."""
        return NewOrganisation(**self.cleaned_data)


class ChangeForm(ContactForm):
    """What may change later, and what was agreed."""

    mesh_mailbox = forms.CharField(
        label="MESH mailbox (optional)",
        max_length=30,
        required=False,
        widget=off(20),
        help_text="Files that come from this mailbox are theirs.",
    )
    requests_per_minute = forms.IntegerField(
        label="API requests a minute",
        min_value=1,
        max_value=100_000,
        widget=off(10, inputmode="numeric"),
        error_messages={"required": "Enter how many requests a minute", "invalid": "Enter a whole number"},
    )
    numbers_per_day = forms.IntegerField(
        label="NHS numbers a day",
        min_value=1,
        max_value=10**12,
        widget=off(20, inputmode="numeric"),
        error_messages={"required": "Enter how many numbers a day", "invalid": "Enter a whole number"},
    )

    def clean_mesh_mailbox(self) -> str:
        mailbox = str(self.cleaned_data["mesh_mailbox"]).replace(" ", "").upper()
        if mailbox and not MAILBOX.fullmatch(mailbox):
            raise ValidationError("MESH mailbox must be letters and numbers, like X26ABC1")
        return mailbox

    def agreed(self) -> Agreed:
        """Return what was typed, as the action takes it."""
        return Agreed(**self.cleaned_data)


def as_typed(organisation: Organisation) -> dict[str, Any]:
    """Return what the form of an organisation shows at first."""
    return {name: getattr(organisation, name) for name in ChangeForm.base_fields}


class ReasonForm(forms.Form):
    """Why; it stands in the audit."""

    reason = line(
        "Why?",
        "Enter the reason",
        length=200,
        width=30,
        help_text="It stands in the audit. Do not name any patient.",
    )


class ExceptionForm(ReasonForm):
    """Until when checks of fewer than ten numbers are allowed."""

    until_on = NHSDateField(
        label="Until the end of which day?",
        name="Last day",
        widget=NHSDateInput(autocomplete="off"),
        help_text="At most a year from now.",
    )
    field_order = ("until_on", "reason")

    def clean_until_on(self) -> date:
        day: date = self.cleaned_data["until_on"]
        if not timezone.localdate() <= day <= timezone.localdate() + LONGEST_EXCEPTION:
            raise ValidationError("Last day must be today or later, and at most a year from now")
        return day

    def until(self) -> datetime:
        """Return the end of the last day, in London."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["until_on"] + timedelta(days=1), time.min))


class RolesForm(forms.Form):
    """What someone may do for their organisation."""

    roles = forms.MultipleChoiceField(
        label="What may they do?",
        choices=OrganisationRole.choices,
        widget=CheckboxSelectMultiple(),
        help_text="Somebody must manage people. That person can invite the others.",
        error_messages={"required": "Select at least one thing that they may do"},
    )

    def clean_roles(self) -> list[OrganisationRole]:
        return [OrganisationRole(role) for role in self.cleaned_data["roles"]]


class InviteForm(RolesForm):
    """One person of an organisation."""

    name = line("Full name", "Enter the full name", length=100)
    email = forms.EmailField(
        label="Work email address",
        help_text="The invitation goes there. They sign in with it.",
        max_length=254,
        widget=off(30),
        error_messages=EMAIL_ERRORS,
    )
    field_order = ("name", "email", "roles")

    def new_person(self) -> NewPerson:
        """Return what was typed, as the action takes it."""
        return NewPerson(**self.cleaned_data)

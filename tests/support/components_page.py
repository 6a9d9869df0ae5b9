"""A page with every component in use, and the addresses to visit it at: `@pytest.mark.urls(__name__)`."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from ndop.nhsuk.fields import NHSDateField
from ndop.nhsuk.widgets import (
    CheckboxSelectMultiple,
    NHSDateInput,
    OneTimeCodeInput,
    RadioSelect,
    TextInput,
)

CHANNELS = (("email", "Email"), ("letter", "Letter"))
STATUSES = (("allowed", "Yes, allow"), ("opted_out", "No, do not allow"))


class NameForm(forms.Form):
    family_name = forms.CharField(
        label="Last name",
        help_text="As your GP has it",
        widget=TextInput(width=20, autocomplete="family-name", spellcheck=False),
        error_messages={"required": "Enter your last name"},
    )


class DateForm(forms.Form):
    date_of_birth = NHSDateField(
        name="Date of birth",
        past=True,
        label="Date of birth",
        help_text="For example, 31 3 1980",
        widget=NHSDateInput(autocomplete="bday"),
        error_messages={"required": "Enter your date of birth"},
    )


class StatusForm(forms.Form):
    status = forms.ChoiceField(
        label="May we use your information?",
        choices=STATUSES,
        widget=RadioSelect(hints={"allowed": "For research and planning"}),
        error_messages={"required": "Select yes or no"},
    )


class ChannelsForm(forms.Form):
    channels = forms.MultipleChoiceField(
        label="How should we confirm?",
        choices=CHANNELS,
        widget=CheckboxSelectMultiple(hints={"letter": "To the address on your record"}),
        error_messages={"required": "Select how we should confirm"},
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Security code", widget=OneTimeCodeInput(), error_messages={"required": "Enter the code"}
    )


class RestForm(forms.Form):
    source = forms.ChoiceField(label="How did they choose?", choices=(("PP", "Paper"), ("CC", "Phone")))
    reason = forms.CharField(label="Reason", widget=forms.Textarea, error_messages={"required": "Enter a reason"})
    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password"},
    )
    read = forms.BooleanField(label="I have read this", error_messages={"required": "Say that you have read it"})
    token = forms.CharField(widget=forms.HiddenInput, required=False)


class EveryComponentForm(NameForm, DateForm, StatusForm, ChannelsForm, CodeForm, RestForm):
    """All of them on one page, as no real page should have it."""


@login_not_required
def every_component(request: HttpRequest) -> HttpResponse:
    form = EveryComponentForm(request.POST or None, initial={"token": "a-token"})
    status = 422 if request.method == "POST" and not form.is_valid() else 200
    context = {"title": "Every component", "form": form, "back_url": "/"}
    return render(request, "layouts/question.jinja", context, status=status)


urlpatterns = [path("components/", every_component, name="every-component")]

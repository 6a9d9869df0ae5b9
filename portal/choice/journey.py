"""The patient's journey, as data. Everything between the pages is derived by the engine."""

from collections.abc import Callable
from typing import Any

from django.forms import Form

from ndop.jinja import date_words
from ndop.journeys import Journey, State, Step
from portal.choice import forms
from registry.matching import IdentityDetails
from registry.models import Draft


def knows_number(state: State) -> bool:
    """True when the person said that they know their NHS number."""
    return state.answers.get("know-nhs-number", {}).get("knows") == "yes"


def gives_postcode(state: State) -> bool:
    """True when the person gives a postcode instead."""
    return state.answers.get("know-nhs-number", {}).get("knows") == "no"


def chosen(field: str) -> Callable[[Form], str]:
    """Return a description in the words of the chosen radio."""

    def describe(form: Form) -> str:
        choices: dict[Any, str] = dict(form.fields[field].choices)  # type: ignore[attr-defined]  # a choice field
        return choices[form.cleaned_data[field]]

    return describe


def full_name(form: Form) -> str:
    """Both names as one line; some people have one only."""
    return f"{form.cleaned_data['given_name']} {form.cleaned_data['family_name']}".strip()


JOURNEY = Journey(
    "choice",
    (
        Step("name", "What is your name?", forms.NameForm, settles_identity=True, label="Name", describe=full_name),
        Step(
            "date-of-birth",
            "What is your date of birth?",
            forms.DateOfBirthForm,
            settles_identity=True,
            label="Date of birth",
            describe=lambda form: date_words(form.cleaned_data["date_of_birth"]),
        ),
        Step("know-nhs-number", "Do you know your NHS number?", forms.KnowNumberForm, settles_identity=True),
        Step(
            "nhs-number",
            "What is your NHS number?",
            forms.NumberForm,
            applies=knows_number,
            settles_identity=True,
            label="NHS number",
            describe=lambda form: form.cleaned_data["nhs_number"].spaced,
        ),
        Step(
            "postcode",
            "What is your postcode?",
            forms.PostcodeForm,
            applies=gives_postcode,
            settles_identity=True,
            label="Postcode",
            describe=lambda form: form.cleaned_data["postcode"],
        ),
        Step(
            "code-by",
            "How should we send you a security code?",
            forms.CodeByForm,
            settles_identity=True,
            label="Send the code by",
            describe=chosen("code_by"),
        ),
        Step("check-your-answers", "Check your answers", forms.CheckAnswersForm, fact="asked"),
        Step("code", "Enter your security code", forms.CodeForm, fact="proved", once=True),
        Step("choice", "Your choice", forms.ChoiceForm, describe=chosen("choice")),
        Step(
            "letter",
            "Would you like a letter as well?",
            forms.LetterForm,
            label="Letter as well",
            describe=chosen("letter"),
        ),
        Step("review", "Check your choice before you save it", forms.ReviewForm, fact="saved"),
    ),
)


def state_of(draft: Draft | None) -> State:
    """Say how far a draft has come."""
    if draft is None:
        return State({})
    facts = {
        "asked": draft.identity_check_id is not None or draft.proved_nhs_number is not None,
        "proved": draft.proved_nhs_number is not None,
        "saved": draft.saved_change_id is not None,
    }
    return State(draft.answers, frozenset(name for name, holds in facts.items() if holds))


def identity_details(state: State) -> IdentityDetails:
    """Read the identity answers as one value. Raises KeyError when one of them is missing or no longer valid."""
    cleaned: dict[str, Any] = {}
    for step in JOURNEY.applicable(state):
        if step.settles_identity:
            form = step.form(state)
            form.is_valid()
            cleaned |= form.cleaned_data
    return IdentityDetails(
        given_name=cleaned["given_name"],
        family_name=cleaned["family_name"],
        date_of_birth=cleaned["date_of_birth"],
        nhs_number=cleaned.get("nhs_number"),
        postcode=cleaned.get("postcode", ""),
    )

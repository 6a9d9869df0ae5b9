"""The form that describes a data flow."""

from typing import Any

from django import forms

from ndop.nhsuk.widgets import RadioSelect, TextInput
from registry.actions.organisations.flows import NewFlow
from registry.models import DataFlow, FlowPurpose, LegalBasis

BASIS_HINTS: dict[str, str] = {
    LegalBasis.REGULATION_2: "The choice applies. Medical purposes about cancer.",
    LegalBasis.REGULATION_5: "The choice applies, unless the Confidentiality Advisory Group decided otherwise.",
    LegalBasis.OTHER: "The choice may not apply, for example with explicit consent or a legal duty.",
}


def pick_one(message: str) -> dict[str, str]:
    """Say the same to who chose nothing and to who sent what is not on offer."""
    return {"required": message, "invalid_choice": message}


def line(label: str, help_text: str, missing: str, most: int) -> forms.CharField:
    """One line of text that must be there."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        widget=TextInput(autocomplete="off"),
        error_messages={"required": missing, "max_length": f"{label} must be {most} characters or fewer"},
    )


class FlowForm(forms.Form):
    """Why, on which basis and to whom. Receipts repeat these words."""

    name = line("Name", "How you and your colleagues will know it again.", "Enter a name for the data flow", 100)
    purpose = forms.ChoiceField(
        label="What is the data for?",
        choices=FlowPurpose.choices,
        widget=RadioSelect(),
        error_messages=pick_one("Select what the data is for"),
    )
    purpose_detail = line(
        "Purpose in a few words", "For example: how asthma is treated in the north west.", "Enter the purpose", 300
    )
    legal_basis = forms.ChoiceField(
        label="On what does the disclosure rest?",
        choices=LegalBasis.choices,
        widget=RadioSelect(hints=BASIS_HINTS),
        help_text="The choice applies when you rely on section 251 support to use confidential patient information.",
        error_messages=pick_one("Select what the disclosure rests on"),
    )
    basis_reference = line(
        "Reference",
        "For section 251 support, the CAG reference, such as 26/CAG/0001. Otherwise, say what the basis is.",
        "Enter the CAG reference, or what the basis is",
        100,
    )
    recipient = line("Who gets the data?", "The organisation or team, in full.", "Enter who gets the data", 200)

    def new_flow(self) -> NewFlow:
        """Return what was typed."""
        typed = dict(self.cleaned_data)
        purpose, basis = FlowPurpose(typed.pop("purpose")), LegalBasis(typed.pop("legal_basis"))
        return NewFlow(purpose=purpose, legal_basis=basis, **typed)


def as_typed(flow: DataFlow) -> dict[str, Any]:
    """Return a flow as the form shows it."""
    return {name: getattr(flow, name) for name in FlowForm.base_fields}

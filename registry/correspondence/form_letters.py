"""A form for someone who asked for it by phone: a letter, and the form with their details printed on it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from registry.correspondence.forms import FormVariant, Prefilled, form_data, prefilled_values
from registry.correspondence.printable import one_line
from registry.correspondence.typesetting import typeset
from registry.correspondence.window import LARGE_PRINT, head
from registry.correspondence.wording import Section, in_words
from registry.models import FormType

TITLE = "Your national data opt-out form"
# Who opens the envelope. Where the person on the record cannot choose, someone else has asked for the form.
ADDRESSEES = {
    FormType.SELF: "",
    FormType.CHILDREN: "Parent or guardian of ",
    FormType.ADULT_DEPENDANT: "Attorney or deputy of ",
    FormType.DETAINED: "",
}


@dataclass(frozen=True, repr=False, kw_only=True)
class FormLetter:
    """Which form goes to whom. `person` is whom the form is about; `address_lines` end with the postcode."""

    form_type: str
    variant: str
    case_reference: str
    person: Prefilled
    address_lines: Sequence[str]
    written_on: date
    message_id: UUID
    format_needs: str = "standard"

    @property
    def addressee(self) -> str:
        """Return the name on the envelope."""
        name = one_line(f"{self.person.given_names} {self.person.family_name}")
        return f"{ADDRESSEES[FormType(self.form_type)]}{name}" if name else ""

    @property
    def greeted(self) -> str:
        """Return the same in the middle of a sentence: "Dear parent or guardian of …"."""
        return (
            self.addressee[:1].lower() + self.addressee[1:] if ADDRESSEES[FormType(self.form_type)] else self.addressee
        )


def form_letter(letter: FormLetter) -> bytes:
    """Compose the letter and the form as one PDF/UA-1 file for a window envelope. Raises ValueError, CannotCompose."""
    form, variant = FormType(letter.form_type), FormVariant(letter.variant)
    values = prefilled_values(form, letter.person)
    return typeset(
        "form_letter.typ",
        _cover(letter) | {"form": form_data(form, variant, case_reference=letter.case_reference, values=values)},
    )


def _cover(letter: FormLetter) -> dict[str, Any]:
    is_large = letter.variant == FormVariant.LARGE_PRINT
    top = head(
        title=TITLE,
        name=letter.addressee,
        address_lines=letter.address_lines,
        message_id=letter.message_id,
        format_needs=LARGE_PRINT if is_large else letter.format_needs,
    )
    return top | {
        "name": letter.greeted,
        "reference": letter.case_reference,
        "written_on": in_words(letter.written_on),
        "heading": "Here is the form you asked for",
        "thanks": "You asked us for a form when you phoned. We have printed some details on it, to save you work.",
        "sections": [asdict(section) for section in (_what_to_do(), _not_you())],
    }


def _what_to_do() -> Section:
    where = ", ".join([settings.SERVICE_NAME, *settings.NDOP_RETURN_ADDRESS])
    return Section(
        "What to do",
        "Please:",
        (
            "check what we printed. If something is wrong, cross it out and write the right words beside it",
            "fill in the rest and tick one box for the choice",
            "sign the form and write the date",
            "send all pages of the form to us. Keep this letter",
            f"our address is: {where}",
        ),
    )


def _not_you() -> Section:
    return Section(
        "If you did not ask for this",
        f"Phone us on {settings.NDOP_PHONE}. Lines are open {settings.NDOP_PHONE_HOURS}. Nothing changes until we get "
        "a signed form.",
    )

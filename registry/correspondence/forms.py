"""Paper forms as PDF/UA-1, set by typst: the four forms, each as usual, in large print and in plain English."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models

from registry.barcodes import form_code, svg
from registry.correspondence.paper_forms import adult_form, children_form, detained_form, self_form
from registry.correspondence.paper_forms.parts import FormWords
from registry.correspondence.printable import can_be_printed, one_line
from registry.correspondence.typesetting import CannotCompose, typeset
from registry.models import FormType
from registry.nhs_number import NHSNumber

WORDS = {
    FormType.SELF: self_form.words,
    FormType.CHILDREN: children_form.words,
    FormType.ADULT_DEPENDANT: adult_form.words,
    FormType.DETAINED: detained_form.words,
}
TEMPLATE = "forms/form.typ"
ADDRESS_LINES = 3


class FormVariant(models.TextChoices):
    """How a form is set."""

    STANDARD = "standard", "Standard"
    LARGE_PRINT = "large_print", "Large print"
    PLAIN = "plain", "Plain English"


@dataclass(frozen=True, repr=False, kw_only=True)
class Prefilled:
    """The person whose details are printed on a form. `address_lines` are without the postcode."""

    given_names: str
    family_name: str
    date_of_birth: date
    nhs_number: NHSNumber
    address_lines: Sequence[str] = ()
    postcode: str = ""


def paper_form(form_type: str, variant: str, *, case_reference: str = "", person: Prefilled | None = None) -> bytes:
    """Return a form as a PDF/UA-1 file on A4; the same for the same arguments, byte for byte.

    Raises ValueError for an unknown form or variant, and CannotCompose if the details do not fit or cannot be printed.
    """
    form, as_set = FormType(form_type), FormVariant(variant)
    if person is None and not case_reference:
        return _blank(form, as_set)
    values = prefilled_values(form, person) if person else {}
    return typeset(TEMPLATE, form_data(form, as_set, case_reference=case_reference, values=values))


@cache
def _blank(form_type: FormType, variant: FormVariant) -> bytes:
    """The same for everyone, so each is set once in the life of a process."""
    return typeset(TEMPLATE, form_data(form_type, variant))


def form_words(form_type: FormType, variant: FormVariant) -> FormWords:
    """Return all that a form says."""
    plain = variant == FormVariant.PLAIN
    return WORDS[form_type](lambda usual, shorter: shorter if plain else usual)


def form_data(
    form_type: FormType,
    variant: FormVariant,
    *,
    case_reference: str = "",
    values: Mapping[str, Any] | None = None,
    signature: str = "",
    wobble: Sequence[float] = (),
) -> dict[str, Any]:
    """Return what templates/letters/forms/form.typ reads. `wobble` is there for what is to look written by hand."""
    return asdict(form_words(form_type, variant)) | {
        "variant": variant.value,
        "service": settings.SERVICE_NAME,
        "phone": settings.NDOP_PHONE,
        "case_reference": case_reference,
        "code": svg(form_code(form_type, case_reference)),
        "values": dict(values or {}),
        "signature": signature,
        "wobble": list(wobble),
    }


def prefilled_values(form_type: FormType, person: Prefilled) -> dict[str, str]:
    """Return what is printed in which box. On a form for children the person is the first child."""
    prefix = "person0_" if form_type == FormType.CHILDREN else ""
    values = {
        f"{prefix}given_names": one_line(person.given_names),
        f"{prefix}family_name": one_line(person.family_name),
        f"{prefix}date_of_birth": f"{person.date_of_birth:%d%m%Y}",
        f"{prefix}nhs_number": person.nhs_number.digits,
    } | _address(form_type, person)
    if not all(map(can_be_printed, values.values())):
        raise CannotCompose("characters")
    return values


def _address(form_type: FormType, person: Prefilled) -> dict[str, str]:
    """The parent's own address is for them to write: it may not be the child's."""
    if form_type == FormType.CHILDREN:
        return {}
    prefix = "" if form_type == FormType.SELF else "person_"
    lines = [line for line in map(one_line, person.address_lines) if line]
    surplus = max(0, len(lines) - ADDRESS_LINES)
    kept = [", ".join(lines[: surplus + 1]), *lines[surplus + 1 :]]
    return {f"{prefix}address{n}": line for n, line in enumerate(kept)} | {
        f"{prefix}postcode": postcode_squares(person.postcode)
    }


def postcode_squares(postcode: str) -> str:
    """Spread a postcode over four squares and three."""
    signs = re.sub(r"\s", "", postcode).upper()
    return f"{signs[:-3]:4}{signs[-3:]}"

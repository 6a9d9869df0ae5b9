"""Where two keyings of one form differ. Capitals and blanks are no difference; everything else is."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from registry.matching import postcode_key
from registry.models import Evidence, ProxyRole, Status
from registry.nhs_number import NHSNumber
from registry.paper import PaperForm, PaperPerson


@dataclass(frozen=True, repr=False)
class Difference:
    """One field that two people keyed differently, in words. `position` counts people from 1; None: the whole form."""

    field: str
    label: str
    first: str
    second: str
    position: int | None = None


def plain_text(text: str) -> str:
    """Return a text as it is compared: without differences of capitals, blanks and composed letters."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _plain_lines(lines: tuple[str, ...]) -> str:
    return plain_text(" ".join(lines).replace(",", " "))


def _same(value: Any) -> Any:
    return value


def _yes_or_no(value: bool) -> str:
    return "Yes" if value else "No"


def _day(value: date | None) -> str:
    return f"{value.day} {value:%B %Y}" if value else ""


def _number(value: NHSNumber | None) -> str:
    return value.spaced if value else ""


def _status(value: Status | None) -> str:
    return Status(value).label if value else "None, or both"


def _role(value: ProxyRole | None) -> str:
    return ProxyRole(value).label if value else ""


def _papers(value: frozenset[Evidence]) -> str:
    return ", ".join(paper.label for paper in Evidence if paper in value)


@dataclass(frozen=True)
class Field:
    """How one field is named, compared and shown."""

    name: str
    label: str
    key: Callable[[Any], Any] = _same
    words: Callable[[Any], str] = str


PERSON_FIELDS = (
    Field("nhs_number", "NHS number", words=_number),
    Field("given_names", "First names", plain_text),
    Field("family_name", "Last name", plain_text),
    Field("date_of_birth", "Date of birth", words=_day),
)
FORM_FIELDS = (
    Field("is_wrong_service", "A form of another service", words=_yes_or_no),
    Field("is_readable", "The form can be read", words=_yes_or_no),
    Field("status", "Choice", words=_status),
    Field("address_lines", "Address", _plain_lines, ", ".join),
    Field("postcode", "Postcode", postcode_key),
    Field("reply_by", "Reply by"),
    Field("email", "Email address", plain_text),
    Field("representative", "Acts for the person", plain_text),
    Field("proxy_role", "Acts as", words=_role),
    Field("is_signed", "Signed", words=_yes_or_no),
    Field("signatory", "Signed by", plain_text),
    Field("signed_on", "Date of signature", words=_day),
    Field("evidence", "Papers", words=_papers),
    Field("identity_in_date", "Identity document in date", words=_yes_or_no),
    Field("address_proof_is_recent", "Proof of address not older than 3 months", words=_yes_or_no),
    Field("originals_sent", "Originals sent", words=_yes_or_no),
    Field("more_than_six_children", "More than 6 children", words=_yes_or_no),
)
NOBODY = PaperPerson("", "")


def compare(first: PaperForm, second: PaperForm) -> list[Difference]:
    """Return where two keyings differ, people first, in the order of the form; none if they say the same."""
    pairs = zip_longest(first.people, second.people, fillvalue=NOBODY)
    of_people = [
        difference
        for position, (one, other) in enumerate(pairs, start=1)
        for difference in _compare(PERSON_FIELDS, one, other, position)
    ]
    return [*of_people, *_compare(FORM_FIELDS, first, second, None)]


def _compare(fields: tuple[Field, ...], one: Any, other: Any, position: int | None) -> list[Difference]:
    found = []
    for field in fields:
        left, right = getattr(one, field.name), getattr(other, field.name)
        if field.key(left) != field.key(right):
            found.append(Difference(field.name, field.label, field.words(left), field.words(right), position))
    return found

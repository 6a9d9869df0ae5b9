"""Finding a person for staff: by NHS number, by a reference, or by name and date of birth. Answers are masked."""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models

from registry.demographics import Demographics
from registry.gateways.directory import Directory, PersonNotFound, get_directory
from registry.matching import name_key
from registry.models import Message, PreferenceChange
from registry.nhs_number import NHSNumber
from registry.queries.cases import CaseNotFound, get_case_by_reference, numbers_of

MOST_RESULTS = 25
CHOICE_REFERENCE = re.compile(r"[2-9A-HJ-NP-Z]{10}")
CASE_REFERENCE = re.compile(r"([0-9]{5,7})C")
# The whole id of a message, or its first eight signs, which is what lists and letters show.
MESSAGE_REFERENCE = re.compile(r"[0-9A-F]{8}|[0-9A-F]{32}")
BETWEEN_SIGNS = re.compile(r"[\s\-\u2010-\u2014]+")


class SearchKind(models.TextChoices):
    """How someone was looked for."""

    NUMBER = "number", "NHS number"
    REFERENCE = "reference", "Reference"
    NAME = "name", "Name and date of birth"


class LookUpReason(models.TextChoices):
    """Why staff look at a person's record."""

    CALL = "call", "A phone call"
    FORM = "form", "A paper form"
    RETURNED_POST = "returned_post", "Post that came back"
    COMPLAINT = "complaint", "A complaint"
    SUPERVISOR_CHECK = "supervisor_check", "A supervisor's check"
    OTHER = "other", "Something else"


class TooManyFound(Exception):
    """More people fit than staff may see at once; `count` says how many."""

    def __init__(self, count: int) -> None:
        super().__init__("more people fit than may be shown")
        self.count = count


@dataclass(frozen=True, repr=False)
class Terms:
    """What was typed: an NHS number, or a reference, or a family name with a date of birth."""

    nhs_number: NHSNumber | None = None
    reference: str = ""
    family_name: str = ""
    given_name: str = ""
    date_of_birth: date | None = None

    @property
    def kind(self) -> SearchKind:
        """The one of the three ways that was used."""
        if self.nhs_number:
            return SearchKind.NUMBER
        return SearchKind.REFERENCE if self.reference else SearchKind.NAME


@dataclass(frozen=True, repr=False)
class Found:
    """One person, masked: enough to tell people apart, too little to learn about them."""

    nhs_number: NHSNumber
    name: str
    year_of_birth: int
    postcode_start: str
    has_died: bool


def search(terms: Terms) -> list[Found]:
    """Return whom the terms lead to, by number. Raises TooManyFound, DirectoryUnavailable."""
    people = _people(terms, get_directory())
    if len(people) > MOST_RESULTS:
        raise TooManyFound(len(people))
    return [_masked(person) for person in people]


def looks_like_a_reference(text: str) -> bool:
    """Say whether the text could be a reference of a choice, a case or a message."""
    signs = _signs(text)
    return any(kind.fullmatch(signs) for kind in (CHOICE_REFERENCE, CASE_REFERENCE, MESSAGE_REFERENCE))


def masked_name(person: Demographics) -> str:
    """Return initials and the family name: A M Sample."""
    initials = " ".join(name[0].upper() for name in person.given_names.split())
    return f"{initials} {person.family_name}".strip()


def postcode_start(person: Demographics) -> str:
    """Return the first half of the postcode, and nothing of a restricted record's."""
    return "" if person.is_restricted else "".join(person.postcode.split()).upper()[:-3]


def _people(terms: Terms, directory: Directory) -> list[Demographics]:
    if terms.kind == SearchKind.NAME:
        assert terms.date_of_birth
        named = directory.search(family_name=terms.family_name, date_of_birth=terms.date_of_birth)
        return [person for person in named if _given_name_fits(terms.given_name, person)]
    numbers = [terms.nhs_number] if terms.nhs_number else _behind(_signs(terms.reference))
    people = {person.nhs_number: person for number in numbers for person in _known(number, directory)}
    return [people[number] for number in sorted(people)]


def _known(number: NHSNumber, directory: Directory) -> list[Demographics]:
    try:
        return [directory.get(number)]
    except PersonNotFound:
        return []


def _given_name_fits(typed: str, person: Demographics) -> bool:
    """Any of the given names or what the person is known as, from its beginning: an initial is enough."""
    wanted = name_key(typed)
    return not wanted or any(
        name_key(name).startswith(wanted) for name in (*person.given_names.split(), person.given_names, person.known_as)
    )


def _masked(person: Demographics) -> Found:
    return Found(
        nhs_number=person.nhs_number,
        name=masked_name(person),
        year_of_birth=person.date_of_birth.year,
        postcode_start=postcode_start(person),
        has_died=person.date_of_death is not None,
    )


def _signs(text: str) -> str:
    return BETWEEN_SIGNS.sub("", text).upper()


def _behind(signs: str) -> list[NHSNumber]:
    """Return the numbers that a reference leads to; a text that could be two kinds of reference leads to both."""
    numbers: list[NHSNumber] = []
    if CHOICE_REFERENCE.fullmatch(signs):
        reference = f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"
        numbers += PreferenceChange.objects.filter(reference=reference).values_list("nhs_number", flat=True)
    if case := CASE_REFERENCE.fullmatch(signs):
        numbers += _of_case(f"{case[1]}-C")
    if MESSAGE_REFERENCE.fullmatch(signs):
        numbers += _of_messages(signs)
    return numbers


def _of_case(reference: str) -> list[NHSNumber]:
    """Whom the form was found to be about, and whom its keyings name by number."""
    try:
        return numbers_of(get_case_by_reference(reference))
    except CaseNotFound:
        return []


def _of_messages(signs: str) -> list[NHSNumber]:
    """A letter may go to someone of whom only the case is known."""
    found = Message.objects.filter(public_id__gte=UUID(signs.ljust(32, "0")), public_id__lte=UUID(signs.ljust(32, "F")))
    numbers: list[NHSNumber] = []
    for number, case in found.values_list("nhs_number", "case_reference")[:MOST_RESULTS]:
        numbers += [number] if number else _of_case(case)
    return numbers

"""Whose record a form is about: candidates from the demographic service, each with what fits and what does not.

A candidate says only whether its record fits what is on the form, never what the record holds where it differs.
"""

from dataclasses import dataclass
from enum import StrEnum

from registry.clock import now
from registry.demographics import Demographics
from registry.gateways.directory import PersonNotFound, get_directory
from registry.matching import family_name_fits, first_name_fits, name_key, postcode_key
from registry.nhs_number import NHSNumber
from registry.paper import PaperPerson
from registry.policies import LONDON, age_on


class Fits(StrEnum):
    """Whether a detail of the form fits the record."""

    YES = "fits"
    NO = "differs"
    NOT_GIVEN = "not given"


@dataclass(frozen=True)
class Reason:
    """One detail of the form and whether it fits, in words."""

    label: str
    fits: Fits


@dataclass(frozen=True, repr=False)
class Candidate:
    """A record that the form may be about. `nhs_number` is the current one; `age` is at death for who has died."""

    nhs_number: NHSNumber
    reasons: tuple[Reason, ...]
    is_exact: bool
    is_acceptable: bool
    is_superseded: bool
    is_deceased: bool
    is_restricted: bool
    age: int


def candidates(person: PaperPerson, postcode: str) -> list[Candidate]:
    """Return the records that a person on a form may be, the best first: by number, and by birth, name and postcode.

    Raises DirectoryUnavailable.
    """
    numbered = current_record(person.nhs_number) if person.nhs_number else None
    current = numbered.nhs_number if numbered else None
    records = [*([numbered] if numbered else []), *_by_details(person, postcode)]
    found = {record.nhs_number: record for record in records}
    rated = [_candidate(person, postcode, record, current) for record in found.values()]
    return sorted(rated, key=_misfits)


def current_record(number: NHSNumber) -> Demographics | None:
    """Return the record that this number, or the one that replaced it, belongs to. Raises DirectoryUnavailable."""
    try:
        return get_directory().get(number)
    except PersonNotFound:
        return None


def is_the_person(written: PaperPerson, current: NHSNumber | None, record: Demographics) -> bool:
    """Say whether staff may take this record for the person on the form.

    A number on the form decides which record it is (`current` is the number that it is today); one more detail, the
    birth date or the whole name, guards against a slip of the pen. Without a number, birth date and whole name must
    fit.
    """
    name = _family_name(written, record) == _first_name(written, record) == Fits.YES
    birth = written.date_of_birth == record.date_of_birth
    if written.nhs_number:
        return current == record.nhs_number and (birth or name)
    return birth and name


def _by_details(person: PaperPerson, postcode: str) -> list[Demographics]:
    if person.date_of_birth is None or not name_key(person.family_name) or not postcode_key(postcode):
        return []
    return get_directory().find(
        date_of_birth=person.date_of_birth, family_name=person.family_name, nhs_number=None, postcode=postcode
    )


def _candidate(person: PaperPerson, postcode: str, record: Demographics, current: NHSNumber | None) -> Candidate:
    reasons = _reasons(person, postcode, record, current)
    return Candidate(
        nhs_number=record.nhs_number,
        reasons=reasons,
        is_exact=all(reason.fits != Fits.NO for reason in reasons) and is_the_person(person, current, record),
        is_acceptable=is_the_person(person, current, record) and record.date_of_death is None,
        is_superseded=current == record.nhs_number != person.nhs_number,
        is_deceased=record.date_of_death is not None,
        is_restricted=record.is_restricted,
        age=age_on(record.date_of_birth, record.date_of_death or now().astimezone(LONDON).date()),
    )


def _reasons(person: PaperPerson, postcode: str, record: Demographics, current: NHSNumber | None) -> tuple[Reason, ...]:
    return (
        Reason("NHS number", _fits(person.nhs_number, fits=current == record.nhs_number)),
        Reason("Last name", _family_name(person, record)),
        Reason("First name", _first_name(person, record)),
        Reason("Date of birth", _fits(person.date_of_birth, fits=person.date_of_birth == record.date_of_birth)),
        Reason("Postcode", _fits(postcode, fits=postcode_key(postcode) == postcode_key(record.postcode))),
    )


def _family_name(person: PaperPerson, record: Demographics) -> Fits:
    return _fits(person.family_name, fits=family_name_fits(person.family_name, record))


def _first_name(person: PaperPerson, record: Demographics) -> Fits:
    fits = first_name_fits(person.given_names, person.family_name, record)
    # Someone with a single name writes it once: that fits, and is not a gap.
    return Fits.YES if fits else _fits(person.given_names, fits=False)


def _fits(given: object, *, fits: bool) -> Fits:
    if not given:
        return Fits.NOT_GIVEN
    return Fits.YES if fits else Fits.NO


def _misfits(candidate: Candidate) -> tuple[bool, int, str]:
    differing = sum(reason.fits == Fits.NO for reason in candidate.reasons)
    return not candidate.is_acceptable, differing, candidate.nhs_number.digits

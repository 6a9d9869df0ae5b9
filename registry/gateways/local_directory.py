"""The demographic service on our own table, until there is a real one."""

from collections.abc import Iterable
from datetime import date

from registry.demographics import Demographics
from registry.gateways.directory import PersonNotFound
from registry.matching import name_key, postcode_key
from registry.models import Person
from registry.nhs_number import NHSNumber
from registry.queries.people import current_number


class LocalDirectory:
    """Answers from `registry_person`. See `directory.Directory`."""

    def find(
        self, *, date_of_birth: date, family_name: str, nhs_number: NHSNumber | None, postcode: str
    ) -> list[Demographics]:
        """Return candidates once each. A superseded record leads to the current one."""
        same_name = _of_name(family_name, date_of_birth)
        return _current([person for person in same_name if _fits(person, nhs_number, postcode_key(postcode))])

    def search(self, *, family_name: str, date_of_birth: date) -> list[Demographics]:
        """Return everyone of this name and birth date once, by number. A name without letters is nobody's."""
        return _current(_of_name(family_name, date_of_birth)) if name_key(family_name) else []

    def get(self, nhs_number: NHSNumber) -> Demographics:
        """Return the current record. Raises PersonNotFound."""
        person = Person.objects.filter(nhs_number=current_number(nhs_number)).first()
        if person is None:
            raise PersonNotFound("no record has this number")
        return _demographics(person)


def _of_name(family_name: str, date_of_birth: date) -> Iterable[Person]:
    return Person.objects.filter(date_of_birth=date_of_birth, family_name_key=name_key(family_name))


def _current(found: Iterable[Person]) -> list[Demographics]:
    """Follow the few records that were superseded; the others are what they are."""
    numbers = {current_number(person.nhs_number) if person.superseded_by else person.nhs_number for person in found}
    return [_demographics(person) for person in Person.objects.filter(nhs_number__in=numbers).order_by("nhs_number")]


def _fits(person: Person, number: NHSNumber | None, postcode: str) -> bool:
    if number is not None:
        return bool(person.nhs_number == number)
    return bool(postcode) and postcode_key(person.postcode) == postcode


def _demographics(person: Person) -> Demographics:
    return Demographics(
        nhs_number=person.nhs_number,
        given_names=person.given_names,
        known_as=person.known_as,
        family_name=person.family_name,
        date_of_birth=person.date_of_birth,
        address_lines=tuple(person.address_lines),
        postcode=person.postcode,
        email=person.email,
        mobile=person.mobile,
        gp_practice_code=person.gp_practice_code,
        language=person.language,
        format_needs=person.format_needs,
        date_of_death=person.date_of_death,
        is_restricted=person.is_restricted,
    )

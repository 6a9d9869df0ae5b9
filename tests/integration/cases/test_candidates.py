"""Whose record a form is about, with what fits and what does not, and nothing of the record besides."""

from dataclasses import asdict
from datetime import date

import pytest

from registry.gateways.directory import DirectoryUnavailable
from registry.models import Person
from registry.nhs_number import NHSNumber
from registry.paper import PaperPerson
from registry.queries.candidates import Fits, candidates
from tests.factories import PersonFactory, make_nhs_number
from tests.factories.cases import paper_person
from tests.fakes.directory import CountingDirectory

pytestmark = pytest.mark.django_db
BORN = date(1980, 5, 17)


def fits(candidate):
    return {reason.label: reason.fits.value for reason in candidate.reasons}


@pytest.fixture
def person():
    return PersonFactory()


def test_a_form_that_fits_in_all_is_exact(person):
    (found,) = candidates(paper_person(person), "ls14ap")
    assert found.nhs_number == person.nhs_number
    assert set(fits(found).values()) == {"fits"}
    assert list(fits(found)) == ["NHS number", "Last name", "First name", "Date of birth", "Postcode"]
    assert found.is_exact
    assert found.is_acceptable
    assert (found.is_superseded, found.is_deceased, found.is_restricted) == (False, False, False)


def test_what_differs_is_said_and_not_shown(person):
    written = paper_person(person, given_names="Zoe", family_name="Other", date_of_birth=date(1981, 5, 17))
    (found,) = candidates(written, "LS1 9ZZ")
    assert fits(found) == {
        "NHS number": "fits",
        "Last name": "differs",
        "First name": "differs",
        "Date of birth": "differs",
        "Postcode": "differs",
    }
    assert not found.is_exact
    assert not found.is_acceptable
    shown = f"{asdict(found)}"
    assert not any(word in shown for word in ("Ada", person.family_name, "1980", "LS1"))


def test_without_a_number_birth_name_and_postcode_find_the_person(person):
    (found,) = candidates(paper_person(person, nhs_number=None), person.postcode)
    assert found.nhs_number == person.nhs_number
    assert fits(found)["NHS number"] == "not given"
    assert found.is_exact


def test_without_a_first_name_that_fits_nobody_is_acceptable(person):
    (found,) = candidates(paper_person(person, nhs_number=None, given_names="Zoe"), person.postcode)
    assert not found.is_exact
    assert not found.is_acceptable


def test_a_number_written_wrong_finds_its_owner_and_whom_the_rest_fits(person):
    other = PersonFactory(given_names="Bo", date_of_birth=date(1970, 1, 1), postcode="LS9 1AA")
    found = candidates(paper_person(person, nhs_number=other.nhs_number), person.postcode)
    assert {candidate.nhs_number for candidate in found} == {person.nhs_number, other.nhs_number}
    assert not any(candidate.is_acceptable for candidate in found)
    assert found[0].nhs_number == person.nhs_number


@pytest.mark.parametrize(
    ("changes", "is_acceptable"),
    [
        ({"family_name": "Married"}, True),
        ({"date_of_birth": None}, True),
        ({"date_of_birth": date(1980, 5, 18)}, True),
        ({"date_of_birth": None, "family_name": "Married"}, False),
        ({"date_of_birth": None, "given_names": "Zoe"}, False),
    ],
)
def test_beside_the_number_the_birth_date_or_the_whole_name_must_fit(person, changes, is_acceptable):
    (found,) = candidates(paper_person(person, **changes), "")
    assert found.is_acceptable is is_acceptable
    assert fits(found)["Postcode"] == "not given"


def test_a_replaced_number_leads_to_the_current_record_and_says_so(person):
    heir = PersonFactory(given_names=person.given_names, family_name=person.family_name)
    Person.objects.filter(pk=person.pk).update(superseded_by=heir.nhs_number)
    (found,) = candidates(paper_person(person), person.postcode)
    assert found.nhs_number == heir.nhs_number
    assert found.is_superseded
    assert found.is_acceptable


def test_who_has_died_is_shown_with_the_age_at_death(person):
    Person.objects.update(date_of_death=date(2020, 5, 16))
    (found,) = candidates(paper_person(person), person.postcode)
    assert (found.is_deceased, found.age, found.is_acceptable) == (True, 39, False)


def test_a_restricted_record_says_so(person):
    Person.objects.update(is_restricted=True)
    assert candidates(paper_person(person), person.postcode)[0].is_restricted


def test_nobody_fits_when_nothing_is_known(person):
    assert candidates(PaperPerson("Ada", person.family_name), person.postcode) == []
    assert candidates(paper_person(person, nhs_number=None), "") == []
    assert candidates(PaperPerson("Ada", "", BORN), person.postcode) == []
    assert candidates(PaperPerson("", "", nhs_number=make_nhs_number(9_000)), "") == []


def test_twins_are_both_shown_the_one_that_fits_first(person):
    twin = PersonFactory(given_names="Bea", known_as="", family_name=person.family_name)
    found = candidates(paper_person(person, nhs_number=None, given_names="Bea"), person.postcode)
    assert [candidate.nhs_number for candidate in found] == [twin.nhs_number, person.nhs_number]
    assert [candidate.is_acceptable for candidate in found] == [True, False]


def test_someone_with_a_single_name_writes_it_once():
    single = PersonFactory(given_names="", known_as="", family_name="Suharto", family_name_key="suharto")
    (found,) = candidates(paper_person(single), single.postcode)
    assert fits(found)["First name"] == Fits.YES


def test_a_directory_that_is_away_is_not_an_empty_answer(person, settings):
    settings.DIRECTORY_GATEWAY = "tests.fakes.directory.CountingDirectory"
    CountingDirectory.reset()
    CountingDirectory.is_down = True
    try:
        with pytest.raises(DirectoryUnavailable):
            candidates(paper_person(person, nhs_number=None), person.postcode)
    finally:
        CountingDirectory.reset()


def test_no_candidate_can_be_printed_with_a_number_in_it(person):
    (found,) = candidates(paper_person(person), person.postcode)
    assert isinstance(found.nhs_number, NHSNumber)
    assert person.nhs_number.digits not in repr(found)

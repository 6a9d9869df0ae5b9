"""The local stand-in for the demographic service."""

from datetime import date

import pytest

from registry.gateways.directory import PersonNotFound, get_directory
from registry.gateways.local_directory import LocalDirectory
from tests.factories import PersonFactory, make_nhs_number

pytestmark = pytest.mark.django_db
BORN = date(1980, 5, 17)


def find(**asked):
    wanted = {"date_of_birth": BORN, "family_name": "O’Neill-Shah", "nhs_number": None, "postcode": ""} | asked
    return get_directory().find(**wanted)


@pytest.fixture
def person():
    return PersonFactory(family_name="O’Neill-Shah", date_of_birth=BORN, postcode="LS1 4AP", known_as="Addie")


def test_directory_is_the_one_in_the_settings():
    assert isinstance(get_directory(), LocalDirectory)


def test_directory_finds_by_number_with_the_name_written_in_any_way(person):
    for name in ("O’Neill-Shah", "o'neill shah", "ONEILLSHAH"):
        [found] = find(family_name=name, nhs_number=person.nhs_number)
        assert found.nhs_number == person.nhs_number


def test_directory_finds_by_postcode_with_or_without_blanks(person):
    assert [one.nhs_number for one in find(postcode="ls14ap")] == [person.nhs_number]
    assert find(postcode="LS1 4AQ") == []


def test_directory_finds_nobody_by_name_and_birth_date_alone(person):
    assert find() == []


def test_directory_finds_nobody_when_one_detail_is_wrong(person):
    assert find(nhs_number=person.nhs_number, family_name="Shah") == []
    assert find(nhs_number=person.nhs_number, date_of_birth=date(1980, 5, 18)) == []
    assert find(nhs_number=make_nhs_number(800)) == []


def test_directory_gives_every_candidate_who_shares_name_birth_date_and_postcode(person):
    twin = PersonFactory(family_name="O’Neill-Shah", date_of_birth=BORN, postcode="LS1 4AP")
    assert {one.nhs_number for one in find(postcode="LS1 4AP")} == {person.nhs_number, twin.nhs_number}


def test_directory_answers_a_superseded_number_with_the_current_record(person):
    old = PersonFactory(
        family_name="O’Neill-Shah", date_of_birth=BORN, postcode="LS1 4AP", superseded_by=person.nhs_number
    )
    assert get_directory().get(old.nhs_number).nhs_number == person.nhs_number
    assert [one.nhs_number for one in find(nhs_number=old.nhs_number)] == [person.nhs_number]
    assert [one.nhs_number for one in find(postcode="LS1 4AP")] == [person.nhs_number]


def test_directory_gives_all_that_the_record_holds(person):
    found = get_directory().get(person.nhs_number)
    assert (found.given_names, found.known_as, found.email) == (person.given_names, "Addie", person.email)
    assert found.address_lines == tuple(person.address_lines)
    assert found.mobile == person.mobile


def test_directory_says_when_there_is_no_such_person():
    with pytest.raises(PersonNotFound):
        get_directory().get(make_nhs_number(801))


def search(family_name="O’Neill-Shah", born=BORN):
    return [one.nhs_number for one in get_directory().search(family_name=family_name, date_of_birth=born)]


def test_directory_searches_by_name_and_birth_date(person):
    twin = PersonFactory(family_name="ONeill Shah", date_of_birth=BORN, postcode="M1 1AA")
    PersonFactory(family_name="O’Neill-Shah", date_of_birth=date(1980, 5, 18))
    assert search("o'neill shah") == sorted([person.nhs_number, twin.nhs_number])
    assert search("Shah") == []


def test_directory_search_shows_a_superseded_record_as_the_current_one(person):
    PersonFactory(family_name="O’Neill-Shah", date_of_birth=BORN, superseded_by=person.nhs_number)
    assert search() == [person.nhs_number]


def test_directory_search_for_a_name_without_letters_finds_nobody(person):
    PersonFactory(family_name="-", date_of_birth=BORN)
    assert search("-") == []

"""Whoever decides a form is told of a choice that was made another way since it was signed."""

from datetime import datetime, time, timedelta

import pytest

from registry.models import FormType, Role, Source
from registry.policies import LONDON
from registry.queries.newer_choices import NewerChoice, newer_choices
from tests.factories import PreferenceFactory
from tests.factories.cases import make_people, today
from tests.support.cases import to_decide
from tests.support.keying import page_of
from tests.support.staff import make_staff, signed_in_client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_sample(settings):
    settings.SECOND_CHECK_SHARE = 0


@pytest.fixture
def person():
    return make_people(FormType.SELF)[0]


def signed_on(days_after=0):
    return today() + timedelta(days=days_after - 5)


def chosen(person, days_after, source=Source.ONLINE, hour=9):
    """Record a choice made so many days after the signature."""
    made_at = datetime.combine(signed_on(days_after), time(hour), LONDON)
    PreferenceFactory(person__nhs_number=person.nhs_number, source=source, decided_at=made_at)


def found(*people):
    return newer_choices([person.nhs_number for person in people], signed_on=signed_on())


def shown(person):
    desk = signed_in_client(make_staff(Role.AGENT))
    return desk.get(page_of("decide", to_decide(FormType.SELF, [person], signed_on=signed_on()))).content.decode()


def test_a_choice_made_before_the_signature_is_not_newer(person):
    chosen(person, -1, hour=23)
    assert found(person) == {}


def test_a_choice_of_the_same_day_counts_from_its_first_minute(person):
    chosen(person, 0, hour=0)
    assert found(person) == {person.nhs_number: NewerChoice(signed_on(), Source.ONLINE)}


def test_the_latest_of_several_is_named_for_each_person(person):
    chosen(person, 1)
    chosen(person, 3, Source.CALL_CENTRE)
    chosen(person, 2, Source.PAPER)  # accepted last, made before
    other = make_people(FormType.SELF)[0]
    chosen(other, 1)
    assert found(person, other) == {
        person.nhs_number: NewerChoice(signed_on(3), Source.CALL_CENTRE),
        other.nhs_number: NewerChoice(signed_on(1), Source.ONLINE),
    }
    assert found(make_people(FormType.SELF)[0]) == {}


def test_the_page_says_how_and_when_but_not_what_was_chosen(person):
    chosen(person, 2)
    page = shown(person)
    assert "A newer choice is on record:</strong> online, " in page
    assert "If you accept it, its choice replaces the one on record" in page
    assert 'aria-describedby="id_person-1-why id_person-1-newer"' in page
    assert "autofocus>Accept" not in page


def test_the_page_of_the_same_day_says_so(person):
    chosen(person, 0)
    assert "A choice of the same day is on record:</strong> online, " in shown(person)


def test_the_page_says_nothing_of_an_older_choice(person):
    chosen(person, -2)
    page = shown(person)
    assert "on record" not in page
    assert "autofocus>Accept" in page

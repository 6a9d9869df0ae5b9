"""Whom a form is about, when it is accepted: never somebody else, oneself, or who may not be decided for."""

from datetime import timedelta

import pytest

from registry.actions.cases.deciding import open_deciding
from registry.actions.cases.moves import OwnRecord
from registry.clock import now
from registry.encryption import keyed_hash
from registry.gateways.directory import DirectoryUnavailable
from registry.models import AuditEvent, Case, CaseState, FormType, Message, Person, Preference, Role
from tests.factories import PersonFactory
from tests.factories.cases import make_case, make_form, make_people, today
from tests.fakes.directory import CountingDirectory
from tests.support.cases import accept, refusal, to_decide
from tests.support.staff import as_actor, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_is_drawn(settings):
    settings.SECOND_CHECK_SHARE = 0.0


@pytest.fixture
def person():
    return make_people(FormType.SELF)[0]


def test_T19_nobody_accepts_their_own_form(person):
    own = keyed_hash("staff-own", person.nhs_number.digits)
    agent = make_staff(Role.AGENT, own_number_key=own)
    case = to_decide(FormType.SELF, [person])
    with pytest.raises(OwnRecord):
        accept(case, [person], agent)
    with pytest.raises(OwnRecord):
        open_deciding(case_id=case.public_id, by=as_actor(agent), at=now())
    assert AuditEvent.objects.filter(action="person_refused").count() == 2


def test_T19_a_replaced_number_hides_nobody(person):
    heir = PersonFactory(given_names=person.given_names, family_name=person.family_name)
    Person.objects.filter(pk=person.pk).update(superseded_by=heir.nhs_number)
    agent = make_staff(Role.AGENT, own_number_key=keyed_hash("staff-own", heir.nhs_number.digits))
    with pytest.raises(OwnRecord):
        accept(to_decide(FormType.SELF, [person]), [person], agent)


@pytest.mark.parametrize("chosen", ["old", "current"])
def test_a_replaced_number_is_accepted_under_the_current_one(person, chosen):
    heir = PersonFactory(given_names=person.given_names, family_name=person.family_name)
    case = to_decide(FormType.SELF, [person])
    Person.objects.filter(pk=person.pk).update(superseded_by=heir.nhs_number)
    done = accept(case, [heir if chosen == "current" else person])
    assert done.subjects.get().nhs_number == heir.nhs_number
    assert Preference.objects.get().nhs_number == heir.nhs_number
    assert AuditEvent.objects.get(action="case_accepted").details["replaced_numbers"] == 1


def test_somebody_else_is_not_the_person(person):
    assert refusal(to_decide(FormType.SELF, [person]), make_people(FormType.SELF)) == "not_the_person"


def test_everybody_on_the_form_is_found_first():
    people = make_people(FormType.CHILDREN, 2)
    case = to_decide(FormType.CHILDREN, people)
    assert refusal(case, people[:1]) == "people_missing"
    assert refusal(case, [*people, *people]) == "people_missing"
    assert refusal(case, [people[0], people[0]]) == "same_person_twice"


def test_a_number_without_a_record_is_refused(person):
    stranger = PersonFactory.build()
    assert refusal(to_decide(FormType.SELF, [person]), [stranger]) == "no_record"


def test_a_directory_that_is_away_leaves_everything_as_it_is(person, settings):
    case = to_decide(FormType.SELF, [person])
    settings.DIRECTORY_GATEWAY = "tests.fakes.directory.CountingDirectory"
    CountingDirectory.reset()
    CountingDirectory.get = lambda self, number: (_ for _ in ()).throw(DirectoryUnavailable("away"))
    try:
        with pytest.raises(DirectoryUnavailable):
            accept(case, [person])
    finally:
        del CountingDirectory.get
    assert Case.objects.get(pk=case.pk).state == CaseState.TO_DECIDE


def test_one_child_who_turned_13_keeps_the_form_from_being_accepted():
    people = make_people(FormType.CHILDREN, 3)
    form = make_form(FormType.CHILDREN, people)
    case = make_case(CaseState.TO_DECIDE, FormType.CHILDREN, people=people, form=form)
    thirteen = today() - timedelta(days=13 * 365 + 5)
    Person.objects.filter(pk=people[1].pk).update(date_of_birth=thirteen)
    assert refusal(case, people) == "child_is_13"
    assert not case.subjects.exists()
    assert not Message.objects.exists()


def test_a_self_form_of_a_child_is_not_accepted():
    people = make_people(FormType.CHILDREN)
    assert refusal(to_decide(FormType.SELF, people), people) == "under_13"


def test_who_has_died_keeps_the_choice_that_stood(person):
    case = to_decide(FormType.SELF, [person])
    Person.objects.update(date_of_death=today())
    assert refusal(case, [person]) == "person_died"

"""A supervisor reverses a choice recorded by mistake: with a reason, by a second person, once, and by letter."""

from datetime import date, timedelta

import pytest

from registry import policies
from registry.actions.person_views import OwnRecord
from registry.actions.reversals import CannotReverse, plan_reversal, reverse_choice
from registry.clock import now
from registry.encryption import keyed_hash
from registry.models import Message, PreferenceChange, ProxyRole, Role, Source, Status
from registry.parties import Proxy
from registry.queries.preferences import current_preference
from tests.factories import DemographicsFactory, PersonFactory, PreferenceFactory
from tests.integration.people.conftest import events, find
from tests.support.staff import as_actor, make_staff

WHY = "her daughter pressed the wrong button"
NO, YES = Status.OPTED_OUT, Status.ALLOWED


def choose(person, status, **columns):
    someone = DemographicsFactory(nhs_number=person.nhs_number, date_of_birth=person.date_of_birth)
    return PreferenceFactory(person=someone, status=status, **columns)


def reverse(change, by, number=None):
    return reverse_choice(
        reference=change.reference, number=number or change.nhs_number, reason=WHY, by=as_actor(by), at=now()
    )


def status_of(person):
    return current_preference(person.nhs_number).status


def send(client, link, change, **typed):
    return client.post(f"{link}reverse/", {"reference": change.reference, "why": WHY, **typed})


@pytest.mark.parametrize(("before", "mistake"), [(NO, YES), (YES, NO)])
def test_T15_reversal_records_what_stood_before(supervisor, person, before, mistake):
    choose(person, before)
    change = choose(person, mistake)
    made = reverse(change, supervisor)
    assert status_of(person) == before
    assert (made.kind, made.before_status, made.after_status) == ("change", mistake, before)
    assert (made.source, made.reason, made.actor_kind, made.actor_id) == ("CC", WHY, "staff", str(supervisor.pk))
    assert PreferenceChange.objects.count() == 3


def test_T15_reversal_of_a_first_choice_allows(supervisor, person):
    change = choose(person, NO)
    assert plan_reversal(reference=change.reference, number=person.nhs_number, by=as_actor(supervisor)).was_none
    reverse(change, supervisor)
    assert status_of(person) == YES


def test_T15_reversal_is_told_by_letter_and_written_down(supervisor, person):
    change = choose(person, NO)
    made = reverse(change, supervisor)
    [letter] = Message.objects.filter(change=made)
    assert (letter.kind, letter.channel) == ("confirmation", "letter")
    [event] = events("choice_reversed")
    assert (event.actor_id, event.reason, event.object_id) == (str(supervisor.pk), WHY, change.reference)
    assert event.details == {"reversal": made.reference}


def test_T15_reversal_twice_is_once(supervisor, person):
    change = choose(person, NO)
    other = make_staff(Role.SUPERVISOR)
    assert reverse(change, supervisor) == reverse(change, supervisor) == reverse(change, other)
    assert PreferenceChange.objects.count() == 2
    assert Message.objects.count() == 1
    assert len(events("choice_reversed")) == 1


def refusal(change, by, number=None):
    with pytest.raises(CannotReverse) as caught:
        reverse(change, by, number)
    with pytest.raises(CannotReverse):
        plan_reversal(reference=change.reference, number=number or change.nhs_number, by=as_actor(by))
    return caught.value.problem


def test_T18_reversal_by_whoever_recorded_the_choice_is_refused(supervisor, person):
    change = choose(person, NO)
    own = reverse(change, supervisor)
    assert refusal(own, supervisor) == "own"
    reverse(own, make_staff(Role.SUPERVISOR))
    assert status_of(person) == NO


def test_reversal_of_anything_but_the_choice_that_stands_is_refused(supervisor, person):
    first, second = choose(person, NO), choose(person, YES)
    confirmed = choose(person, YES)
    assert refusal(first, supervisor) == "later"
    assert refusal(confirmed, supervisor) == "nothing"
    reverse(second, supervisor)
    assert status_of(person) == NO


def test_reversal_that_would_change_nothing_is_refused(supervisor, person):
    assert refusal(choose(person, YES), supervisor) == "nothing"


def test_reversal_of_somebody_elses_choice_is_not_found(supervisor, person):
    assert refusal(choose(PersonFactory(), NO), supervisor, person.nhs_number) == "missing"


def test_T19_reversal_on_ones_own_record_is_refused(person):
    key = keyed_hash("staff-own", person.nhs_number.digits)
    change = choose(person, NO)
    with pytest.raises(OwnRecord):
        reverse(change, make_staff(Role.SUPERVISOR, own_number_key=key))
    assert status_of(person) == NO
    assert len(events("person_refused")) == 1


def test_reversal_after_death_is_refused(supervisor, person):
    change = choose(person, NO)
    person.date_of_death = date(2026, 1, 1)
    person.save()
    with pytest.raises(policies.PersonHasDied):
        reverse(change, supervisor)


def test_reversal_restores_who_had_decided(supervisor):
    child = PersonFactory(date_of_birth=now().date() - timedelta(days=3000))
    parent = Proxy(ProxyRole.GUARDIAN, "Gil Lovell", "1 Sample Street")
    choose(child, NO, party=parent, source=Source.PAPER)
    change = choose(child, YES, party=Proxy(ProxyRole.GUARDIAN, "Somebody Else"), source=Source.PAPER)
    made = reverse(change, supervisor)
    assert (made.proxy_role, made.proxy_name) == ("GUARDIAN", "Gil Lovell")


def test_reversal_for_someone_who_has_turned_13_is_their_own(supervisor, person):
    parent = Proxy(ProxyRole.GUARDIAN, "Gil Lovell")
    child = DemographicsFactory(nhs_number=person.nhs_number, date_of_birth=now().date() - timedelta(days=3000))
    for status in (NO, YES):
        change = PreferenceFactory(person=child, status=status, party=parent, source=Source.PAPER)
    made = reverse(change, supervisor)
    assert (made.proxy_role, made.consenting_party) == ("", person.nhs_number)


def test_page_leads_from_the_record_to_the_reversal(bench, person):
    change = choose(person, NO)
    link = find(bench, person)
    assert f"{link}reverse/" in bench.get(link).content.decode()
    assert change.reference in bench.get(f"{link}reverse/").content.decode()
    plan = send(bench, link, change).content.decode()
    for words in ("No choice stood before.", "may</strong> be used", WHY, "gets a letter"):
        assert words in plan
    assert status_of(person) == NO
    for _ in range(2):
        answer = send(bench, link, change, step="reverse")
        assert (answer.status_code, answer["Location"]) == (302, link)
    assert status_of(person) == YES
    assert WHY in bench.get(link).content.decode()


def test_page_says_the_opposite_when_the_opt_out_comes_back(bench, person):
    choose(person, NO)
    plan = send(bench, find(bench, person), choose(person, YES)).content.decode()
    assert "may <strong>not</strong> be used" in " ".join(plan.split())
    assert "No choice stood before" not in plan


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"why": ""}, "Say how you know"),
        ({"why": "999 000 0018 rang"}, "Leave out NHS numbers"),
        ({"reference": "AAAA-AAAA-AA"}, "Select a choice"),
    ],
)
def test_page_refused_says_why(bench, person, typed, words):
    answer = send(bench, find(bench, person), choose(person, NO), **typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_page_says_that_a_later_choice_stands(bench, person):
    first = choose(person, NO)
    choose(person, YES)
    for step in ("", "reverse"):
        answer = send(bench, find(bench, person), first, step=step)
        assert answer.status_code == 422
        assert "A later choice stands" in answer.content.decode()


def test_reversal_asks_for_the_password_again(bench, person, database_clock, settings):
    settings.PROOF_LASTS = settings.PROOF_FOR_FORM_LASTS = timedelta(minutes=5)
    change, link = choose(person, NO), find(bench, person)
    database_clock.move(timedelta(minutes=6))
    for answer in (bench.get(f"{link}reverse/"), send(bench, link, change, step="reverse")):
        assert answer.status_code == 302
        assert "/confirm/" in answer["Location"]
    assert status_of(person) == NO


def test_reversal_is_for_supervisors_only(desk, person):
    change, link = choose(person, NO), find(desk, person)
    assert "reverse" not in desk.get(link).content.decode()
    assert send(desk, link, change, step="reverse").status_code == 403
    assert status_of(person) == NO

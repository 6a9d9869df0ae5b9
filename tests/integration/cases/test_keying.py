"""Keying a form: open it, keep what is typed, come back, finish; and what happens when two do it at once."""

import json
from datetime import timedelta

import pytest
from django.conf import settings as ours

from registry.actions.cases.keying import CannotKey, finish_entry, keep_entry, lot, open_entry
from registry.actions.cases.moves import OwnRecord, StaleVersion
from registry.actions.claims import CannotClaim
from registry.clock import now
from registry.encryption import keyed_hash
from registry.models import AuditEvent, Case, CaseEntry, CaseState, EntryKind, Evidence, FormType, Role, SecondCheck
from registry.paper import PaperForm
from registry.permissions import NotPermitted
from registry.queries.cases import CaseNotFound, standing_form
from tests.factories.cases import insert_case, key, make_case, make_form, make_people, paper_person
from tests.support.staff import as_actor, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_is_drawn(settings):
    settings.SECOND_CHECK_SHARE = 0.0


@pytest.fixture
def agent():
    return make_staff(Role.AGENT)


@pytest.fixture
def case():
    return make_case(CaseState.TO_ENTER)


def open_now(case, user, at=None):
    return open_entry(case_id=case.public_id, by=as_actor(user), at=at or now())


def keep(case, user, version, answers, at=None, **options):
    return keep_entry(
        case_id=case.public_id, answers=answers, version=version, by=as_actor(user), at=at or now(), **options
    )


def finish(case, user, version, form, at=None):
    return finish_entry(
        case_id=case.public_id, answers={"a": 1}, form=form, version=version, by=as_actor(user), at=at or now()
    )


@pytest.fixture
def form():
    return make_form(FormType.SELF, make_people(FormType.SELF))


def test_opening_takes_the_form_and_gives_an_empty_first_keying(case, agent):
    entry = open_now(case, agent)
    assert (entry.kind, entry.by, entry.answers, entry.version) == (EntryKind.FIRST, agent, {}, 1)
    held = Case.objects.get(pk=case.pk)
    assert held.claimed_by == agent
    assert held.state == CaseState.TO_ENTER


def test_T16_opening_is_written_down(case, agent):
    open_now(case, agent)
    event = AuditEvent.objects.get(action="case_viewed")
    assert (event.actor_id, event.object_id, event.reason) == (str(agent.pk), case.reference, "first keying")


def test_what_was_kept_is_there_on_coming_back(case, agent):
    entry = keep(case, agent, open_now(case, agent).version, {"name": {"given_names": "Ada"}}, release_claim=True)
    assert Case.objects.get(pk=case.pk).claimed_by is None
    again = open_now(case, agent)
    assert again.answers == {"name": {"given_names": "Ada"}}
    assert (again.pk, again.version) == (entry.pk, entry.version)


def test_keeping_holds_on_to_the_form(case, agent):
    entry = open_now(case, agent)
    later = now() + timedelta(minutes=20)
    keep(case, agent, entry.version, {}, at=later)
    assert Case.objects.get(pk=case.pk).claimed_until == later + ours.CLAIM_LASTS


def test_nobody_opens_what_somebody_else_has_open(case, agent):
    open_now(case, agent)
    with pytest.raises(CannotClaim):
        open_now(case, make_staff(Role.AGENT))


def test_F27_the_earlier_hand_learns_of_a_takeover_and_what_stands(case, agent):
    entry = keep(case, agent, open_now(case, agent).version, {"typed": "first"})
    heir, later = make_staff(Role.AGENT), now() + ours.CLAIM_LASTS + timedelta(seconds=1)
    taken = open_now(case, heir, at=later)
    assert (taken.by, taken.answers) == (heir, {"typed": "first"})
    with pytest.raises(StaleVersion) as caught:
        keep(case, agent, entry.version, {"typed": "second"}, at=later)
    assert caught.value.current.by == heir
    with pytest.raises(CannotClaim):
        keep(case, agent, caught.value.current.version, {"typed": "second"}, at=later)
    assert CaseEntry.objects.get().answers == {"typed": "first"}


def test_F27_of_two_tabs_the_second_save_is_stale(case, agent):
    version = open_now(case, agent).version
    keep(case, agent, version, {"tab": 1})
    with pytest.raises(StaleVersion) as caught:
        keep(case, agent, version, {"tab": 2})
    assert caught.value.current.answers == {"tab": 1}


def test_finishing_keeps_the_form_and_lets_it_be_decided(case, agent, form):
    done = finish(case, agent, open_now(case, agent).version, form)
    assert (done.state, done.entered_by, done.second_check, done.claimed_by) == ("to_decide", agent, "", None)
    assert standing_form(done) == form
    assert CaseEntry.objects.get().finished_at is not None


def test_F29_finishing_twice_is_finishing_once(case, agent, form):
    version = open_now(case, agent).version
    first = finish(case, agent, version, form)
    again = finish(case, agent, version, form)
    assert (again.state, again.version) == (first.state, first.version)
    assert AuditEvent.objects.filter(action="case_entered").count() == 1


def test_finishing_again_with_other_answers_is_refused(case, agent, form):
    version = open_now(case, agent).version
    finish(case, agent, version, form)
    with pytest.raises(CannotKey):
        finish(case, agent, version, make_form(FormType.SELF, make_people(FormType.SELF)))


def test_what_was_never_opened_cannot_be_kept(case, agent):
    with pytest.raises(CannotKey) as caught:
        keep(case, agent, 1, {})
    assert caught.value.reason == "not_opened"


def test_a_form_without_a_scan_cannot_be_keyed(agent):
    with pytest.raises(CannotKey) as caught:
        open_now(insert_case(), agent)
    assert caught.value.reason == "not_due"


@pytest.mark.parametrize("role", [Role.CHECKER, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_who_may_enter_opens_a_first_keying(case, role):
    with pytest.raises(NotPermitted):
        open_now(case, make_staff(role))
    assert not CaseEntry.objects.exists()


def test_a_suspended_account_keys_nothing(case, agent):
    entry = open_now(case, agent)
    type(agent).objects.update(is_active=False, suspended_at=now())
    with pytest.raises(NotPermitted):
        keep(case, agent, entry.version, {})


def test_a_case_that_is_not_there_says_so(agent):
    with pytest.raises(CaseNotFound):
        open_now(Case(), agent)


@pytest.mark.parametrize("form_type", [FormType.CHILDREN, FormType.ADULT_DEPENDANT, FormType.DETAINED])
def test_every_form_by_somebody_else_is_keyed_twice(form_type):
    case = make_case(CaseState.TO_CHECK, form_type)
    assert case.second_check == SecondCheck.FORM_TYPE


def test_a_self_form_without_a_number_is_keyed_twice(case, agent, form):
    person = make_people(FormType.SELF)[0]
    papers = frozenset({Evidence.PASSPORT, Evidence.UTILITY_BILL})
    without = make_form(FormType.SELF, [person], people=(paper_person(person, nhs_number=None),), evidence=papers)
    done = finish(case, agent, open_now(case, agent).version, without)
    assert (done.state, done.second_check) == (CaseState.TO_CHECK, SecondCheck.NO_NUMBER)


def test_the_sample_takes_the_forms_whose_lot_is_drawn(agent, form, settings):
    case = make_case(CaseState.TO_ENTER)
    settings.SECOND_CHECK_SHARE = lot(case) + 0.0001
    assert key(case, agent, form).second_check == SecondCheck.SAMPLE
    other = make_case(CaseState.TO_ENTER)
    settings.SECOND_CHECK_SHARE = lot(other)
    assert key(other, agent, form).second_check == ""


def test_lots_are_steady_even_and_not_the_same_for_all():
    cases = [Case() for _ in range(2000)]
    lots = [lot(case) for case in cases]
    assert lots == [lot(case) for case in cases]
    assert len(set(lots)) == 2000
    assert 60 < sum(drawn < 0.05 for drawn in lots) < 145
    assert all(0 <= drawn < 1 for drawn in lots)


def test_T19_nobody_keys_a_form_about_themselves(case, form):
    number = form.people[0].nhs_number
    agent = make_staff(Role.AGENT, own_number_key=keyed_hash("staff-own", number.digits))
    version = open_now(case, agent).version
    with pytest.raises(OwnRecord):
        finish(case, agent, version, form)
    left = Case.objects.get(pk=case.pk)
    assert (left.state, left.claimed_by) == (CaseState.TO_ENTER, None)
    assert AuditEvent.objects.get(action="person_refused").actor_id == str(agent.pk)


def test_T19_nobody_opens_a_second_keying_of_their_own_form(form):
    case = make_case(CaseState.TO_CHECK, FormType.DETAINED)
    digits = standing_form(case).people[0].nhs_number.digits
    checker = make_staff(Role.CHECKER, own_number_key=keyed_hash("staff-own", digits))
    with pytest.raises(OwnRecord):
        open_now(case, checker)
    assert not CaseEntry.objects.filter(kind=EntryKind.SECOND).exists()


def test_no_event_holds_anything_personal(case, agent, form):
    key(case, agent, form)
    told = " ".join(f"{event.reason} {event.details}" for event in AuditEvent.objects.all())
    person = form.people[0]
    assert not any(word in told for word in (person.given_names, person.family_name, person.nhs_number.digits))


def test_a_form_comes_back_from_its_row_as_it_went_in(form):
    kept = json.loads(json.dumps(form.as_json()))
    assert PaperForm.from_json(kept) == form
    assert kept == form.as_json()


def test_keying_asks_the_database_a_fixed_number_of_times(case, agent, form, django_assert_num_queries):
    with django_assert_num_queries(15):
        version = open_now(case, agent, at=now()).version
    with django_assert_num_queries(10):
        version = keep(case, agent, version, {"typed": 1}).version
    with django_assert_num_queries(15):
        finish(case, agent, version, form)

"""The second keying is blind, by somebody else, and differences are settled by two pairs of eyes."""

from dataclasses import replace

import pytest

from registry.actions.cases.keying import (
    CannotKey,
    finish_entry,
    keep_entry,
    open_entry,
    open_settling,
    settle,
)
from registry.actions.cases.moves import OwnRecord, StaleVersion
from registry.actions.claims import CannotClaim
from registry.clock import now
from registry.encryption import keyed_hash
from registry.models import AuditEvent, Case, CaseEntry, CaseState, EntryKind, FormType, Role, Status
from registry.permissions import NotPermitted
from registry.queries.cases import NothingKeyed, differences, standing_form
from tests.factories.cases import key, make_case, make_form, make_people
from tests.support.staff import as_actor, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent():
    return make_staff(Role.AGENT)


@pytest.fixture
def checker():
    return make_staff(Role.CHECKER)


@pytest.fixture
def form():
    return make_form(FormType.DETAINED, make_people(FormType.DETAINED))


@pytest.fixture
def case(agent, form):
    return make_case(CaseState.TO_CHECK, FormType.DETAINED, form=form, agent=agent)


def settle_now(case, user, form, version=None):
    return settle(
        case_id=case.public_id,
        answers={},
        form=form,
        version=version or case.version,
        by=as_actor(user),
        at=now(),
    )


def test_the_second_keying_starts_empty(case, checker):
    entry = open_entry(case_id=case.public_id, by=as_actor(checker), at=now())
    assert (entry.kind, entry.answers, entry.form, entry.by) == (EntryKind.SECOND, {}, {}, checker)


def test_T18_whoever_keyed_first_does_not_key_second(form):
    both = make_staff(Role.AGENT, Role.CHECKER)
    case = make_case(CaseState.TO_CHECK, FormType.DETAINED, form=form, agent=both)
    with pytest.raises(CannotKey) as caught:
        open_entry(case_id=case.public_id, by=as_actor(both), at=now())
    assert caught.value.reason == "own_work"
    assert Case.objects.get(pk=case.pk).claimed_by is None
    CaseEntry.objects.create(case=case, kind=EntryKind.SECOND, by=both)
    with pytest.raises(CannotKey):
        finish_entry(
            case_id=case.public_id,
            answers={},
            form=replace(form, email="a@example.com"),
            version=1,
            by=as_actor(both),
            at=now(),
        )


def test_an_agent_does_not_key_a_second_time(case):
    with pytest.raises(NotPermitted):
        open_entry(case_id=case.public_id, by=as_actor(make_staff(Role.AGENT)), at=now())


def test_who_saves_a_first_keying_that_went_on_learns_so(case, agent):
    with pytest.raises(CannotKey) as caught:
        keep_entry(case_id=case.public_id, answers={}, version=1, by=as_actor(agent), at=now())
    assert caught.value.reason == "not_due"


def test_two_that_agree_lead_to_the_decision(case, checker, form):
    untidy = replace(form, postcode=form.postcode.lower().replace(" ", ""), representative=" ROBIN  sample")
    done = key(case, checker, untidy)
    assert (done.state, done.checked_by, done.differences) == (CaseState.TO_DECIDE, checker, 0)
    assert differences(done) == []
    assert standing_form(done) == untidy


def test_two_that_differ_are_to_be_settled(case, checker, form):
    done = key(case, checker, replace(form, status=Status.ALLOWED, postcode="LS1 9ZZ"))
    assert (done.state, done.differences) == (CaseState.TO_SETTLE, 2)
    found = [(difference.label, difference.first, difference.second) for difference in differences(done)]
    assert found == [("Choice", "No, do not allow", "Yes, allow"), ("Postcode", "LS1 4AP", "LS1 9ZZ")]
    assert AuditEvent.objects.get(action="case_checked").details["differences"] == 2


def test_no_difference_is_shown_before_the_second_is_finished(case):
    assert differences(case) == []


def test_what_nobody_keyed_has_no_standing_form():
    with pytest.raises(NothingKeyed):
        standing_form(make_case(CaseState.TO_ENTER))


def test_settling_says_what_stands(case, checker, form):
    case = key(case, checker, replace(form, postcode="LS1 9ZZ"))
    settled = replace(form, postcode="LS1 8YY")
    done = settle_now(case, checker, settled)
    assert done.state == CaseState.TO_DECIDE
    assert standing_form(done) == settled
    assert CaseEntry.objects.get(kind=EntryKind.SETTLED).by == checker


def test_T18_whoever_keyed_first_does_not_settle(form, checker):
    both = make_staff(Role.AGENT, Role.CHECKER)
    case = make_case(CaseState.TO_SETTLE, FormType.DETAINED, form=form, agent=both, checker=checker)
    for settling in (
        lambda: settle_now(case, both, form),
        lambda: open_settling(case_id=case.public_id, by=as_actor(both), at=now()),
    ):
        with pytest.raises(CannotKey) as caught:
            settling()
        assert caught.value.reason == "own_work"


def test_settling_needs_its_permission_and_its_state(case, checker, form, agent):
    with pytest.raises(CannotKey):
        settle_now(case, checker, form)
    case = key(case, checker, replace(form, postcode="LS1 9ZZ"))
    with pytest.raises(NotPermitted):
        settle_now(case, make_staff(Role.AGENT), form)


def test_settling_is_held_by_who_opened_it(form):
    case = make_case(CaseState.TO_SETTLE, FormType.DETAINED, form=form)
    first, second = make_staff(Role.CHECKER), make_staff(Role.CHECKER)
    open_settling(case_id=case.public_id, by=as_actor(first), at=now())
    with pytest.raises(CannotClaim):
        settle_now(case, second, form)
    with pytest.raises(CannotClaim):
        open_settling(case_id=case.public_id, by=as_actor(second), at=now())
    settled = settle_now(case, first, form)
    assert settled.claimed_by is None


def test_F27_settling_from_an_old_page_is_stale(form, checker):
    case = make_case(CaseState.TO_SETTLE, FormType.DETAINED, form=form, checker=checker)
    with pytest.raises(StaleVersion) as caught:
        settle_now(case, checker, form, version=case.version - 1)
    assert caught.value.current == case
    assert not CaseEntry.objects.filter(kind=EntryKind.SETTLED).exists()


def test_T16_seeing_both_side_by_side_is_written_down_for_the_person(form, checker):
    case = make_case(CaseState.TO_SETTLE, FormType.DETAINED, form=form)
    before = AuditEvent.objects.count()
    open_settling(case_id=case.public_id, by=as_actor(checker), at=now())
    event = AuditEvent.objects.order_by("pk")[before]
    assert (event.action, event.reason) == ("case_viewed", "differences")
    assert bytes(event.subject) == keyed_hash("audit", form.people[0].nhs_number.digits)


def test_T19_nobody_settles_their_own_form(form):
    case = make_case(CaseState.TO_SETTLE, FormType.DETAINED, form=form)
    own = keyed_hash("staff-own", form.people[0].nhs_number.digits)
    checker = make_staff(Role.CHECKER, own_number_key=own)
    with pytest.raises(OwnRecord):
        settle_now(case, checker, form)
    with pytest.raises(OwnRecord):
        open_settling(case_id=case.public_id, by=as_actor(checker), at=now())

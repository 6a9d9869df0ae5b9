"""Reopening: the first keying is there to be corrected, everything after it begins anew."""

import pytest

from registry.actions.cases.deciding import CannotDecide, reopen_case
from registry.actions.cases.keying import finish_entry, open_entry
from registry.actions.cases.moves import OwnRecord
from registry.actions.cases.viewing import add_note, open_case
from registry.clock import now
from registry.encryption import keyed_hash
from registry.models import AuditEvent, Case, CaseEntry, CaseNote, CaseState, EntryKind, FormType, Role
from registry.paper import PaperForm
from registry.permissions import NotPermitted
from registry.queries.cases import case_history, notes_on, numbers_of, standing_form
from tests.factories.cases import make_case
from tests.support.staff import as_actor, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_is_drawn(settings):
    settings.SECOND_CHECK_SHARE = 0.0


@pytest.fixture
def supervisor():
    return make_staff(Role.SUPERVISOR)


def reopen(case, user, reason="Keyed for the wrong person"):
    return reopen_case(case_id=case.public_id, reason=reason, by=as_actor(user), at=now())


@pytest.mark.parametrize("state", [CaseState.RETURNED, CaseState.CLOSED, CaseState.TO_DECIDE])
def test_a_case_is_as_new(state, supervisor):
    case = reopen(make_case(state, FormType.DETAINED), supervisor)
    assert (case.state, case.second_check, case.differences) == (CaseState.TO_ENTER, "", None)
    assert (case.entered_by, case.checked_by, case.decided_by, case.decided_at) == (None, None, None, None)
    assert (case.return_reasons, case.close_reason, case.duplicate_of) == ([], "", None)


def test_the_first_keying_is_corrected_and_the_second_is_blind_again(supervisor):
    case = reopen(make_case(CaseState.RETURNED, FormType.DETAINED), supervisor)
    first = CaseEntry.objects.get()
    assert (first.kind, first.finished_at, first.answers) == (EntryKind.FIRST, None, {"typed": "by hand"})
    agent = as_actor(make_staff(Role.AGENT))
    entry = open_entry(case_id=case.public_id, by=agent, at=now())
    assert (entry.pk, entry.answers) == (first.pk, first.answers)
    form = PaperForm.from_json(entry.form)
    done = finish_entry(case_id=case.public_id, answers={}, form=form, version=entry.version, by=agent, at=now())
    assert done.state == CaseState.TO_CHECK
    second = open_entry(case_id=case.public_id, by=as_actor(make_staff(Role.CHECKER)), at=now())
    assert (second.answers, second.form) == ({}, {})


def test_the_event_says_what_went_and_the_note_says_why(supervisor):
    case = reopen(make_case(CaseState.RETURNED, FormType.DETAINED), supervisor, " Ada's form, not Bo's ")
    event = AuditEvent.objects.get(action="case_reopened")
    assert event.details == {"from": "returned", "to": "to_enter", "keyings_removed": 1}
    assert event.reason == ""
    assert [(note.text, note.by) for note in notes_on(case)] == [("Ada's form, not Bo's", supervisor)]


@pytest.mark.parametrize(
    "state", [CaseState.RECEIVED, CaseState.TO_ENTER, CaseState.TO_CHECK, CaseState.TO_SETTLE, CaseState.ACCEPTED]
)
def test_what_is_not_decided_or_is_on_the_record_is_not_reopened(state, supervisor):
    case = make_case(state)
    with pytest.raises(CannotDecide) as caught:
        reopen(case, supervisor)
    assert caught.value.reason == "not_reopened"
    assert Case.objects.get(pk=case.pk).state == state


def test_a_case_without_its_paper_is_not_reopened(supervisor):
    case = make_case(CaseState.RETURNED)
    Case.objects.update(paper_destroyed_at=now())
    with pytest.raises(CannotDecide) as caught:
        reopen(case, supervisor)
    assert caught.value.reason == "paper_destroyed"


def test_reopening_needs_its_reason_and_its_permission(supervisor):
    case = make_case(CaseState.RETURNED)
    with pytest.raises(CannotDecide):
        reopen(case, supervisor, "  ")
    with pytest.raises(NotPermitted):
        reopen(case, make_staff(Role.AGENT, Role.CHECKER))
    assert not CaseNote.objects.exists()


def test_T19_nobody_reopens_their_own_form():
    case = make_case(CaseState.RETURNED)
    number = standing_form(case).people[0].nhs_number
    own = make_staff(Role.SUPERVISOR, own_number_key=keyed_hash("staff-own", number.digits))
    with pytest.raises(OwnRecord):
        reopen(case, own)


def test_T19_nobody_corrects_a_reopened_form_about_themselves(supervisor):
    case = make_case(CaseState.RETURNED)
    number = standing_form(case).people[0].nhs_number
    reopen(case, supervisor)
    own = make_staff(Role.AGENT, own_number_key=keyed_hash("staff-own", number.digits))
    with pytest.raises(OwnRecord):
        open_entry(case_id=case.public_id, by=as_actor(own), at=now())


def test_T16_opening_a_case_is_written_down_for_everybody_on_it(supervisor):
    case = make_case(CaseState.ACCEPTED, FormType.CHILDREN)
    before = AuditEvent.objects.filter(action="case_viewed").count()
    assert open_case(case_id=case.public_id, by=as_actor(supervisor), at=now()) == case
    events = AuditEvent.objects.filter(action="case_viewed").order_by("pk")[before:]
    expected = [keyed_hash("audit", number.digits) for number in numbers_of(case)]
    assert [bytes(event.subject) for event in events] == expected
    assert len(expected) == 1


def test_the_history_names_the_hands(supervisor):
    agent, checker = make_staff(Role.AGENT), make_staff(Role.CHECKER)
    case = make_case(CaseState.RETURNED, agent=agent, checker=checker)
    told = [(event.action, event.who) for event in case_history(case) if event.moved_to]
    assert told[1:] == [("Paper form keyed", agent.display_name), ("Paper form sent back", checker.display_name)]


def test_a_note_is_kept_with_its_writer(supervisor):
    case = make_case(CaseState.TO_ENTER)
    add_note(case_id=case.public_id, text=" Second page is upside down ", by=as_actor(supervisor), at=now())
    assert [(note.text, note.by) for note in notes_on(case)] == [("Second page is upside down", supervisor)]
    with pytest.raises(NotPermitted):
        add_note(case_id=case.public_id, text="Mine", by=as_actor(make_staff(Role.AUDITOR)), at=now())


def test_a_page_about_a_case_asks_the_database_a_fixed_number_of_times(supervisor, django_assert_num_queries):
    case = make_case(CaseState.RETURNED, FormType.DETAINED)
    with django_assert_num_queries(2):
        case_history(case)
    with django_assert_num_queries(1):
        standing_form(case)

"""Every state of a paper form is reached by the actions, and a case moves only as the table of moves says."""

import pytest

from registry.actions.cases.deciding import close_case, reopen_case
from registry.actions.cases.keying import settle
from registry.actions.cases.moves import CannotMove, StaleVersion, move
from registry.clock import now
from registry.models import CASE_TRANSITIONS, OPEN_CASE_STATES, AuditEvent, Case, CaseState, CloseReason, FormType, Role
from registry.parties import SYSTEM
from registry.queries.cases import standing_form
from tests.factories.cases import insert_case, make_case
from tests.support.staff import as_actor, make_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", CaseState)
def test_every_state_is_reached_by_the_actions(state):
    case = make_case(state)
    assert Case.objects.get(pk=case.pk).state == state
    assert case.claimed_by is None


@pytest.mark.parametrize("form_type", FormType)
def test_every_form_can_be_accepted(form_type):
    case = make_case(CaseState.ACCEPTED, form_type)
    assert case.subjects.get().change.case_reference == case.reference


NO_ARROW = [(start, end) for start in CaseState for end in CaseState if end not in CASE_TRANSITIONS[start]]


@pytest.mark.parametrize(("start", "end"), NO_ARROW)
def test_no_case_moves_but_along_the_table(start, end):
    case = insert_case()
    case.state = start
    with pytest.raises(CannotMove):
        move(case, end, by=SYSTEM, at=now())
    assert Case.objects.get(pk=case.pk).state == CaseState.RECEIVED


def test_every_arrow_of_the_table_is_walked_by_an_action(settings):
    settings.SECOND_CHECK_SHARE = 0.0
    checker, supervisor = make_staff(Role.CHECKER), make_staff(Role.SUPERVISOR)
    for state in OPEN_CASE_STATES:
        case = make_case(state)
        close_case(
            case_id=case.public_id, reason=CloseReason.NOT_A_FORM, version=case.version, by=as_actor(checker), at=now()
        )
    for state in (CaseState.RETURNED, CaseState.CLOSED, CaseState.TO_DECIDE):
        case = make_case(state)
        reopen_case(case_id=case.public_id, reason="Again", by=as_actor(supervisor), at=now())
    case = make_case(CaseState.TO_SETTLE)
    settle(
        case_id=case.public_id,
        answers={},
        form=standing_form(case),
        version=case.version,
        by=as_actor(checker),
        at=now(),
    )
    make_case(CaseState.ACCEPTED, FormType.DETAINED)
    events = AuditEvent.objects.filter(details__has_key="to")
    walked = {(event.details["from"], event.details["to"], event.action) for event in events}
    drawn = {(start, end, event) for start, ends in CASE_TRANSITIONS.items() for end, event in ends.items()}
    assert walked == drawn


def test_a_move_grows_the_version_and_leaves_its_event():
    case = insert_case()
    moved = move(case, CaseState.TO_ENTER, by=SYSTEM, at=now(), reason="by hand")
    event = AuditEvent.objects.get(action="case_scanned")
    assert moved.version == case.version + 1
    assert (event.action, event.object_id, event.reason) == ("case_scanned", case.reference, "by hand")
    assert event.details == {"from": "received", "to": "to_enter"}


def test_F27_a_move_from_an_old_version_writes_nothing():
    case = insert_case()
    Case.objects.filter(pk=case.pk).update(version=7)
    with pytest.raises(StaleVersion) as caught:
        move(case, CaseState.TO_ENTER, by=SYSTEM, at=now())
    assert caught.value.current.version == 7
    assert Case.objects.get(pk=case.pk).state == CaseState.RECEIVED
    assert not AuditEvent.objects.exclude(action="case_logged").exists()

"""Every state of a paper form is reached by the actions, and a case moves only as the table of moves says."""

import pytest

from registry.actions.cases.moves import CannotMove, StaleVersion, move
from registry.clock import now
from registry.models import CASE_TRANSITIONS, AuditEvent, Case, CaseState, FormType
from registry.parties import SYSTEM
from tests.factories.cases import insert_case, make_case

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


@pytest.mark.parametrize("start", CaseState)
@pytest.mark.parametrize("end", CaseState)
def test_no_case_moves_but_along_the_table(start, end):
    case = insert_case()
    case.state = start
    if end in CASE_TRANSITIONS[start]:
        # The row itself is `received`, so the conditional UPDATE finds nothing unless it starts there.
        if start != CaseState.RECEIVED or end == CaseState.CLOSED:
            return
        assert move(case, end, by=SYSTEM, at=now()).state == end
    else:
        with pytest.raises(CannotMove):
            move(case, end, by=SYSTEM, at=now())
        assert Case.objects.get(pk=case.pk).state == CaseState.RECEIVED


def test_a_move_grows_the_version_and_leaves_its_event():
    case = insert_case()
    moved = move(case, CaseState.TO_ENTER, by=SYSTEM, at=now(), reason="by hand")
    event = AuditEvent.objects.get()
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
    assert not AuditEvent.objects.exists()

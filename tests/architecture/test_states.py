"""docs/states.md says what the code does, and the code moves only as TRANSITIONS says."""

from pathlib import Path

import pytest

from registry import outbox
from registry.clock import now
from registry.management.commands.states import states_page
from registry.models import TRANSITIONS, Message, WorkState
from tests.factories import PersonFactory, PreferenceFactory

REPOSITORY = Path(__file__).resolve().parents[2]
LEASE = outbox.timedelta(seconds=15)


def test_states_page_is_the_generated_one():
    assert (REPOSITORY / "docs/states.md").read_text() == states_page(), "run manage.py states"


def test_every_state_has_its_transitions_and_can_be_reached():
    assert set(TRANSITIONS) == set(WorkState)
    assert {end for ends in TRANSITIONS.values() for end in ends} == set(WorkState)


@pytest.fixture
def message(db):
    person = PersonFactory()
    change = PreferenceFactory(person__nhs_number=person.nhs_number)
    return lambda **columns: Message.objects.create(
        kind="confirmation",
        channel="email",
        nhs_number=person.nhs_number,
        change=change,
        **{"deadline_at": now() + outbox.timedelta(hours=1)} | columns,
    )


def in_state(message, state):
    past = now() - outbox.timedelta(hours=1)
    columns = {"state": state, "deadline_at": past + outbox.timedelta(hours=2)}
    if state == WorkState.CLAIMED:
        columns |= {"claim_id": outbox.new_claim(), "lease_until": past}
    if not TRANSITIONS[state]:
        columns["finished_at"] = past
    return message(**columns)


@pytest.mark.parametrize("state", WorkState)
def test_claim_moves_only_along_the_transitions(message, state):
    row = in_state(message, state)
    assert (outbox.claim(Message, row.pk, LEASE) is not None) == (WorkState.CLAIMED in TRANSITIONS[state])


@pytest.mark.parametrize("state", WorkState)
def test_recover_moves_only_along_the_transitions(message, state):
    row = in_state(message, state)
    outbox.recover(Message)
    on_time = Message.objects.get(pk=row.pk).state
    assert on_time == state or on_time in TRANSITIONS[state]
    Message.objects.filter(pk=row.pk).update(deadline_at=now())
    outbox.recover(Message)
    late = Message.objects.get(pk=row.pk).state
    assert late in {on_time, *TRANSITIONS[WorkState(on_time)]}

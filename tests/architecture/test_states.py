"""docs/states.md says what the code does, and the code moves only as TRANSITIONS says.

That cases move only along theirs is proved in tests/integration/cases/test_states_of_cases.py.
"""

from pathlib import Path

import pytest

from registry import outbox
from registry.clock import now
from registry.management.commands.states import MACHINES, states_page
from registry.models import (
    CASE_TRANSITIONS,
    DECIDED_CASE_STATES,
    OPEN_CASE_STATES,
    TRANSITIONS,
    CaseState,
    Message,
    WorkState,
)
from tests.factories import PersonFactory, PreferenceFactory

REPOSITORY = Path(__file__).resolve().parents[2]
LEASE = outbox.timedelta(seconds=15)


def test_states_page_is_the_generated_one():
    assert (REPOSITORY / "docs/states.md").read_text() == states_page(), "run manage.py states"


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.heading)
def test_every_state_has_its_transitions_and_can_be_reached(machine):
    states = set(type(machine.first))
    reached, found = set(), {machine.first}
    while found - reached:
        reached |= found
        found = {end for state in found for end in machine.transitions[state]}
    assert set(machine.transitions) == states == reached


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.heading)
def test_every_table_is_on_the_page(machine):
    page = states_page()
    for start, ends in machine.transitions.items():
        for end in ends:
            assert f"    {start.value} --> {end.value}" in page


def test_a_case_is_either_open_or_decided():
    assert set(OPEN_CASE_STATES) | set(DECIDED_CASE_STATES) == set(CaseState)
    assert not set(OPEN_CASE_STATES) & set(DECIDED_CASE_STATES)


def test_what_is_on_the_record_is_not_undone_by_reopening():
    assert CASE_TRANSITIONS[CaseState.ACCEPTED] == {}


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

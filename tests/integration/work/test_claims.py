"""Taking work and giving it back, one at a time and all at once."""

from datetime import timedelta

import pytest

from registry.actions.claims import CannotClaim, claim, release, release_all, take_next
from registry.models import Case, CaseState, Role, SecondCheck, Task, TaskKind
from registry.parties import SYSTEM
from tests.integration.work.conftest import NOON
from tests.support.staff import as_actor, make_staff

HALF_AN_HOUR = timedelta(minutes=30)


def take(user, at=NOON):
    return take_next(by=as_actor(user), at=at)


def held(case):
    case.refresh_from_db()
    return case.claimed_by_id, case.claimed_until


def test_take_next_gives_the_oldest_and_holds_it_for_half_an_hour(agent, make_case):
    make_case(waited=3)
    oldest = make_case(waited=9)
    make_case(waited=5)
    assert take(agent) == oldest
    assert held(oldest) == (agent.pk, NOON + HALF_AN_HOUR)


def test_take_next_gives_the_first_logged_of_one_day(agent, make_case):
    first, second = make_case(waited=3), make_case(waited=3)
    assert [take(agent), take(agent)] == [first, second]


def test_take_next_gives_what_is_assigned_before_what_is_older(agent, make_case):
    make_case(waited=9)
    mine = make_case(waited=2, assigned_to=agent)
    assert take(agent) == mine


def test_take_next_never_gives_what_is_assigned_to_somebody_else(agent, other_agent, make_case):
    make_case(waited=9, assigned_to=other_agent)
    assert take(agent) is None


def test_take_next_gives_nothing_that_is_held_until_the_claim_ends(agent, other_agent, make_case):
    only = make_case()
    assert take(agent) == only
    assert take(other_agent, NOON + HALF_AN_HOUR - timedelta(seconds=1)) is None
    assert take(other_agent, NOON + HALF_AN_HOUR) == only
    assert held(only) == (other_agent.pk, NOON + 2 * HALF_AN_HOUR)


@pytest.mark.parametrize(
    ("role", "states"),
    [
        (Role.AGENT, {CaseState.TO_ENTER, CaseState.TO_DECIDE}),
        (Role.CHECKER, {CaseState.TO_CHECK, CaseState.TO_SETTLE, CaseState.TO_DECIDE}),
        (Role.SUPERVISOR, set()),
        (Role.AUDITOR, set()),
    ],
)
def test_take_next_gives_each_role_its_states_and_no_others(make_case, role, states):
    for state in CaseState:
        columns = {"waited": 3, "state": state}
        if state not in {CaseState.ACCEPTED, CaseState.RETURNED, CaseState.CLOSED}:
            make_case(**columns)
    member, taken = make_staff(role), set()
    while found := take(member):
        taken.add(found.state)
    assert taken == states


@pytest.mark.parametrize(
    ("state", "second_check", "is_given"),
    [
        (CaseState.TO_ENTER, "", True),
        (CaseState.TO_CHECK, SecondCheck.SAMPLE, False),
        (CaseState.TO_SETTLE, SecondCheck.SAMPLE, False),
        (CaseState.TO_DECIDE, SecondCheck.SAMPLE, False),
        (CaseState.TO_DECIDE, "", True),
    ],
)
def test_T18_take_next_never_gives_a_second_look_at_ones_own_work(make_case, state, second_check, is_given):
    both = make_staff(Role.AGENT, Role.CHECKER)
    entered = {"entered_by": both, "entered_at": NOON, "first_keyers": [both.pk]}
    own = make_case(state=state, second_check=second_check, **entered)
    assert take(both) == (own if is_given else None)
    assert take(make_staff(Role.AGENT, Role.CHECKER)) == (None if is_given else own)


def test_take_next_by_the_service_itself_is_an_error(db):
    with pytest.raises(ValueError, match="worker"):
        take_next(by=SYSTEM, at=NOON)


def test_take_next_costs_two_queries_and_a_read(agent, make_cases, django_assert_num_queries):
    make_cases(range(200))
    with django_assert_num_queries(3):
        assert take(agent)


def test_claim_again_by_the_same_holds_on_for_longer(agent, make_case):
    case = make_case()
    for minutes in (0, 10):
        claim(Case, case.public_id, by=as_actor(agent), at=NOON + timedelta(minutes=minutes))
    assert held(case) == (agent.pk, NOON + timedelta(minutes=40))


def test_claim_of_what_is_held_says_who_has_it_and_until_when(agent, other_agent, make_case):
    case = make_case()
    claim(Case, case.public_id, by=as_actor(agent), at=NOON)
    with pytest.raises(CannotClaim) as refused:
        claim(Case, case.public_id, by=as_actor(other_agent), at=NOON)
    assert (refused.value.holder, refused.value.until) == ("Priya Fenwick", NOON + HALF_AN_HOUR)
    assert "Priya" not in str(refused.value)
    assert held(case) == (agent.pk, NOON + HALF_AN_HOUR)


def test_release_gives_back_what_is_ones_own_and_nothing_else(agent, other_agent, make_case):
    case = make_case()
    claim(Case, case.public_id, by=as_actor(agent), at=NOON)
    release(Case, case.public_id, by=as_actor(other_agent))
    assert held(case)[0] == agent.pk
    release(Case, case.public_id, by=as_actor(agent))
    assert held(case) == (None, None)


def test_release_all_frees_forms_and_tasks_of_one_member_only(agent, other_agent, make_case):
    mine = [make_case(claimed_by=agent, claimed_until=NOON) for _ in range(2)]
    theirs = make_case(claimed_by=other_agent, claimed_until=NOON)
    task = Task.objects.create(kind=TaskKind.OTHER, due_at=NOON, claimed_by=agent, claimed_until=NOON)
    assert release_all(user_id=agent.pk) == 3
    assert [held(work) for work in (*mine, task)] == [(None, None)] * 3
    assert held(theirs) == (other_agent.pk, NOON)

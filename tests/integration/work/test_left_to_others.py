"""What somebody keyed first, or part of it, is left to others: page, worklist and "take next" say the same (T18)."""

import pytest
from django.urls import reverse

from registry.actions.assignments import Assigned, assign_cases, reassign_all
from registry.actions.claims import take_next
from registry.models import AuditEvent, Case, CaseState, Role, SecondCheck
from registry.queries.workable import is_left_to_others, may_work_on
from registry.queries.worklists import Filters, my_forms, worklist
from tests.integration.work.conftest import NOON
from tests.support.staff import as_actor, make_staff

LEFT_WHEN = {
    (CaseState.RECEIVED, ""): False,
    (CaseState.TO_ENTER, ""): False,
    (CaseState.TO_CHECK, SecondCheck.SAMPLE): True,
    (CaseState.TO_SETTLE, SecondCheck.SAMPLE): True,
    (CaseState.TO_DECIDE, SecondCheck.SAMPLE): True,
    (CaseState.TO_DECIDE, ""): False,
}


@pytest.fixture
def both(db):
    """Somebody who keys and checks."""
    return make_staff(Role.AGENT, Role.CHECKER)


def shown(user):
    return [item.public_id for item in worklist(Filters(), None, user=user, at=NOON).items]


@pytest.mark.parametrize("finished_by_them", [True, False])
@pytest.mark.parametrize("stage", LEFT_WHEN)
def test_T18_part_of_a_first_keying_counts_like_all_of_it(both, agent, make_case, stage, finished_by_them):
    hands = [both] if finished_by_them else [both, agent]
    entered = {"entered_by": hands[-1], "entered_at": NOON, "first_keyers": [hand.pk for hand in hands]}
    case = make_case(state=stage[0], second_check=stage[1], assigned_to=both, **entered)
    is_left = LEFT_WHEN[stage]
    may_work = not is_left and case.state != CaseState.RECEIVED
    assert (is_left_to_others(both, case), may_work_on(both, case)) == (is_left, may_work)
    assert shown(both) == [item.public_id for item in my_forms(both, NOON)] == ([] if is_left else [case.public_id])
    assert take_next(by=as_actor(both), at=NOON) == (case if may_work else None)


@pytest.mark.parametrize(("state", "second_check"), [stage for stage, is_left in LEFT_WHEN.items() if is_left])
def test_who_had_no_hand_in_the_first_keying_is_given_it(both, agent, make_case, state, second_check):
    entered = {"entered_by": agent, "entered_at": NOON, "first_keyers": [agent.pk]}
    case = make_case(state=state, second_check=second_check, **entered)
    assert may_work_on(both, case)
    assert shown(both) == [case.public_id]
    assert take_next(by=as_actor(both), at=NOON) == case


@pytest.fixture
def to_check(both, agent, make_case):
    """A form of which `both` keyed a part, and `agent` the rest."""
    entered = {"entered_by": agent, "entered_at": NOON, "first_keyers": [both.pk, agent.pk]}
    return make_case(state=CaseState.TO_CHECK, second_check=SecondCheck.SAMPLE, assigned_to=agent, **entered)


def owner(case):
    return Case.objects.get(pk=case.pk).assigned_to


def test_T18_supervisor_cannot_give_it_to_one_of_its_first_keyers(supervisor, both, agent, to_check, make_case):
    other = make_case()
    ids = [to_check.public_id, other.public_id]
    assert assign_cases(public_ids=ids, to=both.public_id, by=as_actor(supervisor), at=NOON) == Assigned(1, 1)
    assert (owner(to_check), owner(other)) == (agent, both)
    assert [event.object_id for event in AuditEvent.objects.filter(action="case_assigned")] == [other.reference]


def test_T18_it_goes_to_nobody_when_all_work_of_a_person_goes_to_one_of_its_first_keyers(
    supervisor, both, agent, to_check, make_case
):
    other = make_case(assigned_to=agent)
    done = reassign_all(of=agent.public_id, to=both.public_id, by=as_actor(supervisor), at=NOON)
    assert done == Assigned(1, 1)
    assert (owner(to_check), owner(other)) == (None, both)
    told = dict(AuditEvent.objects.filter(action="case_assigned").values_list("object_id", "details"))
    assert told[to_check.reference] == {"from": agent.pk, "to": 0}


def test_list_says_that_a_form_was_not_given(midday, as_supervisor, both, to_check):
    chosen = {"case": [str(to_check.public_id)], "on_page": [str(to_check.public_id)], "to": str(both.public_id)}
    answer = as_supervisor.post(reverse("staff:assign"), chosen)
    assert answer["Location"] == f"{reverse('staff:worklist')}?assigned=0&left=1"
    page = as_supervisor.get(answer["Location"]).content.decode()
    assert "1 form was not given to them: they keyed it first, or part of it" in page

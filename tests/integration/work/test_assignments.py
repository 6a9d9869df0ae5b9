"""Assigning, one form or many, and giving everything of one person to another."""

from datetime import timedelta

import pytest
from django.urls import reverse

from registry.actions.assignments import Assigned, CannotAssign, assign_cases, reassign_all
from registry.actions.cases.moves import move
from registry.clock import now
from registry.models import AuditEvent, Case, CaseState, Task, TaskKind
from registry.permissions import NotPermitted
from tests.integration.work.conftest import NOON
from tests.support.staff import as_actor

LIST = "/staff/work/forms/"


def assign(supervisor, cases, to):
    ids = [case.public_id for case in cases]
    return assign_cases(public_ids=ids, to=to and to.public_id, by=as_actor(supervisor), at=NOON).changed


def events():
    return list(
        AuditEvent.objects.filter(action="case_assigned").order_by("pk").values_list("object_id", "actor_id", "details")
    )


def owners(cases):
    return [Case.objects.get(pk=case.pk).assigned_to for case in cases]


def test_assign_gives_each_form_and_writes_an_event_for_each(supervisor, agent, other_agent, make_case):
    cases = [make_case(), make_case(assigned_to=other_agent), make_case(assigned_to=agent)]
    assert assign(supervisor, cases, agent) == 2
    assert owners(cases) == [agent] * 3
    me = str(supervisor.pk)
    assert events() == [
        (cases[0].reference, me, {"from": 0, "to": agent.pk}),
        (cases[1].reference, me, {"from": other_agent.pk, "to": agent.pk}),
    ]


def test_assign_back_to_nobody(supervisor, agent, make_case):
    case = make_case(assigned_to=agent)
    assert assign(supervisor, [case], None) == 1
    assert owners([case]) == [None]


def test_assign_leaves_versions_and_claims_as_they_are(supervisor, agent, other_agent, make_case):
    case = make_case(claimed_by=other_agent, claimed_until=NOON)
    assign(supervisor, [case], agent)
    stored = Case.objects.get(pk=case.pk)
    assert (stored.version, stored.claimed_by, stored.claimed_until) == (1, other_agent, NOON)


def test_assign_leaves_decided_forms_alone(supervisor, agent, make_case):
    case = make_case(state=CaseState.ACCEPTED, decided_by=agent, decided_at=NOON)
    assert assign(supervisor, [case], agent) == 0
    assert owners([case]) == [None]
    assert events() == []


def test_assign_to_a_suspended_account_changes_nothing(supervisor, agent, make_case):
    agent.is_active, agent.suspended_at = False, NOON
    agent.save()
    case = make_case()
    with pytest.raises(CannotAssign):
        assign(supervisor, [case], agent)
    assert owners([case]) == [None]


def test_T20_assign_by_who_may_not_changes_nothing(agent, other_agent, make_case):
    case = make_case()
    with pytest.raises(NotPermitted):
        assign(agent, [case], other_agent)
    with pytest.raises(NotPermitted):
        reassign_all(of=agent.public_id, to=None, by=as_actor(agent), at=NOON)
    assert owners([case]) == [None]


def test_assign_costs_the_same_queries_for_2_and_for_25(supervisor, agent, make_cases, django_assert_num_queries):
    for number in (2, 25):
        cases = make_cases([1] * number)
        with django_assert_num_queries(7):
            assign(supervisor, cases, agent)


def test_reassign_moves_forms_and_tasks_and_frees_what_was_open(supervisor, agent, other_agent, make_case):
    forms = [make_case(assigned_to=agent), make_case(assigned_to=agent)]
    done = make_case(state=CaseState.ACCEPTED, decided_by=agent, decided_at=NOON, assigned_to=agent)
    held = make_case(claimed_by=agent, claimed_until=NOON + timedelta(hours=1))
    task = Task.objects.create(kind=TaskKind.CALL_BACK, due_at=NOON, assigned_to=agent)
    moved = reassign_all(of=agent.public_id, to=other_agent.public_id, by=as_actor(supervisor), at=NOON)
    assert moved == Assigned(3, 0)
    assert owners([*forms, done, held]) == [other_agent, other_agent, agent, None]
    task.refresh_from_db()
    held.refresh_from_db()
    assert (task.assigned_to, held.claimed_by) == (other_agent, None)
    assert {name for name, *_ in events()} == {*(form.reference for form in forms), str(task.public_id)}


def ticked(cases, to, **more):
    return {"case": [str(case.public_id) for case in cases], "to": str(to.public_id), **more}


def test_page_assigns_the_ticked_forms_and_comes_back_to_the_same_list(midday, as_supervisor, agent, make_case):
    one, two, three = make_case(), make_case(), make_case()
    data = ticked([one, two], agent, on_page=[str(case.public_id) for case in (one, two, three)])
    answer = as_supervisor.post(f"{reverse('staff:assign')}?state=to_enter", data)
    assert answer["Location"] == f"{LIST}?state=to_enter&assigned=2"
    assert owners([one, two, three]) == [agent, agent, None]
    assert "2 pieces of work changed hands." in as_supervisor.get(answer["Location"]).content.decode()


def test_page_assigns_the_whole_page_by_one_button(midday, as_supervisor, agent, make_case):
    cases = [make_case() for _ in range(3)]
    data = ticked([], agent, on_page=[str(case.public_id) for case in cases], whole_page="yes")
    assert as_supervisor.post(reverse("staff:assign"), data).status_code == 302
    assert owners(cases) == [agent] * 3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"case": []}, "Tick at least one form"),
        ({"case": ["x"]}, "Tick at least one form"),
        ({"to": ""}, "Choose who takes the work"),
        ({"to": "1"}, "Choose who takes the work"),
    ],
)
def test_A08_page_says_what_is_missing_and_keeps_the_ticks(as_supervisor, agent, make_case, change, message):
    case = make_case()
    answer = as_supervisor.post(reverse("staff:assign"), ticked([case], agent) | change)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: Worklist" in html
    assert message in html
    assert (" checked" in html) is ("to" in change)
    assert owners([case]) == [None]


def test_page_offers_nobody_who_takes_no_work(midday, as_supervisor, supervisor, other_agent, make_case):
    make_case()
    other_agent.is_active, other_agent.suspended_at = False, now()
    other_agent.save()
    html = as_supervisor.get(LIST).content.decode()
    offered = html[html.index('name="to"') :]
    assert "Priya Fenwick" in offered
    assert "Tom Okafor" not in offered


def test_reassign_page_says_how_much_and_changes_nothing_until_confirmed(
    midday, as_supervisor, agent, other_agent, make_case
):
    cases = [make_case(assigned_to=agent) for _ in range(3)]
    Task.objects.create(kind=TaskKind.CALL_BACK, due_at=NOON, assigned_to=agent)
    wanted = {"of": str(agent.public_id), "to": str(other_agent.public_id)}
    page = as_supervisor.post(reverse("staff:reassign"), wanted).content.decode()
    for words in ("Priya Fenwick", "Tom Okafor", '__value">3<', '__value">1<'):
        assert words in page
    assert owners(cases) == [agent] * 3
    answer = as_supervisor.post(reverse("staff:reassign"), {**wanted, "confirmed": "yes"})
    assert answer["Location"] == f"{LIST}?assigned=4"
    assert owners(cases) == [other_agent] * 3


def test_A08_reassign_page_refuses_a_person_to_themselves(midday, as_supervisor, agent):
    wanted = {"of": str(agent.public_id), "to": str(agent.public_id)}
    answer = as_supervisor.post(reverse("staff:reassign"), wanted)
    assert answer.status_code == 422
    assert "Choose somebody else" in answer.content.decode()


def test_assignment_ends_with_the_state_it_was_made_for(agent, make_case):
    case = make_case(assigned_to=agent)
    entered = {"entered_by": agent, "entered_at": NOON, "first_keyers": [agent.pk]}
    moved = move(case, CaseState.TO_DECIDE, by=as_actor(agent), at=NOON, **entered)
    assert moved.assigned_to is None

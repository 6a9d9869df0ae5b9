"""Tasks: made, listed without saying about whom, opened with a trace, done once."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.actions import tasks
from registry.actions.claims import CannotClaim
from registry.actions.tasks import TaskIsDone, create_task, finish_task
from registry.audit import subject_key
from registry.models import AuditEvent, Role, Task, TaskKind, TaskState
from registry.permissions import NotPermitted
from registry.queries.tasks import NoSuchTask
from tests.factories import make_nhs_number
from tests.integration.work.conftest import NOON
from tests.support.staff import as_actor, make_staff, signed_in_client

LIST = "/staff/work/tasks/"
NUMBER = make_nhs_number(3)


def page_of(task):
    return reverse("staff:task-detail", args=[task.public_id])


def events(action):
    return list(AuditEvent.objects.filter(action=action).order_by("pk"))


@pytest.fixture
def make_task(agent):
    def make(kind=TaskKind.CALL_BACK, due_at=NOON, *, assigned_to=None, **columns):
        task = create_task(kind=kind, due_at=due_at, **columns, by=as_actor(agent), at=NOON)
        Task.objects.filter(pk=task.pk).update(assigned_to=assigned_to)
        return task

    return make


@pytest.fixture
def finish(agent):
    def finish(task, by=agent):
        return finish_task(task_id=task.public_id, outcome="Rang; all is well", by=as_actor(by), at=NOON)

    return finish


def dues(answer):
    return re.findall(
        r'<span class="nhsuk-u-visually-hidden">, ([^<]+), task [0-9a-f]{4}</span></a></th>', answer.content.decode()
    )


def test_create_writes_the_task_and_its_event_without_its_words(make_task):
    task = make_task(nhs_number=NUMBER, detail="Ask for Ada at 07700 900123")
    assert Task.objects.get().detail == "Ask for Ada at 07700 900123"
    (event,) = events("task_created")
    assert (event.object_type, event.object_id) == ("task", str(task.public_id))
    assert bytes(event.subject) == subject_key(NUMBER)
    assert event.details == {"kind": "call_back"}


def test_finish_keeps_what_came_of_it_and_who_did_it(make_task, finish, agent):
    task = make_task(nhs_number=NUMBER)
    ended = finish(task)
    assert (ended.state, ended.outcome, ended.done_by, ended.done_at) == (
        TaskState.DONE, "Rang; all is well", agent, NOON,
    )  # fmt: skip
    (event,) = events("task_done")
    assert "Rang" not in str(vars(event))


def test_finish_twice_is_refused_and_changes_nothing(make_task, finish, other_agent):
    task = make_task()
    finish(task)
    with pytest.raises(TaskIsDone):
        finish(task, other_agent)
    assert Task.objects.get().done_by != other_agent
    assert len(events("task_done")) == 1


def test_finish_what_somebody_else_has_open_is_refused(make_task, finish, other_agent):
    task = make_task()
    Task.objects.update(claimed_by=other_agent, claimed_until=NOON + timedelta(minutes=1))
    with pytest.raises(CannotClaim):
        finish(task)
    assert Task.objects.get().state == TaskState.OPEN
    Task.objects.update(claimed_until=NOON)
    assert finish(task).claimed_by is None


def test_finish_of_nothing_and_by_who_may_not(make_task, finish, agent):
    with pytest.raises(NoSuchTask):
        finish_task(task_id=agent.public_id, outcome="x", by=as_actor(agent), at=NOON)
    with pytest.raises(NotPermitted):
        finish(make_task(), make_staff(Role.CHECKER))


def test_list_stands_in_order_of_due_and_says_what_is_late(midday, as_agent, make_task):
    make_task(due_at=NOON + timedelta(hours=2))
    make_task(TaskKind.OTHER, due_at=NOON + timedelta(days=1))
    make_task(TaskKind.OTHER, due_at=NOON - timedelta(minutes=1))
    make_task(due_at=NOON - timedelta(days=5))
    answer = as_agent.get(LIST)
    assert dues(answer) == [
        "Friday 12 February, 12:00 to 13:00", "today, 11:59", "today, 14:00 to 15:00", "tomorrow, 12:00",
    ]  # fmt: skip
    assert answer.content.decode().count(">Late</strong>") == 2


@pytest.mark.parametrize(
    ("kind", "minutes", "is_late"),
    [
        (TaskKind.OTHER, 1, False),
        (TaskKind.OTHER, 0, True),
        (TaskKind.CALL_BACK, -59, False),  # the hour in which the person waits has begun and is not over
        (TaskKind.CALL_BACK, -60, True),
    ],
)
@pytest.mark.usefixtures("midday")
def test_list_and_home_agree_on_what_is_late(as_agent, make_task, kind, minutes, is_late):
    make_task(kind, due_at=NOON + timedelta(minutes=minutes))
    assert (">Late</strong>" in as_agent.get(LIST).content.decode()) is is_late
    assert f"Late: {int(is_late)}." in as_agent.get("/staff/").content.decode()


def test_list_shows_a_call_back_in_the_hour_on_the_wall(agent, make_task, database_clock):
    summer = datetime(2027, 7, 14, 9, tzinfo=UTC)
    database_clock.stop_at(summer)
    make_task(due_at=summer)
    assert dues(signed_in_client(agent).get(LIST)) == ["today, 10:00 to 11:00"]


def test_list_shows_and_reads_nobody(midday, as_agent, make_task):
    make_task(nhs_number=NUMBER, detail="Ask for Ada")
    with CaptureQueriesContext(connection) as found:
        html = as_agent.get(LIST).content.decode()
    assert NUMBER.digits not in html
    assert NUMBER.spaced not in html
    assert "Ada" not in html
    (read,) = [query["sql"] for query in found if "registry_task" in query["sql"]]
    assert not re.search("nhs_number|detail|outcome", read)


def test_list_is_narrowed_by_kind_and_to_mine(midday, as_agent, agent, other_agent, make_task):
    make_task(TaskKind.OTHER, due_at=NOON)
    make_task(due_at=NOON + timedelta(hours=1), assigned_to=agent)
    held = make_task(TaskKind.OTHER, due_at=NOON + timedelta(hours=3))
    Task.objects.filter(pk=held.pk).update(claimed_by=agent, claimed_until=NOON + timedelta(hours=1))
    make_task(due_at=NOON + timedelta(hours=2), assigned_to=other_agent)
    assert dues(as_agent.get(LIST, {"kind": "other"})) == ["today, 12:00", "today, 15:00"]
    assert dues(as_agent.get(LIST, {"who": "me"})) == ["today, 13:00 to 14:00", "today, 15:00"]
    for query in ("kind=x", "who=x", "after=x", "after=00000000-0000-4000-8000-000000000001"):
        assert as_agent.get(f"{LIST}?{query}").status_code == 400


def test_T17_list_is_paged_by_25_at_the_same_cost(midday, as_agent, make_task):
    made = [make_task(TaskKind.OTHER, due_at=NOON + timedelta(minutes=number % 7)) for number in range(60)]
    as_agent.get(LIST)
    sizes, costs, seen, address = [], [], [], LIST
    while address:
        with CaptureQueriesContext(connection) as found:
            html = as_agent.get(address).content.decode()
        costs.append(len(found))
        page = re.findall(rf'href="{LIST}([0-9a-f-]{{36}})/"', html)
        sizes.append(len(page))
        seen += page
        following = re.search(r'<a href="([^"]+)">Tasks due later', html)
        address = f"{LIST}{following[1].replace('&amp;', '&')}" if following else ""
    assert sizes == [25, 25, 10]
    assert seen == [str(task.public_id) for task in sorted(made, key=lambda task: (task.due_at, task.pk))]
    assert [cost - costs[0] for cost in costs] == [0, 1, 1]


def test_T16_opening_a_task_is_written_down_with_its_person(midday, as_agent, agent, make_task):
    task = make_task(nhs_number=NUMBER, detail="Ask for Ada")
    html = as_agent.get(page_of(task)).content.decode()
    assert NUMBER.spaced in html
    assert "Ask for Ada" in html
    (event,) = events("task_viewed")
    assert (event.actor_id, event.object_id) == (str(agent.pk), str(task.public_id))
    assert bytes(event.subject) == subject_key(NUMBER)


def test_T16_task_is_not_shown_when_looking_cannot_be_written_down(midday, as_agent, make_task, monkeypatch):
    task = make_task(nhs_number=NUMBER)

    def refuse(*args, **kwargs):
        raise RuntimeError("no audit")

    monkeypatch.setattr(tasks.audit, "record", refuse)
    as_agent.raise_request_exception = False
    answer = as_agent.get(page_of(task))
    assert answer.status_code == 500
    assert NUMBER.spaced not in answer.content.decode()


def test_take_and_give_back(midday, as_agent, agent, make_task):
    task = make_task()
    as_agent.post(reverse("staff:take-task", args=[task.public_id]))
    assert Task.objects.get().claimed_by == agent
    assert "You, until 12:30pm" in as_agent.get(page_of(task)).content.decode()
    as_agent.post(reverse("staff:give-back-task", args=[task.public_id]))
    assert Task.objects.get().claimed_by is None


def test_page_of_what_somebody_else_has_open_says_who(midday, as_agent, other_agent, make_task):
    task = make_task()
    Task.objects.update(claimed_by=other_agent, claimed_until=NOON + timedelta(minutes=5))
    as_agent.post(reverse("staff:take-task", args=[task.public_id]))
    html = as_agent.get(page_of(task)).content.decode()
    assert "Tom Okafor, until 12:05pm" in html
    assert 'name="outcome"' not in html
    assert Task.objects.get().claimed_by == other_agent


def test_page_finishes_a_task(midday, as_agent, make_task):
    task = make_task()
    answer = as_agent.post(page_of(task), {"outcome": "Rang; all is well"})
    assert answer["Location"] == LIST
    html = as_agent.get(page_of(task)).content.decode()
    assert "Rang; all is well" in html
    assert 'name="outcome"' not in html


def test_A08_page_asks_for_what_came_of_it(midday, as_agent, make_task):
    task = make_task()
    answer = as_agent.post(page_of(task), {"outcome": " "})
    assert answer.status_code == 422
    assert answer.content.decode().count("Enter what came of it") == 2
    assert Task.objects.get().state == TaskState.OPEN


def test_F27_second_to_finish_is_told_and_loses_nothing_typed(midday, as_agent, make_task, finish, other_agent):
    task = make_task()
    finish(task, other_agent)
    answer = as_agent.post(page_of(task), {"outcome": "I rang too"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody finished this task before you." in html
    assert "I rang too" in html
    assert Task.objects.get().outcome == "Rang; all is well"


def test_T17_missing_task_is_not_found(as_agent, agent):
    for name in ("task-detail", "take-task"):
        assert as_agent.post(reverse(f"staff:{name}", args=[agent.public_id]), {"outcome": "x"}).status_code == 404

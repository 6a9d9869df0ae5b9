"""Finding the person and proving who calls: T07 over the telephone, T16, T18 and T19."""

import logging
from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError, connection

from registry import audit
from registry.actions.calls import asking
from registry.clock import now
from registry.encryption import keyed_hash
from registry.models import AuditEvent, Call, Role, Task
from tests.factories import PersonFactory
from tests.support.calls import WRONG, Agent, answers_of, text_of
from tests.support.crowds import all_at_once
from tests.support.staff import make_staff

committed = pytest.mark.django_db(transaction=True)


def answered():
    return list(AuditEvent.objects.filter(action="caller_answered").order_by("pk").values_list("details", flat=True))


def test_wrong_answers_end_it_and_the_page_says_what_to_say(agent, person):
    agent.start().refuse(person)
    assert (agent.call.wrong, agent.call.passed, len(agent.call.questions)) == (3, 0, 3)
    page = text_of(agent.client.get(agent.address("call")))
    assert "Identity not proved" in page
    assert "I could not make sure who I am speaking to" in page
    assert person.family_name not in page
    assert agent.get("choice")["Location"] == agent.address("call")
    assert agent.client.post(agent.address("call-end"), {"outcome": "choice_recorded"}).status_code == 422
    agent.client.post(agent.address("call-end"), {"outcome": "not_identified"})
    assert agent.refreshed().outcome == "not_identified"


def test_one_slip_is_forgiven(agent, person):
    agent.start().find(person)
    agent.say(person, rightly=False)
    page = text_of(agent.get("question"))
    assert "2 more wrong answers end the call" in page
    while agent.call.state == "asking":
        agent.say(person)
    assert (agent.call.state, agent.call.passed, agent.call.wrong) == ("proved", 3, 1)
    assert [row["answer"] for row in answered()] == ["fail", "pass", "pass", "pass"]


def test_question_is_shown_without_its_answer(agent):
    person = PersonFactory(address_lines=["4712 Zinnia Street", "Leeds"], given_names="Ada Marigold")
    agent.start().find(person)
    said = [word for word in answers_of(person).values() if word]
    for _ in range(3):
        main = text_of(agent.get("question")).partition("<main")[2]
        assert not [word for word in said if word.casefold() in main.casefold()]
        agent.say(person, rightly=False)


def test_second_click_does_not_answer_the_next_question(agent, person):
    agent.start().find(person)
    page = {"answer": WRONG, "turn": "1"}
    assert agent.post("question", **page).status_code == 302
    assert agent.post("question", **page).status_code == 302
    assert (agent.refreshed().wrong, len(agent.call.questions)) == (1, 2)


@pytest.mark.parametrize("turn", ["", "0", "2", "99999", "x", "-1", "\u0661"])
def test_answer_without_its_turn_counts_nothing(agent, person, turn):
    agent.start().find(person)
    agent.post("question", answer=WRONG, turn=turn)
    assert (agent.refreshed().wrong, agent.call.questions) == (0, agent.call.questions[:1])


@committed
def test_T07_parallel_answers_gain_no_try(agent, person):
    """Fifty guesses at one question, at once: one is counted, and only its result shows."""
    agent.start().find(person)
    right = answers_of(person)[agent.call.questions[0]]
    guesses = [WRONG] * 25 + [right] + [WRONG] * 24
    calls = [
        partial(asking.answer_question, call_id=agent.call.public_id, turn=1, typed=guess, by=agent.by, at=now())
        for guess in guesses
    ]
    results = all_at_once(calls)
    assert not [result for result in results if isinstance(result, Exception)]
    call = agent.refreshed()
    assert call.passed + call.wrong == 1
    assert len(call.questions) == 2
    assert len(answered()) == 1


@committed
def test_T07_no_more_than_three_wrong_answers_are_ever_counted(agent, person):
    agent.start().find(person)
    for _ in range(6):
        turn = len(agent.refreshed().questions)
        all_at_once(
            [
                partial(asking.answer_question, call_id=agent.call.public_id, turn=turn, typed=WRONG, by=agent.by,
                        at=now())
                for _ in range(8)
            ]
        )  # fmt: skip
    assert (agent.refreshed().state, agent.call.wrong, len(answered())) == ("refused", 3, 3)


def test_answer_is_kept_nowhere(agent, person, caplog, capfd):
    canary = "Quixotic Zebra Crossing 77"
    agent.start().find(person)
    with caplog.at_level(logging.DEBUG):
        agent.answer(canary)
    out = capfd.readouterr()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', ["%quixotic%"])
            assert cursor.fetchone() == (0,), table
    assert "uixotic" not in caplog.text + out.out + out.err
    call = Call.objects.get()
    assert "uixotic" not in str([call.answers, call.caller, call.notes])
    assert answered() == [{"kind": call.questions[0], "answer": "fail"}]


def test_T18_guessing_over_many_calls_is_stopped(agent, person):
    for _ in range(3):
        agent.start().refuse(person)
    other = Agent(make_staff(Role.AGENT))
    other.start().find(person)
    assert (other.call.state, other.call.questions) == ("refused", [])
    assert "Too many calls about this person" in text_of(other.client.get(other.address("call")))
    task = Task.objects.get()
    assert (task.kind, task.nhs_number, task.call) == ("review_look_up", person.nhs_number, other.call)
    someone_else = PersonFactory()
    assert other.start().prove(someone_else).call.state == "proved"


def test_T18_call_cut_off_after_a_wrong_answer_counts(agent, person):
    for _ in range(3):
        agent.start().find(person)
        agent.say(person, rightly=False)
        agent.client.post(agent.address("call-end"), {"outcome": "cut_off"})
    agent.start().find(person)
    assert agent.call.state == "refused"


def test_T05_proof_and_a_line_that_drops_cost_nobody_anything(agent, person, database_clock):
    for _ in range(5):
        agent.start().prove(person)
    for _ in range(5):
        agent.start().find(person)
        agent.client.post(agent.address("call-end"), {"outcome": "cut_off"})
    for _ in range(3):
        agent.start().refuse(person)
    agent.start().find(person)
    assert agent.call.state == "refused"
    database_clock.move(timedelta(hours=24, seconds=1))
    assert Agent(agent.user).start().prove(person).call.state == "proved"


def test_what_found_the_person_is_not_asked(agent, person):
    for _ in range(10):
        agent.start().find(person, nhs_number="", postcode="ls1 4ap", given_name=person.known_as)
        while agent.call.state == "asking":
            agent.say(person)
        assert not {"postcode", "known_as"} & set(agent.call.questions)
        assert agent.call.state == "proved"


def test_record_with_too_little_to_ask_is_refused_at_once(agent):
    bare = PersonFactory(given_names="Ada", known_as="", mobile="", email="", gp_practice_code="")
    agent.start().find(bare)
    assert (agent.call.state, agent.call.questions) == ("refused", [])
    assert "cannot answer enough questions" in text_of(agent.client.get(agent.address("call")))


OBSTACLES = {
    "no_match": ({}, "self", {"family_name": "Nobody"}, "No record matches"),
    "died": ({"date_of_death": "2025-01-01"}, "self", {}, "The person has died"),
    "under_13": ({"date_of_birth": now}, "self", {}, "The person is under 13"),
    "is_13": ({}, "GUARDIAN", {}, "The person is 13 or over"),
}


@pytest.mark.parametrize("obstacle", OBSTACLES)
def test_obstacle_is_said_with_a_way_forward_and_keeps_what_was_typed(agent, obstacle):
    record, caller, typed, words = OBSTACLES[obstacle]
    if obstacle == "under_13":
        record = {"date_of_birth": now().date() - timedelta(days=3000)}
    person = PersonFactory(**record)
    agent.start(caller=caller)
    answer = agent.find(person, **typed)
    page = text_of(answer)
    assert answer.status_code == 422
    assert words in page
    assert "What to do now" in page
    assert person.nhs_number.spaced in page
    assert (agent.call.state, agent.call.nhs_number, agent.call.answers) == ("open", None, {})


def test_several_who_fit_are_nobody(agent, monkeypatch, person):
    twin = PersonFactory(family_name=person.family_name)
    agent.start()
    answer = agent.find(person, nhs_number="", postcode=twin.postcode)
    assert "More than one record matches" in text_of(answer)


def test_superseded_number_leads_to_the_current_record(agent, person):
    old = PersonFactory(family_name=person.family_name, superseded_by=person.nhs_number)
    agent.start().find(person, nhs_number=old.nhs_number.spaced)
    assert agent.call.nhs_number == person.nhs_number


def test_T19_own_record_is_refused_and_written_down(agent, person):
    agent.user.own_number_key = keyed_hash("staff-own", person.nhs_number.digits)
    agent.user.save()
    agent.start()
    answer = agent.find(person)
    assert (answer.status_code, agent.call.state, agent.call.nhs_number) == (409, "open", None)
    assert "Nobody works on their own record" in text_of(answer)
    refused = AuditEvent.objects.get(action="person_refused")
    assert (refused.actor_id, refused.subject) == (str(agent.user.pk), audit.subject_key(person.nhs_number))
    assert Task.objects.get().kind == "review_look_up"


def test_T16_every_page_of_a_person_is_written_down_once(agent, person):
    agent.start().prove(person).choose()
    for step in ("choice", "confirm-by", "review"):
        before = AuditEvent.objects.count()
        assert person.family_name in text_of(agent.get(step))
        assert AuditEvent.objects.count() == before + 1
        row = AuditEvent.objects.latest("pk")
        assert (row.action, row.actor_id, row.reason) == ("call_viewed", str(agent.user.pk), "set_choice")
        assert (row.subject, row.details) == (audit.subject_key(person.nhs_number), {"shows": step})


def test_T16_page_that_cannot_be_written_down_shows_nothing(agent, person, monkeypatch):
    agent.start().prove(person)

    def broken(*args, **kwargs):
        raise DatabaseError("broken on purpose")

    monkeypatch.setattr(audit, "record", broken)
    answer = agent.get("choice")
    assert answer.status_code == 503
    assert person.family_name not in text_of(answer)
    assert person.mobile[-3:] not in text_of(answer).partition("<main")[2]

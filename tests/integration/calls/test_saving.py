"""F29 and F30 over the telephone: once, and only what the review showed."""

from functools import partial

import pytest

from registry.actions.calls.choosing import review_token, save_call_choice
from registry.clock import now
from registry.models import Message, PreferenceChange
from tests.support.calls import text_of
from tests.support.crowds import all_at_once
from tests.support.invariants import broken_histories


def test_F29_second_click_ends_on_the_same_reference(agent, person):
    agent.start().prove(person).choose()
    page = agent.review()
    first, second = agent.post("review", **page), agent.post("review", **page)
    assert first["Location"] == second["Location"] == agent.address("call")
    assert (PreferenceChange.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_F29_parallel_saves_record_one_choice(agent, person):
    agent.start().prove(person).choose()
    token = review_token(agent.refreshed())
    save = partial(save_call_choice, call_id=agent.call.public_id, token=token, by=agent.by, at=now())
    results = all_at_once([save] * 20)
    assert len({result.change_id for result in results}) == 1
    assert (PreferenceChange.objects.count(), Message.objects.count()) == (1, 1)
    assert broken_histories() == []


def test_F30_review_of_older_answers_saves_nothing(agent, person):
    agent.start().prove(person).choose("opted_out")
    stale = agent.review()
    agent.post("choice", choice="allowed")
    answer = agent.post("review", **stale)
    assert answer.status_code == 409
    assert "Read it to the caller again" in text_of(answer)
    assert "Yes, allow" in text_of(answer)
    assert not PreferenceChange.objects.exists()
    assert agent.save().status_code == 302
    assert PreferenceChange.objects.get().after_status == "allowed"


def test_F30_answers_are_closed_once_the_choice_is_saved(agent, person):
    agent.start().prove(person).choose("opted_out").save()
    agent.post("choice", choice="allowed")
    assert agent.refreshed().answers["choice"] == {"choice": "opted_out"}
    for step in ("find", "question", "choice", "confirm-by", "review"):
        assert agent.get(step)["Location"] == agent.address("call")


def test_person_who_died_during_the_call_is_not_changed(agent, person):
    agent.start().prove(person).choose()
    page = agent.review()
    person.date_of_death = "2026-01-01"
    person.save()
    assert agent.post("review", **page).status_code == 409
    assert not PreferenceChange.objects.exists()


@pytest.mark.parametrize("step", ["choice", "confirm-by", "review", "authority"])
def test_T10_no_step_can_be_jumped_to(agent, person, step):
    agent.start()
    for stage in ("open", "asking"):
        if stage == "asking":
            agent.find(person)
        assert agent.get(step)["Location"] == agent.address("call")
        before = agent.refreshed().answers
        agent.post(step, choice="allowed", confirm_by="sms", name="x", contact="x", authority="health_lpa")
        assert agent.refreshed().answers == before

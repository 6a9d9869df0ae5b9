"""F25: somebody opts out while a check runs. Whoever committed before the release is not in the result."""

import threading

import pytest

from registry.actions.checks import computing, publishing, running
from registry.models import Check, PreferenceChange, WorkState
from registry.queries.known_choices import KnownChoices
from tests.support.lists import ask, list_of, numbers, opt_out, people, result_of, run, supersede
from tests.support.open_writers import OpenWriter
from tests.support.waiting import PATIENCE_SECONDS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store")]
PEOPLE = numbers(20)
# Each step of a check, in order: before each of them somebody opts out.
STEPS = (
    (running, "refuse_suspended"),
    (running, "answered"),
    (computing, "opened_input"),
    (computing, "filter_lines"),
    (computing, "_refuse_another_input"),
    (computing, "_prove"),
    (running, "spend_numbers"),
    (running, "Cutting"),
    (running, "publish"),
    (publishing, "flag_if_alike"),
    (publishing, "_hold_writers"),
)


def before(monkeypatch, module, name, happening):
    """Let `happening` take place once, right before this step."""
    step, happened = getattr(module, name), []

    def held(*args, **kwargs):
        if not happened:
            happened.append(in_another_connection(happening))
        return step(*args, **kwargs)

    monkeypatch.setattr(module, name, held)
    return happened


def in_another_connection(happening):
    OpenWriter(happening).commit()
    return True


def test_F25_nobody_who_opted_out_at_any_step_is_in_the_result(monkeypatch):
    known = KnownChoices()
    for place, (module, name) in enumerate(STEPS):
        late = PEOPLE[place]
        check = ask(list_of(PEOPLE))
        with monkeypatch.context() as patch:
            happened = before(patch, module, name, lambda late=late: opt_out(late))
            found = run(check, known=known)
        assert happened, f"{name} is no step any more"
        assert found.state == WorkState.DONE
        assert result_of(found) == list_of(PEOPLE[place + 1 :]), f"opted out before {name}"
        assert PreferenceChange.objects.get(nhs_number=int(late)).recorded_at < found.published_at


def test_F25_who_opts_out_while_the_result_is_released_waits_and_comes_after_it(monkeypatch):
    release, waiting = publishing._release, []

    def held(*args, **kwargs):
        waiting.append(threading.Thread(target=lambda: OpenWriter(lambda: opt_out(PEOPLE[0])).commit()))
        waiting[0].start()
        waiting[0].join(0.3)
        assert waiting[0].is_alive(), "a choice was written during the release"
        return release(*args, **kwargs)

    monkeypatch.setattr(publishing, "_release", held)
    check = run(ask(list_of(PEOPLE)))
    waiting[0].join(PATIENCE_SECONDS)
    assert result_of(check) == list_of(PEOPLE)
    assert PreferenceChange.objects.get().transaction > 0
    monkeypatch.undo()


def test_F25_release_waits_for_a_choice_that_is_being_written(monkeypatch):
    writer = OpenWriter(lambda: opt_out(PEOPLE[0]))
    busy = []

    def commit_the_second_time(_seconds):
        busy.append(True)
        if len(busy) == 2:
            writer.commit()

    monkeypatch.setattr(running.time, "sleep", commit_the_second_time)
    check = run(ask(list_of(PEOPLE)))
    assert len(busy) == 2
    assert result_of(check) == list_of(PEOPLE[1:])


def test_F25_check_goes_back_without_losing_a_try_while_choices_never_pause(monkeypatch):
    monkeypatch.setattr(running, "PUBLISHING_TRIES", 1)
    writer = OpenWriter(lambda: opt_out(PEOPLE[0]))
    check = run(ask(list_of(PEOPLE)))
    assert (check.state, check.attempts, check.result_name) == (WorkState.PENDING, 0, None)
    writer.commit()
    Check.objects.update(available_at=check.created_at)
    assert result_of(run(check)) == list_of(PEOPLE[1:])


def test_F38_number_superseded_during_a_check_is_answered_for_its_current_one(monkeypatch):
    old, current, *others = people(14)
    opt_out(current)
    before(monkeypatch, publishing, "_hold_writers", lambda: supersede(old, current))
    assert result_of(run(ask(list_of([old, *others])))) == list_of(others)

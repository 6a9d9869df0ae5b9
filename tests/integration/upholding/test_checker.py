"""Whose turn it is, what the sweep does, and that the checker ends when it is told to."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from registry.actions.checks.working import LONG_ENOUGH, SMALL_BYTES, next_check, sweep, work, work_once
from registry.clock import now
from registry.models import Check, CheckProblem, Heartbeat, Message, WorkState
from registry.queries.known_choices import KnownChoices
from tests.factories.organisations import make_member
from tests.support.lists import ask, files_in, list_of, numbers, opt_out, result_of
from tests.support.waiting import PATIENCE_SECONDS, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store")]
PEOPLE = numbers(12)


def test_small_files_go_first_until_a_large_one_has_waited_long():
    large, small = ask(list_of(PEOPLE)), ask(list_of(PEOPLE))
    Check.objects.filter(pk=large.pk).update(input_bytes=SMALL_BYTES + 1)
    assert next_check() == small.pk
    Check.objects.filter(pk=large.pk).update(created_at=now() - LONG_ENOUGH)
    assert next_check() == large.pk
    assert next_check(small_only=True) == small.pk
    Check.objects.update(available_at=now() + timedelta(hours=1))
    assert next_check() is None


def test_sweep_tells_of_checks_that_came_too_late_and_erases_their_lists(store):
    member = make_member()
    check = ask(list_of(PEOPLE), member.organisation, asked_by=member)
    Check.objects.update(deadline_at=now())
    for _ in range(2):
        sweep()
    check.refresh_from_db()
    assert (check.state, check.last_error, check.input_name) == (WorkState.EXPIRED, CheckProblem.TOO_LATE, None)
    assert files_in(store) == []
    assert Message.objects.get().content["problem"] == CheckProblem.TOO_LATE.label
    assert Heartbeat.objects.filter(name="checker").exists()


def test_checker_knows_at_the_next_check_who_opted_out_after_the_last():
    known, stop = KnownChoices(), threading.Event()
    for place in range(3):
        check = ask(list_of(PEOPLE))
        assert work_once(known, stop)
        check = Check.objects.select_related("organisation").get(pk=check.pk)
        assert result_of(check) == list_of(PEOPLE[place:])
        opt_out(PEOPLE[place])
    assert not work_once(known, stop)


def test_checker_works_until_it_is_told_to_end():
    stop = threading.Event()

    def checker():
        try:
            work(stop)
        finally:
            connection.close()

    thread = threading.Thread(target=checker)
    thread.start()
    try:
        check = ask(list_of(PEOPLE))
        wait_until(lambda: Check.objects.get(pk=check.pk).state == WorkState.DONE)
    finally:
        stop.set()
        thread.join(PATIENCE_SECONDS)
    assert not thread.is_alive()

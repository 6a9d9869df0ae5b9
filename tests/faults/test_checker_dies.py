"""F12 for checks: a checker is killed in the middle of one, and another finishes it."""

import time

from registry.models import Check, WorkState
from tests.support.lists import ask, files_in, list_of, numbers, opt_out, result_of
from tests.support.open_writers import OpenWriter
from tests.support.waiting import wait_until


def test_check_of_a_killed_checker_is_done_by_another_and_once(harness, settings, record_property):
    settings.CHECKS_DIR = harness.service.folder / "checks"
    people = numbers(1000)
    check = ask(list_of(people))
    # A choice that is being written keeps the check right before its release.
    writer = OpenWriter(lambda: opt_out(people[0]))
    first = harness.checker()
    wait_until(lambda: state_of(check) == WorkState.CLAIMED and len(files_in(settings.CHECKS_DIR)) > 1)
    first.kill()
    left_behind = len(files_in(settings.CHECKS_DIR))
    writer.commit()
    started = time.monotonic()
    harness.checker()
    wait_until(lambda: state_of(check) == WorkState.DONE)
    record_property("recovery_seconds", round(time.monotonic() - started, 1))
    found = Check.objects.select_related("organisation").get(pk=check.pk)
    assert result_of(found) == list_of(people[1:])
    assert found.attempts == 2
    # What the dead one had written is named by no row, and the purge takes it away.
    assert left_behind > 1


def state_of(check):
    return Check.objects.values_list("state", flat=True).get(pk=check.pk)

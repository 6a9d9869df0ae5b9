"""T30, I7: whatever fails on the way, there is no result, or the number is not in it."""

import errno
import os
import shutil
from itertools import count, product

import numpy as np
import pytest
from django.db import OperationalError, connection

from registry.actions.checks import computing, publishing
from registry.gateways import check_store, sealed_stream
from registry.models import Check, CheckProblem, WorkState
from registry.queries import opted_out
from registry.queries.copied_numbers import SIGNATURE
from registry.queries.known_choices import KnownChoices
from registry.upholding import OptedOutSet, engine, helper, reading
from tests.support.lists import ask, files_in, list_of, numbers, opt_out, result_of, run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store")]
PEOPLE = numbers(12)
SAFE = list_of(PEOPLE[1:])


@pytest.fixture(autouse=True)
def one_opted_out(store):
    opt_out(PEOPLE[0])


def again(check):
    """Make it due at once and let a checker do it."""
    Check.objects.filter(pk=check.pk).update(available_at=check.created_at)
    return run(check)


def withheld(check, store):
    """Nothing was released and nothing lies about; once all is well the same check gives the right answer."""
    assert (check.result_name, check.published_at, check.receipt) == (None, None, "")
    assert check.state == WorkState.PENDING
    assert files_in(store) == [str(check.input_name)]
    assert result_of(again(check)) == SAFE


class Fault:
    """Lets the statement with this number fail, or fail after it was done, as when a reply is lost."""

    def __init__(self, number, *, is_done):
        self.number, self.is_done, self.count = number, is_done, 0

    def __call__(self, execute, sql, parameters, many, context):
        self.count += 1
        if self.count != self.number:
            return execute(sql, parameters, many, context)
        if self.is_done:
            execute(sql, parameters, many, context)
            raise OperationalError("the reply was lost")
        return execute("SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(1)", None, False, context)


@pytest.mark.parametrize(
    "is_done", [pytest.param(False, id="cancelled"), pytest.param(True, id="reply lost", marks=pytest.mark.night)]
)
def test_T30_each_statement_may_fail_and_nothing_is_released(store, is_done):
    known, number = KnownChoices(), 0
    while True:
        number += 1
        fault = Fault(number, is_done=is_done)
        check = ask(list_of(PEOPLE))
        try:
            with connection.execute_wrapper(fault):
                found = run(check, known=known)
        except OperationalError:
            found = Check.objects.select_related("organisation").get(pk=check.pk)
        if fault.count < number:
            break
        assert found.result_name is None or result_of(found) == SAFE, f"statement {number}"
        assert found.result_name is None or found.state == WorkState.DONE
    assert number > 30
    assert result_of(found) == SAFE


NONSENSE = {
    "none": lambda _: None,
    "too short": lambda asked: np.zeros(max(0, asked.size - 1), np.bool_),
    "too long": lambda asked: np.zeros(asked.size + 1, np.bool_),
    "error": lambda _: 1 / 0,
    "numbers": lambda asked: np.zeros(asked.size, np.int64) - 1,
}


def test_T30_set_that_answers_nonsense_releases_nothing(monkeypatch):
    for question, (name, nonsense) in product(["opted_out", "superseded"], NONSENSE.items()):
        check = ask(list_of(PEOPLE))
        with monkeypatch.context() as broken:
            broken.setattr(OptedOutSet, question, lambda _self, asked, nonsense=nonsense: nonsense(asked))
            assert run(check).result_name is None, f"{question} gives {name}"
    assert result_of(again(check)) == SAFE


def test_T30_set_that_is_wrong_once_is_caught_when_the_result_is_read_back(store, monkeypatch):
    right, calls = OptedOutSet.opted_out, []

    def wrong_at_first(self, asked):
        calls.append(asked)
        return np.zeros(asked.size, np.bool_) if len(calls) == 1 else right(self, asked)

    with monkeypatch.context() as broken:
        broken.setattr(OptedOutSet, "opted_out", wrong_at_first)
        found = run(ask(list_of(PEOPLE)))
    withheld(found, store)


COPIES = {
    "nothing": b"",
    "no rows": SIGNATURE + b"\xff\xff",
    "null": SIGNATURE + b"\0\1\xff\xff\xff\xff\xff\xff",
    "cut off": SIGNATURE + b"\0\1\0\0\0\x1c",
}


def test_T30_set_that_arrives_empty_or_cut_off_is_never_taken_for_the_truth(monkeypatch):
    for name, copied in COPIES.items():
        check = ask(list_of(PEOPLE))
        with monkeypatch.context() as broken:
            broken.setattr(opted_out, "_copy", lambda *_, copied=copied: opted_out.read_array(copied))
            assert run(check).result_name is None, name
    assert result_of(again(check)) == SAFE


def test_I7_release_whose_reply_is_lost_stays_as_it_is(store, monkeypatch):
    commit, release, released = connection._commit, publishing._release, []

    def noted(*args, **kwargs):
        release(*args, **kwargs)
        released.append(True)

    def reply_lost():
        commit()
        if released:
            raise OperationalError("the reply was lost")

    check = ask(list_of(PEOPLE))
    with monkeypatch.context() as broken:
        broken.setattr(publishing, "_release", noted)
        broken.setattr(connection, "_commit", reply_lost)
        found = run(check)
    assert (found.state, result_of(found)) == (WorkState.DONE, SAFE)


def test_I13_result_whose_lines_do_not_add_up_is_not_released(store, monkeypatch):
    filtered = computing.filter_lines

    def one_line_too_many(*args, **kwargs):
        counts = filtered(*args, **kwargs)
        counts.kept += 1
        return counts

    with monkeypatch.context() as broken:
        broken.setattr(computing, "filter_lines", one_line_too_many)
        found = run(ask(list_of(PEOPLE)))
    withheld(found, store)


def test_I7_result_that_changed_on_the_disk_is_not_released(store, monkeypatch):
    prove = computing._prove

    def damage(check, answer, *rest):
        [path] = store.glob(f"??/{answer.result}")
        path.write_bytes(path.read_bytes()[:-1] + b"?")
        prove(check, answer, *rest)

    with monkeypatch.context() as broken:
        broken.setattr(computing, "_prove", damage)
        found = run(ask(list_of(PEOPLE)))
    withheld(found, store)


def test_F21_disk_that_fills_up_at_any_write_leaves_nothing_and_the_check_is_done_later(store, monkeypatch):
    write = sealed_stream._write
    for number in count(1):
        done = []

        def full(descriptor, data, done=done, number=number):
            done.append(len(data))
            if len(done) == number:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            write(descriptor, data)

        check = ask(list_of([*PEOPLE, "9990000001"]))
        with monkeypatch.context() as broken:
            broken.setattr(sealed_stream, "_write", full)
            found = run(check)
        if len(done) < number:
            break
        assert found.last_error == CheckProblem.NO_ROOM
        withheld(found, store)
        Check.objects.all().delete()
        shutil.rmtree(store)
    assert number > 4
    assert result_of(found) == SAFE


@pytest.mark.parametrize("dies", [True, False])
def test_T30_second_process_that_dies_releases_nothing(store, settings, monkeypatch, dies):
    listed = numbers(100)
    get, answers = helper.Helper.get, []

    def dying(self):
        answers.append(self)
        if dies and len(answers) == 2:
            self._process.kill()
            self._process.join()
        return get(self)

    settings.CHECK_PROCESSES = 2
    with monkeypatch.context() as broken:
        broken.setattr(engine, "BLOCK", 120)
        broken.setattr(reading, "ALONE", 1)
        broken.setattr(helper.Helper, "get", dying)
        check = run(ask(list_of(listed)))
    assert len(answers) > 1
    if dies:
        assert (check.state, check.result_name, files_in(store)) == (WorkState.PENDING, None, [str(check.input_name)])
        check = again(check)
    assert result_of(check) == list_of(listed[1:])


def test_F21_a_refusal_to_keep_the_report_takes_the_result_away_too(store, monkeypatch):
    keep, kept = check_store.NewFile.keep, []

    def full_at_the_second(file):
        kept.append(file)
        if len(kept) == 2:
            raise check_store.NoRoom("full")
        return keep(file)

    check = ask(list_of([*PEOPLE, "9990000001"]))
    with monkeypatch.context() as broken:
        broken.setattr(check_store.NewFile, "keep", full_at_the_second)
        found = run(check)
    withheld(found, store)

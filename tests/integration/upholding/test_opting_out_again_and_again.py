"""F25: people opt out faster than a list is answered. It is read once, and each of them is taken out of the result."""

import errno
import os
from dataclasses import replace
from itertools import count

import pytest

from registry.actions.checks import computing, cutting, running
from registry.clock import now
from registry.gateways import sealed_stream
from registry.models import Check, PreferenceChange, Status, WorkState
from tests.factories.organisations import make_organisation
from tests.support.lists import ask, files_in, list_of, numbers, opt_out, people, report_of, result_of, run, supersede
from tests.support.open_writers import OpenWriter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store")]
ODD = "9990000001"
COUNTS = ("lines", "headers", "kept", "removed", "invalid", "duplicates", "superseded", "superseded_removed")
LARGE = numbers(30_000)
FEW = numbers(20)


def happening_before(monkeypatch, owner, name, happenings):
    """Let one of these take place, committed by somebody else, each time before this step."""
    step = getattr(owner, name)

    def held(*args, **kwargs):
        if happenings:
            OpenWriter(happenings.pop(0)).commit()
        return step(*args, **kwargs)

    monkeypatch.setattr(owner, name, held)


def leaving(digits):
    return [lambda number=number: opt_out(number) for number in digits]


def counted(monkeypatch, owner, name):
    step, calls = getattr(owner, name), []

    def noted(*args, **kwargs):
        calls.append(name)
        return step(*args, **kwargs)

    monkeypatch.setattr(owner, name, noted)
    return calls


def test_F25_large_list_is_read_once_though_someone_opts_out_before_every_pass(monkeypatch, store):
    late = LARGE[5 :: len(LARGE) // (running.ROUNDS + 3)][: running.ROUNDS + 1]
    happening_before(monkeypatch, running, "_publish_between_writers", leaving(late))
    read = counted(monkeypatch, computing, "filter_lines")
    passes = counted(monkeypatch, cutting, "cut_out")
    check = run(ask(list_of(LARGE)))
    assert (len(read), len(passes)) == (2, running.ROUNDS + 1)
    assert result_of(check) == list_of(number for number in LARGE if number not in set(late))
    assert (check.kept, check.removed) == (len(LARGE) - len(late), len(late))
    assert PreferenceChange.objects.filter(recorded_at__lt=check.published_at).count() == len(late)
    assert files_in(store) == [str(check.result_name)]


def test_F25_choices_never_wait_longer_than_people_do_and_the_check_goes_back(monkeypatch, store):
    monkeypatch.setattr(running, "LONGEST_HOLD_SECONDS", -1)
    happening_before(monkeypatch, running, "_publish_between_writers", leaving(FEW[: running.ROUNDS + 1]))
    check = run(ask(list_of(FEW)))
    assert (check.state, check.attempts, check.result_name) == (WorkState.PENDING, 0, None)
    assert check.available_at > now()
    assert files_in(store) == [str(check.input_name)]
    Check.objects.update(available_at=check.created_at)
    assert result_of(run(check)) == list_of(FEW[running.ROUNDS + 1 :])


def test_F25_who_opts_out_and_takes_it_back_meanwhile_stays_out_and_the_receipt_stays_true(monkeypatch):
    def takes_it_back_as_another_leaves():
        opt_out(FEW[0], Status.ALLOWED)
        opt_out(FEW[1])

    happenings = [*leaving([FEW[0]]), takes_it_back_as_another_leaves]
    happening_before(monkeypatch, running, "_publish_between_writers", happenings)
    check = run(ask(list_of(FEW)))
    assert result_of(check) == list_of(FEW[2:])
    assert check.removed == len(FEW) - check.kept
    assert check.as_of < PreferenceChange.objects.earliest("pk").recorded_at


def mixed(digits):
    """A CSV with a header, every spelling, repeats, line ends of both kinds, bad numbers, and text over two lines."""
    rows = [b'Name,"NHS number",Note\r\n']
    for place, number in enumerate(digits):
        spelt = f"{number[:3]} {number[3:6]} {number[6:]}" if place % 3 else f'"{number}"'
        rows += [f'"A\n{place}",{spelt},x\r\n'.encode(), f"B,{ODD},\n".encode()]
    return b"".join([*rows, *rows[1::4]])


def test_F25_answer_cut_late_equals_a_check_that_began_later(monkeypatch):
    old, current, other, *others = people(14)
    organisation = make_organisation()
    opt_out(others[-1])
    supersede(old, current)
    content = mixed([old, current, other, *others])
    happening_before(monkeypatch, running, "_publish_between_writers", leaving([current, other, others[0]]))
    late = run(ask(content, organisation, column="nhs number"))
    anew = run(ask(content, organisation, column="nhs number"))
    assert [getattr(late, name) for name in COUNTS] == [getattr(anew, name) for name in COUNTS]
    assert (late.result_sha256, late.result_bytes) == (anew.result_sha256, anew.result_bytes)
    assert (result_of(late), report_of(late)) == (result_of(anew), report_of(anew))
    assert late.superseded_removed > 0
    assert late.duplicates > 0


def test_F21_disk_that_fills_up_while_late_ones_are_left_out_leaves_nothing(monkeypatch, store):
    write, cut_out = sealed_stream._write, cutting.cut_out
    for number in count(1):
        done, is_cutting = [], []

        def full(descriptor, data, done=done, is_cutting=is_cutting, number=number):
            done += is_cutting
            if len(done) == number:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            write(descriptor, data)

        def cut(*args, is_cutting=is_cutting, **kwargs):
            is_cutting.append(True)
            return cut_out(*args, **kwargs)

        check = ask(list_of([*FEW, ODD]))
        with monkeypatch.context() as broken:
            broken.setattr(sealed_stream, "_write", full)
            broken.setattr(cutting, "cut_out", cut)
            happening_before(broken, running, "_publish_between_writers", leaving([FEW[number]]))
            found = run(check)
        if len(done) < number:
            break
        assert (found.state, found.result_name) == (WorkState.PENDING, None)
        assert files_in(store) == [str(check.input_name)]
        Check.objects.all().delete()
        (store / check.input_name.hex[:2] / str(check.input_name)).unlink()
    assert number > 1
    assert FEW[number] not in result_of(found).decode()


def test_T30_notes_of_another_result_release_nothing(monkeypatch, store):
    happening_before(monkeypatch, running, "_publish_between_writers", leaving([FEW[0]]))
    monkeypatch.setattr(computing.Places, "add", lambda *_: None)
    check = run(ask(list_of(FEW)))
    assert (check.state, check.result_name) == (WorkState.PENDING, None)
    assert files_in(store) == [str(check.input_name)]


@pytest.mark.parametrize("amid_writers", [False, True])
@pytest.mark.parametrize("damage", [b"?", b""])
def test_I7_copy_without_late_ones_that_changed_on_the_disk_is_not_released(monkeypatch, store, damage, amid_writers):
    prove, proved = cutting.Cutting._prove, []

    def damaged(cut, tell):
        proved.append(tell)
        [path] = store.glob(f"??/{cut.answer.result}")
        path.write_bytes(path.read_bytes()[:-1] + damage)
        prove(cut, tell)

    with monkeypatch.context() as broken:
        broken.setattr(running, "ROUNDS", 0 if amid_writers else running.ROUNDS)
        broken.setattr(cutting.Cutting, "_prove", damaged)
        happening_before(broken, running, "_publish_between_writers", leaving([FEW[0]]))
        check = run(ask(list_of(FEW)))
    assert [tell is None for tell in proved] == [amid_writers]
    assert (check.state, check.result_name, check.receipt) == (WorkState.PENDING, None, "")
    assert files_in(store) == [str(check.input_name)]


def test_I7_copy_is_proved_by_the_hash_that_its_receipt_will_state(monkeypatch, store):
    without = cutting.Cutting._without
    happening_before(monkeypatch, running, "_publish_between_writers", leaving([FEW[0]]))
    monkeypatch.setattr(cutting.Cutting, "_without", lambda *args: replace(without(*args), sha256="0" * 64))
    check = run(ask(list_of(FEW)))
    assert (check.state, check.result_name) == (WorkState.PENDING, None)
    assert files_in(store) == [str(check.input_name)]

"""F21: the disk of the check store is full while a result is written. A real small disk, so root is needed."""

import subprocess

import pytest

from registry.gateways import check_store
from registry.models import Check, CheckProblem, WorkState
from tests.support.lists import ask, files_in, list_of, numbers, opt_out, result_of, run

pytestmark = [pytest.mark.night, pytest.mark.django_db(transaction=True)]
MEGABYTE = 1024**2


@pytest.fixture
def disk(tmp_path, settings):
    """A disk of 20 MB on which the store lies."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "ndop-test", tmp_path], check=True)
    settings.CHECKS_DIR, settings.CHECKS_DISK_RESERVE = tmp_path, 0
    yield tmp_path
    subprocess.run(["umount", tmp_path], check=True)


def test_F21_full_disk_leaves_no_part_of_a_result_and_the_check_is_done_once_there_is_room(disk, monkeypatch):
    people = numbers(1000)
    opt_out(people[0])
    line = list_of(people)
    check = ask(line * (12 * MEGABYTE // len(line)))
    before = files_in(disk)
    early = run(check)
    assert (early.state, early.last_error, early.done_lines) == (WorkState.PENDING, CheckProblem.NO_ROOM, 0)
    for path in [*disk.glob("??/*.part")]:
        raise AssertionError(f"{path} was begun although there was no room")
    # The disk fills up after the look at it, by somebody else's files.
    Check.objects.update(available_at=check.created_at)
    with monkeypatch.context() as believed:
        believed.setattr(check_store, "free_bytes", lambda: 10**12)
        amid = run(check)
    assert (amid.state, amid.last_error, amid.result_name) == (WorkState.PENDING, CheckProblem.NO_ROOM, None)
    assert files_in(disk) == before
    subprocess.run(["mount", "-o", "remount,size=200m", disk], check=True)
    Check.objects.update(available_at=check.created_at)
    done = run(check)
    assert result_of(done) == list_of(people[1:]) * (12 * MEGABYTE // len(line))

"""T07 and T08: guesses are counted before they are compared, and a code works once, for the one who asked."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Lock

import pytest
from django.db import connection, transaction

from registry.actions import identity
from registry.models import IdentityCheck
from tests.support.journey import hidden, in_parallel
from tests.support.waiting import wait_until

WRONG = "that security code is not right"
committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def evaluated(monkeypatch):
    """Every comparison with the hash of a code that was sent."""
    seen, lock, fits = [], Lock(), identity.code_fits

    def counting(stored, code):
        if stored:
            with lock:
                seen.append(code)
        return fits(stored, code)

    monkeypatch.setattr(identity, "code_fits", counting)
    return seen


def wrong_codes(right, count):
    return [code for code in (f"{number:06d}" for number in range(count + 1)) if code != right][:count]


@committed
def test_T07_parallel_guesses_are_capped_at_five(walk, evaluated):
    walk.to("code")
    right, page = walk.work(), hidden(walk.get("code"))
    twins = [walk.twin() for _ in range(200)]
    posts = [
        partial(twin.send, "code", {**page, "code": code})
        for twin, code in zip(twins, wrong_codes(right, 200), strict=True)
    ]
    answers = in_parallel(posts)
    assert len(evaluated) == 5
    assert {answer.status_code for answer in answers} == {422}
    assert all(WRONG in answer.content.decode().lower() for answer in answers)
    assert walk.post("code", code=right).status_code == 422  # the right one comes too late
    assert walk.draft().proved_nhs_number is None


@committed
def test_T07_a_guess_that_waited_for_the_fifth_is_not_counted_as_a_sixth(walk):
    """The condition is checked again on the row as the other guess left it, not as it was before the wait."""
    walk.to("code").work()
    draft = walk.draft().pk
    IdentityCheck.objects.update(guesses=4)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert identity._count_guess(draft) is not None
            waiting = pool.submit(closing, identity._count_guess, draft)
            wait_until(someone_waits_for_a_lock)
        assert waiting.result(timeout=10) is None
    assert IdentityCheck.objects.get().guesses == 5


def closing(call, *args):
    try:
        return call(*args)
    finally:
        connection.close()


def someone_waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0

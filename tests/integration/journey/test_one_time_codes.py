"""T07 and T08: guesses are counted before they are compared, and a code works once, for the one who asked."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Lock

import pytest
from django.db import connection, transaction

from registry.actions import identity
from registry.actions.identity_checks import check_identity
from registry.models import AuditAction, AuditEvent, IdentityCheck
from tests.support.journey import address, ask, hidden, in_parallel, newest_code, typed_draft
from tests.support.waiting import PATIENCE_SECONDS, wait_until

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
        assert waiting.result(timeout=PATIENCE_SECONDS) is None
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


@committed
def test_T08_forty_parallel_right_codes_prove_once(walk):
    walk.to("code")
    code, page = walk.work(), hidden(walk.get("code"))
    twins = [walk.twin() for _ in range(40)]
    answers = in_parallel([partial(twin.send, "code", {**page, "code": code}) for twin in twins])
    proved = [answer for answer in answers if answer.headers.get("Location") == address("choice")]
    assert len(proved) == 1
    assert AuditEvent.objects.filter(action=AuditAction.IDENTITY_PROVED).count() == 1
    assert IdentityCheck.objects.get().used_at


def test_T08_code_of_one_session_is_wrong_in_another(person):
    mine, theirs = ask(person), ask(person, network="192.0.2.2")
    code = newest_code(person)
    assert mine.post("code", code=code).status_code == 422
    assert theirs.post("code", code=code).status_code == 302


@pytest.mark.parametrize(
    ("seconds", "status"), [(10 * 60 - 5, 302), (10 * 60 + 1, 422)], ids=["in-time", "one-second-late"]
)
def test_T08_code_ends_after_ten_minutes_by_the_databases_clock(walk, database_clock, seconds, status):
    walk.to("code")
    code = walk.work()
    database_clock.move(timedelta(seconds=seconds))
    assert walk.post("code", code=code).status_code == status


def test_T08_used_code_is_refused(walk):
    walk.to("code")
    code = walk.work()
    assert walk.post("code", code=code).status_code == 302
    # The page is not offered again; posting to it with what the next page carries is refused like any wrong code.
    assert walk.send("code", {**hidden(walk.get("choice")), "code": code}).status_code == 422


def test_T08_newer_code_in_another_browser_kills_the_older(person):
    older = ask(person)
    code = newest_code(person)
    ask(person, network="192.0.2.2")
    assert older.post("code", code=code).status_code == 422
    assert older.check().replaced_at


@committed
def test_T08_two_workers_at_once_leave_one_live_code(person):
    walks = [typed_draft(person, network=f"192.0.2.{number}") for number in range(3)]
    for walk in walks:
        walk.send("check-your-answers", {})
    in_parallel([partial(check_identity, walk.check().pk) for walk in walks])
    assert IdentityCheck.objects.filter(outcome="code_sent").count() == 3
    assert IdentityCheck.objects.filter(replaced_at=None).exclude(code_hash="").count() == 1


def test_T08_no_column_holds_the_code_or_its_digits(walk):
    walk.to("code")
    code = walk.work()
    hashed = walk.check().code_hash
    assert hashed.startswith("$argon2id$")
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [row[0] for row in cursor.fetchall()]
    assert any(hashed in row for row in rows)  # the companion: the scan reads the column
    # In other columns six digits in a row may turn up inside ids; the code itself may not.
    assert not any(re.search(rf"(?<![0-9a-f-]){code}(?![0-9a-f-])", row) for row in rows)
    assert not re.search(r"\$\d{6}$", hashed)

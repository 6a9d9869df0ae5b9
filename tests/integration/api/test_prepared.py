"""Statements that are planned once, on connections that are kept: nothing is acknowledged any less surely."""

from contextlib import contextmanager

import pytest
from django.db import DataError, connection

from registry.prepared import fetch_row
from tests.factories.numbers import make_nhs_number

pytestmark = pytest.mark.django_db
TWICE = "SELECT $1::int * 2"


def test_statement_is_planned_once_for_many_values():
    assert [fetch_row(TWICE, [value]) for value in (1, 2, 3)] == [(2,), (4,), (6,)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement = %s", [TWICE])
        assert cursor.fetchall() == [(3, 0)]


def test_prepared_statement_without_a_row_gives_none():
    assert fetch_row("SELECT 1 WHERE $1::int = 0", [1]) is None


def test_prepared_statement_is_counted_and_named_like_others(django_assert_num_queries):
    with django_assert_num_queries(1) as seen:
        fetch_row(TWICE, [1])
    assert seen[0]["sql"] == TWICE


def test_prepared_statement_reads_instants_in_utc():
    (read,) = fetch_row("SELECT '2027-03-28 02:30:00+01'::timestamptz", [])
    assert read.isoformat() == "2027-03-28T01:30:00+00:00"


@pytest.mark.django_db(transaction=True)
def test_kept_cursor_outlives_a_failure_and_not_its_connection():
    connection.ensure_connection()
    kept = connection.prepared_cursor()
    with pytest.raises(DataError):
        fetch_row("SELECT 1 / $1::int", [0])
    assert (fetch_row(TWICE, [1]), connection.prepared_cursor()) == ((2,), kept)
    connection.close()
    assert fetch_row(TWICE, [2]) == (4,)
    assert connection.prepared_cursor() is not kept


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("header", [{}, {"Idempotency-Key": "night-run"}])
def test_answered_list_is_on_disk_before_it_is_released(api, flow, header):
    """Counters need not wait for the disk, but what is acknowledged must, with an idempotency key or without."""
    kept = []

    def look(execute, sql, params, many, context):
        if "INSERT INTO registry_check" in sql:
            kept.append(connection.connection.execute("SHOW synchronous_commit").fetchone()[0])
        return execute(sql, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")  # tests' own database does without
    with connection.execute_wrapper(look):
        answer = api.check(flow.name, [make_nhs_number(index).digits for index in range(12)], **header)
    connection.close()
    assert (answer.status_code, kept) == (200, ["on"])


@pytest.mark.django_db(transaction=True)
def test_connection_that_the_server_ended_is_noticed_without_a_question():
    connection.ensure_connection()
    assert connection.is_usable()
    with another() as admin:
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    assert not connection.is_usable()
    connection.close()
    assert connection.is_usable() is False


@pytest.mark.django_db(transaction=True)
def test_connection_on_which_something_waits_unread_is_asked_and_kept():
    with connection.cursor() as cursor:
        cursor.execute("LISTEN test_news")
    with another() as admin:
        admin.execute("NOTIFY test_news")
    assert connection.is_usable()
    connection.close()


@contextmanager
def another():
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            yield cursor
    finally:
        beside.close()

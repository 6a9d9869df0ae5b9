"""The fixtures that other tests stand on."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from registry import clock
from registry.models import AuditEvent
from registry.models.codes import ActorKind, AuditAction
from tests.plugin import own_index

MOMENT = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def ask(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def test_database_clock_moves_on_top_of_earlier_moves_and_keeps_running(database_clock):
    before = clock.now()

    database_clock.move(timedelta(hours=1))
    database_clock.move(timedelta(minutes=30))

    assert timedelta(hours=1.5) <= clock.now() - before < timedelta(hours=1.5, seconds=5)
    assert clock.now() < clock.now()


def test_database_clock_can_stop(database_clock):
    database_clock.stop_at(MOMENT)

    assert clock.now() == clock.now() == MOMENT


@pytest.mark.django_db(transaction=True)
def test_database_clock_is_right_again_after_a_committed_test(request):
    definition = "SELECT pg_get_functiondef('registry_now()'::regprocedure)"
    original = ask(definition)
    moved = request.getfixturevalue("database_clock")
    moved.stop_at(MOMENT)
    assert clock.now() == MOMENT

    moved.restore()

    assert ask(definition) == original


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", [1, 2])
def test_the_flush_after_a_committed_test_empties_the_append_only_tables(_round):
    AuditEvent.objects.create(action=AuditAction.values[0], actor_kind=ActorKind.values[0])
    assert AuditEvent.objects.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {AuditEvent._meta.db_table}")
    assert ask("SHOW session_replication_role") == "origin"


@pytest.mark.parametrize(
    ("given", "worker", "expected"),
    [
        ("unix:///run/redis.sock?db=0", "gw0", "unix:///run/redis.sock?db=1"),
        ("unix:///run/redis.sock?db=0", None, "unix:///run/redis.sock?db=15"),
        ("redis+socket:///run/redis.sock?virtual_host=0", "gw1", "redis+socket:///run/redis.sock?virtual_host=2"),
        ("redis://127.0.0.1:6379/0", "gw2", "redis://127.0.0.1:6379/3"),
        ("redis://127.0.0.1:6379", "gw2", "redis://127.0.0.1:6379/3"),
    ],
)
def test_each_worker_has_a_redis_index_of_its_own(given, worker, expected):
    assert own_index(given, worker) == expected

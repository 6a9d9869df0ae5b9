"""What all tests share. The servers behind them are started by tests/plugin.py."""

from collections.abc import Iterator

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations

from tests.support.database_clock import DatabaseClock


@pytest.fixture(scope="session", autouse=True)
def flush_that_may_empty_the_history() -> Iterator[None]:
    """Let the flush after a committed test empty the tables whose triggers refuse it to everybody else."""
    flush = DatabaseOperations.execute_sql_flush

    def flush_without_triggers(operations, sql_list):
        with operations.connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            try:
                flush(operations, sql_list)
            finally:
                cursor.execute("SET session_replication_role = DEFAULT")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_without_triggers)
        yield


@pytest.fixture
def database_clock(db) -> Iterator[DatabaseClock]:
    """The clock that the registry reads, to be moved for one test; right again afterwards."""
    clock = DatabaseClock()
    yield clock
    clock.restore()

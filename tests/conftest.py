"""What all tests share. The servers behind them are started by tests/plugin.py."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db.backends.postgresql.operations import DatabaseOperations

from tests.support.chromium import ADVICE, find_chromium
from tests.support.database_clock import DatabaseClock
from tests.support.migrated import migrated_database

# What follows from the code and is made again after every flush.
NEVER_EMPTIED = {"django_content_type", "auth_permission"}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Let each process copy the database that one of them has migrated, and think longer inside a transaction.

    Most tests are one transaction, and a machine with much else to do may leave them alone for ten seconds.
    """
    database = settings.DATABASES["default"]
    database.setdefault("TEST", {})["TEMPLATE"] = migrated_database()
    database["OPTIONS"]["options"] += " -c idle_in_transaction_session_timeout=60s"


@pytest.fixture(scope="session", autouse=True)
def flush_that_may_empty_the_history() -> Iterator[None]:
    """Let the flush after a committed test empty the tables whose triggers refuse it to everybody else.

    Only tables that hold rows are emptied: making fifty empty files for fifty tables takes longer than most tests.
    """

    def flush_what_is_there(operations: DatabaseOperations, sql_list: list[str]) -> None:
        with operations.connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            try:
                for table in tables_with_rows(operations.connection):
                    cursor.execute(f'DELETE FROM "{table}"')
            finally:
                cursor.execute("SET session_replication_role = DEFAULT")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_what_is_there)
        yield


def tables_with_rows(connection: Any) -> list[str]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = [f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in names if name not in NEVER_EMPTIED]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [name for (name,) in cursor.fetchall()]


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Argon2 is slow on purpose; what it guards is not what these tests look at. Other processes keep its cost."""
    with pytest.MonkeyPatch.context() as patch:
        for cost, least in {"time_cost": 1, "memory_cost": 8, "parallelism": 1}.items():
            patch.setattr(Argon2PasswordHasher, cost, least)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args) -> dict[str, Any]:
    """Playwright's settings for the Chromium of this machine."""
    browser = find_chromium()
    if browser is None:
        pytest.fail(ADVICE)
    # A container's user is often root, for whom Chromium has no sandbox, and its /dev/shm is small.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {
        **browser_type_launch_args,
        "executable_path": str(browser),
        "args": [*sandbox, "--disable-dev-shm-usage"],
    }


@pytest.fixture
def database_clock(db) -> Iterator[DatabaseClock]:
    """The clock that the registry reads, to be moved for one test; right again afterwards."""
    clock = DatabaseClock()
    yield clock
    clock.restore()

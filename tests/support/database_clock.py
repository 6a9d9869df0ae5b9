"""Moves the clock that the registry reads: the SQL function registry_now()."""

from datetime import datetime, timedelta

from django.db import connection


class DatabaseClock:
    """Replaces registry_now() for one test.

    In a test that commits, every connection and process sees the moved clock until `restore`. In a test
    inside a transaction only that transaction does, and its rollback restores it.
    """

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_functiondef('registry_now()'::regprocedure)")
            (self._original,) = cursor.fetchone()
        self._offset = timedelta()

    def move(self, by: timedelta) -> None:
        """Move the clock, on top of earlier moves; it keeps running."""
        self._offset += by
        self._define(f"clock_timestamp() + interval '{self._offset.total_seconds():f} seconds'")

    def stop_at(self, moment: datetime) -> None:
        """Stop the clock at an instant that carries its time zone."""
        assert moment.tzinfo is not None
        self._define(f"timestamptz '{moment.isoformat()}'")

    def restore(self) -> None:
        """Put the real clock back."""
        if not connection.in_atomic_block:
            self._execute(self._original)

    def _define(self, expression: str) -> None:
        self._execute(
            "CREATE OR REPLACE FUNCTION registry_now() RETURNS timestamptz LANGUAGE sql VOLATILE"
            f" AS $$ SELECT {expression} $$"
        )

    @staticmethod
    def _execute(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

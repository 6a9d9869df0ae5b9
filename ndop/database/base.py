"""Django's PostgreSQL backend, which looks whether a kept connection still lives without a round trip.

It also keeps a cursor for the statements of `registry.prepared`.
"""

import select
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg import RawCursor
from psycopg.types.datetime import TimestamptzLoader

GONE_OR_TALKING = select.POLLIN | select.POLLRDHUP | select.POLLHUP | select.POLLERR


class Operations(DatabaseOperations):
    """Names prepared statements in Django's log of queries, where Django finds only what the driver put together."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """Return the statement with its values, or without them if they travelled beside it."""
        return super().last_executed_query(cursor, sql, params) or sql


class PreparedCursor(RawCursor[Any]):
    """Asks the driver to prepare whatever it executes."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> "PreparedCursor":
        """Execute a statement, prepared under a name that the driver remembers with the connection."""
        return super().execute(query, params, prepare=True)


class DatabaseWrapper(base.DatabaseWrapper):
    """With CONN_HEALTH_CHECKS Django asks `SELECT 1` at each request; the socket knows the same and costs nothing."""

    ops_class = Operations
    _prepared: PreparedCursor | None = None

    def prepared_cursor(self) -> PreparedCursor:
        """Return the connection's cursor for prepared statements. Kept, as making one costs half of a round trip.

        It reads instants as the driver does, in UTC like the connection; Django reads each of them once more.
        """
        if self._prepared is None or self._prepared.connection is not self.connection:
            with self.wrap_database_errors:
                self._prepared = PreparedCursor(self.connection)
            self._prepared.adapters.register_loader("timestamptz", TimestamptzLoader)
        return self._prepared

    def is_usable(self) -> bool:
        """Return False for a connection that the server, or whatever stands between, has closed.

        An idle connection has nothing to read. If it has, the server says farewell or something of no concern, and
        only then is it asked. A line that was cut without a word looks well in both ways, until a time-out.
        """
        if self.connection is None or self.connection.closed:
            return False
        line = select.poll()
        line.register(self.connection.fileno(), GONE_OR_TALKING)
        return not line.poll(0) or bool(super().is_usable())

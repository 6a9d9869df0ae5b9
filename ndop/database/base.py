"""Django's PostgreSQL backend, which looks whether a kept connection still lives without a round trip."""

import select
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations

GONE_OR_TALKING = select.POLLIN | select.POLLRDHUP | select.POLLHUP | select.POLLERR


class Operations(DatabaseOperations):
    """Names prepared statements in Django's log of queries, where Django finds only what the driver put together."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """Return the statement with its values, or without them if they travelled beside it."""
        return super().last_executed_query(cursor, sql, params) or sql


class DatabaseWrapper(base.DatabaseWrapper):
    """With CONN_HEALTH_CHECKS Django asks `SELECT 1` at each request; the socket knows the same and costs nothing."""

    ops_class = Operations

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

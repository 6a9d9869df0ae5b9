"""Statements that the database reads and plans once for each connection, for what is asked at every call (ADR 0013).

Planning one of the API's statements costs several times what doing it costs. Their placeholders are PostgreSQL's own
(`$1`), and values travel beside the statement, not in it. Without `prepare_threshold` in the settings, as a pool
between us and the database may need it, the same statements are planned each time.
"""

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import RawCursor


class _PreparedCursor(RawCursor[Any]):
    """Asks the driver to prepare whatever it executes."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> "_PreparedCursor":
        """Execute a statement, prepared under a name that the driver remembers with the connection."""
        return super().execute(query, params, prepare=True)


def fetch_row(statement: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """Execute a statement on the connection and in the transaction of everything else; return its row, if any.

    `values` are in the order of `$1`, `$2`... An int's type depends on how large it is, and each type is a statement
    to be planned: give numbers that vary as Int4 or Int8.
    """
    here = connections[DEFAULT_DB_ALIAS]
    here.close_if_health_check_failed()
    here.ensure_connection()
    with here.wrap_database_errors:
        plain: Any = _PreparedCursor(here.connection)
    with here.make_debug_cursor(plain) if here.queries_logged else here.make_cursor(plain) as cursor:
        cursor.execute(statement, values)
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found

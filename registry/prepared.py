"""Statements that the database reads and plans once for each connection, for what is asked at every call (ADR 0013).

Planning one of the API's statements costs several times what doing it costs. Their placeholders are PostgreSQL's own
(`$1`), and values travel beside the statement, not in it. Without `prepare_threshold` in the settings, as a pool
between us and the database may need it, the same statements are planned each time.
"""

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


def fetch_row(statement: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """Execute a statement on the connection and in the transaction of everything else; return its row, if any.

    `values` are in the order of `$1`, `$2`... An int's type depends on how large it is, and each type is a statement
    to be planned: give numbers that vary as Int4 or Int8.
    """
    here: Any = connections[DEFAULT_DB_ALIAS]
    here.close_if_health_check_failed()
    here.ensure_connection()
    plain = here.prepared_cursor()
    cursor = here.make_debug_cursor(plain) if here.queries_logged else here.make_cursor(plain)
    # Not closed: the connection keeps it for the next statement.
    cursor.execute(statement, values)
    found: tuple[Any, ...] | None = cursor.fetchone()
    return found

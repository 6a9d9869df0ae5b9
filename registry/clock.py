"""One clock: the database's. Order comes from sequences and transactions, never from wall time."""

from datetime import datetime
from typing import cast

from django.db import connection
from django.db.models import BigIntegerField, DateTimeField, Func


class DatabaseNow(Func):
    """`registry_now()` as an expression: the instant at which the statement reads the database's clock."""

    function = "registry_now"
    arity = 0
    output_field = DateTimeField()


class CurrentTransaction(Func):
    """The number of the transaction that the statement runs in, as PostgreSQL's snapshots count them."""

    template = "CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
    arity = 0
    output_field = BigIntegerField()


def now() -> datetime:
    """Read the database's clock, as an aware UTC instant. Edges read it once and pass it on as `at`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_now()")
        return cast("datetime", cursor.fetchone()[0])

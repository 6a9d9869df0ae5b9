"""Everyone who is opted out, as one snapshot of the database knows it, and who opted out since (ADR 0010).

A snapshot says in PostgreSQL's own words which transactions it saw. Each row of the history keeps the transaction
that wrote it, so what came later is exactly the rows visible now whose transaction was not seen, in whatever
order they committed. Superseded numbers are few and are read anew each time.

The set is personal data about millions, so it is held in the checker's memory and never lies on a disk: reading it
anew takes seconds. It is brought up to date only within the database session that read it. A session ends with
its server, so no crash, restored backup or other cluster can have given a transaction's number to another one.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection, transaction

from registry.clock import now
from registry.queries.copied_numbers import read_array
from registry.upholding import AnswerUnknown, OptedOutSet
from registry.upholding.terms import NineDigits

# All statements see the same. Reading millions of rows takes longer than the five seconds that everybody else gets.
ONE_SNAPSHOT = """
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET LOCAL statement_timeout = '300s'; SET LOCAL idle_in_transaction_session_timeout = '60s'
"""
MOMENT = """
SELECT pg_current_snapshot()::text, (SELECT coalesce(max(id), 0) FROM registry_preferencechange),
    (SELECT pid || ' since ' || backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid())
"""
# Whatever is not plainly allowed is withheld.
EVERYONE = """
COPY (SELECT array_agg((nhs_number / 10)::int4) FROM registry_preference WHERE status <> 'allowed')
TO STDOUT (FORMAT binary)
"""
HOW_MANY = "SELECT count(*) FROM registry_preference WHERE status <> 'allowed'"
# Each superseded number with all the numbers it leads to; UNION ends circles. One opt-out among them withholds it.
REPLACED = """
WITH RECURSIVE chain (old, number) AS (
    SELECT nhs_number, nhs_number FROM registry_person WHERE superseded_by IS NOT NULL
    UNION
    SELECT chain.old, person.superseded_by
    FROM chain JOIN registry_person person ON person.nhs_number = chain.number
    WHERE person.superseded_by IS NOT NULL
),
answered AS (
    SELECT chain.old / 10 AS old, bool_or(coalesce(preference.status <> 'allowed', false)) AS is_withheld
    FROM chain LEFT JOIN registry_preference preference ON preference.nhs_number = chain.number GROUP BY chain.old
)
SELECT array_agg(old), array_agg(old) FILTER (WHERE is_withheld) FROM answered
"""
# The upper bound leaves out rows that were restored from another cluster, whose transactions were never ours.
CHANGED = """
SELECT array_agg(number) FILTER (WHERE is_allowed), array_agg(number) FILTER (WHERE NOT is_allowed) FROM (
    SELECT DISTINCT change.nhs_number / 10 AS number, coalesce(preference.status = 'allowed', false) AS is_allowed
    FROM registry_preferencechange change LEFT JOIN registry_preference preference USING (nhs_number)
    WHERE change.transaction >= pg_snapshot_xmin(%(seen)s::pg_snapshot)::text::bigint
    AND change.transaction < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
    AND NOT pg_visible_in_snapshot(change.transaction::text::xid8, %(seen)s::pg_snapshot)
) changed
"""


@dataclass(frozen=True, repr=False)
class Replaced:
    """Superseded numbers, and those of them that are withheld; sorted."""

    all: NineDigits
    withheld: NineDigits


@dataclass(frozen=True, repr=False)
class Snapshot:
    """Who is opted out: everything committed by `as_of` is in it. `position` is the newest row of the history in it.

    `seen` is PostgreSQL's description of what it saw, `session` the database session that read it.
    """

    numbers: OptedOutSet
    as_of: datetime
    position: int
    seen: str
    session: str
    replaced: Replaced


def take_snapshot() -> Snapshot:
    """Read everyone, in one repeatable-read transaction; seconds for millions. Raises AnswerUnknown.

    Not inside another transaction. The clock is read before the snapshot is taken, so that nothing up to it is missing.
    """
    as_of = now()
    with _one_snapshot() as cursor:
        seen, position, session = _fetch(cursor, MOMENT)
        (expected,) = _fetch(cursor, HOW_MANY)
        everyone = _copy(cursor, EVERYONE)
        replaced = _read_replaced(cursor)
    # Counted by another statement of the same snapshot: a part of the answer must not pass for all of it (T30).
    if len(everyone) != expected:
        raise AnswerUnknown("the database gave fewer opted-out numbers than it has")
    numbers = OptedOutSet.of(np.concatenate([everyone, replaced.withheld]), replaced.all)
    return Snapshot(numbers, as_of, position, seen, session, replaced)


def bring_up_to_date(kept: Snapshot) -> Snapshot:
    """Return the snapshot of now, from a kept one and what changed since, or read anew where that is not proved.

    Raises AnswerUnknown. The kept snapshot must not be used afterwards.
    """
    as_of = now()
    with _one_snapshot() as cursor:
        seen, position, session = _fetch(cursor, MOMENT)
        changed = _fetch(cursor, CHANGED, {"seen": kept.seen})
        replaced = _read_replaced(cursor)
    if session != kept.session or not np.array_equal(replaced.all, kept.replaced.all):
        return take_snapshot()
    allowed, withheld = map(_numbers, changed)
    withheld = np.union1d(withheld, replaced.withheld)
    freed = np.setdiff1d(np.union1d(allowed, kept.replaced.withheld), withheld)
    return Snapshot(kept.numbers.updated(withheld, freed), as_of, position, seen, session, replaced)


def opted_out_since(snapshot: Snapshot) -> NineDigits:
    """Return the first nine digits of every number that the snapshot would release and that must not be, now.

    In the caller's transaction. Superseded numbers are among them.
    """
    with connection.cursor() as cursor:
        _, withheld = map(_numbers, _fetch(cursor, CHANGED, {"seen": snapshot.seen}))
        candidates = np.union1d(withheld, _read_replaced(cursor).withheld)
    return candidates[~snapshot.numbers.opted_out(candidates)]


@contextmanager
def _one_snapshot() -> Iterator[Any]:
    """Yield a cursor whose statements all see the same."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(ONE_SNAPSHOT)
        yield cursor


def _fetch(cursor: Any, sql: str, parameters: dict[str, str] | None = None) -> tuple[Any, ...]:
    cursor.execute(sql, parameters)
    row: tuple[Any, ...] | None = cursor.fetchone()
    if row is None:
        raise AnswerUnknown("the database gave no answer")
    return row


def _copy(cursor: Any, sql: str) -> NineDigits:
    with cursor.copy(sql) as copy:
        return read_array(b"".join(copy))


def _read_replaced(cursor: Any) -> Replaced:
    replaced, withheld = _fetch(cursor, REPLACED)
    return Replaced(_numbers(replaced), _numbers(withheld))


def _numbers(found: Iterable[int] | None) -> NineDigits:
    return np.unique(np.array(list(found or ()), np.uint32))

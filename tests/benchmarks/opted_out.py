"""Reading 3.6 million opted-out people into the check engine, and bringing that up to date after 1,000 choices.

In a database of its own, which is filled without constraints; what is read stands there as in the service.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterator

import psutil
from django.db import connection

from registry.queries.opted_out import Snapshot, bring_up_to_date, take_snapshot
from tests.benchmarks.databases import copy_database, entered
from tests.benchmarks.lists import OPTED_OUT, Lists, whole_numbers
from tests.benchmarks.measure import line

PEOPLE = OPTED_OUT
CHANGES = 1_000
ROUNDS = 5
TARGET = 0.01
# Checked as they are made, not row by row: only what reads them needs is put back.
BARE_SQL = """
DO $$ DECLARE named text; BEGIN
    FOR named IN SELECT conname FROM pg_constraint
        WHERE conrelid = 'registry_preference'::regclass AND contype IN ('c', 'u') LOOP
        EXECUTE format('ALTER TABLE registry_preference DROP CONSTRAINT %I', named);
    END LOOP;
END $$;
CREATE TEMP TABLE numbers (nhs_number bigint);
"""
PEOPLE_SQL = """
INSERT INTO registry_preference (public_id, nhs_number, status, source, case_reference, decided_at, version,
    consenting_party, proxy_role, proxy_name, proxy_contact)
SELECT gen_random_uuid(), nhs_number, 'opted_out', 'OP', '', now(), 1, nhs_number, '', '', '' FROM numbers;
CREATE UNIQUE INDEX ON registry_preference (nhs_number);
"""
CHOICES_SQL = """
WITH chosen AS (
    SELECT id, nhs_number, status, version FROM registry_preference ORDER BY id OFFSET %(from)s LIMIT %(count)s
), changed AS (
    UPDATE registry_preference SET version = chosen.version + 1,
        status = CASE chosen.status WHEN 'allowed' THEN 'opted_out' ELSE 'allowed' END
    FROM chosen WHERE registry_preference.id = chosen.id
)
INSERT INTO registry_preferencechange (reference, nhs_number, version, kind, before_status, after_status, source,
    case_reference, decided_at, actor_kind, actor_id, reason, idempotency_key, consenting_party, proxy_role, proxy_name,
    proxy_contact)
SELECT left(md5(random()::text), 12), nhs_number, version + 1, 'change', status,
    CASE status WHEN 'allowed' THEN 'opted_out' ELSE 'allowed' END, 'OP', '', now(), 'patient', '', '',
    gen_random_uuid()::text, nhs_number, '', '', '' FROM chosen
"""


def report(database_url: str) -> Iterator[str]:
    """Yield a row for reading everyone, and one for bringing it up to date."""
    copy_database(database_url, "everyone")
    with entered("everyone"):
        fill()
        snapshot = take_snapshot()
        full = [timed(take_snapshot) for _ in range(3)]
        seconds = statistics.median(one[0] for one in full)
        figure = f"{seconds:.2f} s, {psutil.Process().memory_info().rss / 1024**2:.0f} MB in this process"
        yield line(f"reading {PEOPLE:,} opted-out people", figure, "", met=len(snapshot.numbers) == PEOPLE)
        yield up_to_date(full[-1][1], seconds)


def up_to_date(snapshot: Snapshot, full: float) -> str:
    """Return the row of 1,000 choices, several times anew."""
    spent = []
    for number in range(ROUNDS):
        with connection.cursor() as cursor:
            cursor.execute(CHOICES_SQL, {"from": number * CHANGES, "count": CHANGES})
        before = len(snapshot.numbers)
        seconds, snapshot = timed(lambda kept=snapshot: bring_up_to_date(kept))
        assert len(snapshot.numbers) == before - CHANGES
        spent.append(seconds)
    share = statistics.median(spent) / full
    figure = f"{share * 100:.2f} % of reading all ({statistics.median(spent) * 1e3:.1f} ms)"
    return line(f"bringing that up to date after {CHANGES:,} choices", figure, "under 1 %", met=share < TARGET)


def timed(work: Callable[[], Snapshot]) -> tuple[float, Snapshot]:
    """Return how long it took, and what came of it."""
    gc.collect()
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found


def fill() -> None:
    """Write everyone, without the constraints and indexes that make it slow."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(BARE_SQL)
        with cursor.copy("COPY numbers FROM STDIN") as copy:
            copy.write(whole_numbers(Lists().opted_out[:PEOPLE]).tobytes())
        cursor.execute(PEOPLE_SQL)
        cursor.execute("VACUUM ANALYZE registry_preference")

"""`record_choice` against the same three inserts in plain SQL, one and eight connections, each commit durable."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import psycopg
from django.db import connection

from registry.actions.preferences import Submission, record_choice
from registry.demographics import Demographics
from registry.models import MessageChannel, Source, Status
from registry.nhs_number import NHSNumber
from registry.parties import PATIENT, Patient
from tests.benchmarks.measure import alternate, line
from tests.factories.numbers import make_nhs_number

EACH = 300
TARGET = 0.35
CHANGE = """INSERT INTO registry_preferencechange (reference, nhs_number, version, kind, before_status, after_status,
    source, case_reference, decided_at, actor_kind, actor_id, reason, idempotency_key, consenting_party, proxy_role,
    proxy_name, proxy_contact)
    VALUES (%s, %s, 1, 'first', '', 'opted_out', 'OP', '', now(), 'patient', '', '', %s, %s, '', '', '')
    RETURNING id"""
AUDIT = """INSERT INTO registry_auditevent (action, actor_kind, actor_id, subject, object_type, object_id, channel,
    reason, request_id, details) VALUES ('choice_recorded', 'patient', '', %s, 'change', %s, 'OP', '', '', '{}')"""
MESSAGE = """INSERT INTO registry_message (public_id, kind, channel, nhs_number, change_id, recipient, content, letter,
    case_reference, provider_id, state, attempts, deadline_at, last_error, request_id)
    VALUES (%s, 'confirmation', 'email', %s, %s, '', '', '', '', '', 'pending', 0, now(), '', '')"""


class Numbers:
    """Hands out numbers that no round has used, also to several threads."""

    def __init__(self) -> None:
        self._next = 0
        self._lock = threading.Lock()

    def take(self, count: int) -> list[NHSNumber]:
        with self._lock:
            start, self._next = self._next, self._next + count
        return [make_nhs_number(index) for index in range(start, start + count)]


NUMBERS = Numbers()


def plain(dsn: str) -> None:
    with psycopg.connect(dsn) as link, link.cursor() as cursor:
        for number in NUMBERS.take(EACH):
            key = uuid.uuid4().hex
            cursor.execute(CHANGE, [key[:12], number.value, key, number.value])
            change = cursor.fetchone()[0]
            cursor.execute(AUDIT, [key.encode(), str(change)])
            cursor.execute(MESSAGE, [uuid.uuid4(), number.value, change])
            link.commit()


def ours(_dsn: str) -> None:
    now = datetime.now(UTC)
    for number in NUMBERS.take(EACH):
        record_choice(
            Submission(
                person=Demographics(number, "Ada", "Test", date(1980, 1, 1)),
                status=Status.OPTED_OUT,
                source=Source.ONLINE,
                party=Patient(),
                decided_at=now,
                idempotency_key=uuid.uuid4().hex,
                confirm_by=(MessageChannel.EMAIL,),
            ),
            by=PATIENT,
            at=now,
        )
    connection.close()


def rate(work: Callable[[str], None], dsn: str, connections: int) -> float:
    """Return transactions per second over `connections` threads."""
    threads = [threading.Thread(target=work, args=[dsn]) for _ in range(connections)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return EACH * connections / (time.perf_counter() - started)


def report(dsn: str) -> Iterator[str]:
    """Yield a row for one and for eight connections."""
    for connections in (1, 8):
        mine, peer, ratio = alternate(
            lambda n=connections: rate(ours, dsn, n), lambda n=connections: rate(plain, dsn, n), rounds=5
        )
        figure = f"{ratio:.2f} of plain SQL ({mine:.0f}/s against {peer:.0f}/s)"
        yield line(f"record_choice, {connections} connection(s)", figure, f"at least {TARGET}", met=ratio >= TARGET)

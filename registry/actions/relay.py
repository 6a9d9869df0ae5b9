"""Hands due rows to Celery: woken by PostgreSQL's NOTIFY, else once a second. The only process that publishes.

It may be killed, doubled, cut off from PostgreSQL or from the broker at any time: what it did not mark as handed
over is handed over later, and what it handed over twice is claimed once.
"""

import time
from threading import Event
from typing import Any

import psycopg
import structlog
from celery import current_app
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connection, connections
from kombu import Connection
from kombu.exceptions import OperationalError

from registry import metrics, outbox
from registry.actions.heartbeat import beat
from registry.models import Dispatchable, IdentityCheck, Message, WebhookDelivery

log = structlog.get_logger("registry.relay")
# People wait for codes, so requests for one go first.
TASKS: tuple[tuple[type[Dispatchable], str], ...] = (
    (IdentityCheck, "registry.tasks.check_identity"),
    (Message, "registry.tasks.send_message"),
    (WebhookDelivery, "registry.tasks.call_webhook"),
)
WAKE_SECONDS = 1.0
SWEEP_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 5.0
BROKER_SECONDS = 2
BROKER_FAILURES = (OperationalError, OSError)
DATABASE_FAILURES = (DatabaseError, InterfaceError, psycopg.Error)


def run(stop: Event) -> None:
    """Work until `stop` is set, which is noticed within a second, or until the caller is interrupted."""
    outage = Outage("database")
    broker = Broker()
    while not stop.is_set():
        try:
            _serve(stop, broker, outage)
        except DATABASE_FAILURES as error:
            stop.wait(outage.failed(error))
            connection.close()
    broker.close()


def _serve(stop: Event, broker: "Broker", outage: "Outage") -> None:
    """Listen on a connection of its own, because notifications arrive between transactions."""
    listener = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with listener.cursor() as cursor:
            cursor.execute(f"LISTEN {outbox.CHANNEL}")
        sweep_at = time.monotonic()
        outage.over()
        while not stop.is_set():
            if time.monotonic() >= sweep_at:
                sweep()
                sweep_at = time.monotonic() + SWEEP_SECONDS
            is_behind = hand_over_all(broker)
            _wait_for_work(listener.connection, 0 if is_behind else WAKE_SECONDS)
    finally:
        listener.close()


def _wait_for_work(listener: "psycopg.Connection[Any]", seconds: float) -> None:
    """Return at the next notification, or after so many seconds; several that wait count as one."""
    for _ in listener.notifies(timeout=seconds, stop_after=1):
        pass


def hand_over_all(broker: "Broker") -> bool:
    """Hand over a batch of each kind; True when there may be more. Does nothing while the broker is away."""
    if not broker.is_ready():
        return False
    try:
        full_batches = [_hand_over(model, task, broker) for model, task in TASKS]
    except BROKER_FAILURES as error:
        broker.lost(error)
        return False
    return any(full_batches)


def _hand_over(model: type[Dispatchable], task: str, broker: "Broker") -> bool:
    count = outbox.hand_over(model, lambda identifier: broker.publish(task, identifier), limit=outbox.BATCH)
    metrics.PUBLISHED.labels(model.__name__).inc(count)
    return count == outbox.BATCH


def sweep() -> None:
    """Free what died, what the broker lost and what is too late; show that the relay lives."""
    for model, _ in TASKS:
        freed = outbox.recover(model)
        for why, count in freed.items():
            metrics.RECOVERED.labels(model.__name__, why).inc(count)
        if any(freed.values()):
            log.info("swept", model=model.__name__, **freed)
    beat("relay")


class Outage:
    """Counts failures in a row: the first and the end are logged, and pauses grow."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._failures = 0

    def failed(self, error: BaseException) -> float:
        """Count a failure; return how many seconds to pause."""
        if self._failures == 0:
            log.error("outage", what=self._what, error=type(error).__name__)
        self._failures += 1
        return float(min(0.25 * 2**self._failures, LONGEST_PAUSE_SECONDS))

    def over(self) -> None:
        """Note that it works again."""
        if self._failures:
            log.info("outage over", what=self._what, failures=self._failures)
        self._failures = 0


class Broker:
    """One connection to Celery's broker, with two seconds for everything, and a pause after each failure."""

    def __init__(self) -> None:
        self._outage = Outage("broker")
        self._pause_until = 0.0
        self._link: Connection | None = None

    def is_ready(self) -> bool:
        """Connect if need be, outside any transaction; False during a pause and while nobody answers."""
        if self._link is not None:
            return True
        if time.monotonic() < self._pause_until:
            return False
        try:
            self._link = _connect()
        except BROKER_FAILURES as error:
            self.lost(error)
        return self._link is not None

    def publish(self, task: str, identifier: str) -> None:
        """Hand one id to Celery. Raises one of BROKER_FAILURES."""
        assert self._link is not None
        with current_app.amqp.Producer(self._link, auto_declare=False) as producer:
            current_app.send_task(task, args=[identifier], producer=producer, retry=False)
        self._outage.over()

    def lost(self, error: BaseException) -> None:
        """Drop the connection and pause."""
        self.close()
        self._pause_until = time.monotonic() + self._outage.failed(error)

    def close(self) -> None:
        """Let go of the connection, whatever state it is in."""
        if self._link is not None:
            self._link.release()
            self._link = None


def _connect() -> Connection:
    link = current_app.connection_for_write()
    link.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_SECONDS)
    return link

"""The process that does both: fetches and answers until it is told to end. A second one waits until the first is gone.

MESH, PostgreSQL or the disk may be away for days and nothing is lost: what was not acknowledged stays with MESH, and
what is not answered stays in the table. What fails is put off for a while that grows, and the rest goes on.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from registry.actions.heartbeat import beat
from registry.actions.mesh.answering import answer_in_turn
from registry.actions.mesh.later import Later
from registry.actions.mesh.receiving import receive
from registry.clock import now
from registry.gateways.mesh import Mailbox, MeshFailure, MeshUnavailable, get_mailbox
from registry.queries import mesh

log = structlog.get_logger("registry.mesh")
WAKE_SECONDS = 1.0
BEAT_SECONDS = 10.0
HANDSHAKE_SECONDS = timedelta(hours=12).total_seconds()
ALARM_SECONDS = 600.0
# A message that failed so often is odd by itself, and those behind it are taken before it.
ODD_AFTER = 3
ONE_WORKER = 0x4D455348  # "MESH"


class Worker:
    """One mailbox and what is put off. Every method may be interrupted anywhere."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._turns = Later()
        self._messages = Later()
        self._senders = Later()
        self._beaten_at = -BEAT_SECONDS

    def round(self) -> None:
        """Do once whatever is due."""
        with _only_worker() as is_alone:
            self.alive()
            if not is_alone:
                return
            self._turn("handshake", HANDSHAKE_SECONDS, self._mailbox.handshake)
            self._turn("inbox", settings.MESH_POLL_SECONDS, self.fetch)
            self.answer()
            self._turn("alarm", ALARM_SECONDS, look_for_overdue)

    def fetch(self) -> None:
        """Take what waits, in its order. Raises MeshUnavailable."""
        # Also what we know and MESH does not list any more: fetching it tells that it is gone, and its sender hears.
        waiting = dict.fromkeys([*mesh.without_their_file(), *self._mailbox.waiting()])
        for message_id in waiting:
            # Only an odd one is ever put off here: while another fails, the inbox itself is put off as long.
            if self._messages.is_due(message_id):
                self._receive(message_id)

    def _receive(self, message_id: str) -> None:
        """Take one message. One that fails makes those behind it wait, for they may be its sender's; not for ever."""
        try:
            receive(self._mailbox, message_id, at=now(), alive=self.alive)
        except (DatabaseError, InterfaceError):
            raise
        except Exception as error:
            self._messages.failed(message_id, error)
            if not self._is_odd(message_id):
                raise MeshUnavailable("a message could not be taken") from error
        else:
            self._messages.done(message_id)

    def _is_odd(self, message_id: str) -> bool:
        return self._messages.failures(message_id) >= ODD_AFTER

    def answer(self) -> None:
        """Answer what is due, each sender's messages in their order."""
        for sender, messages in mesh.to_answer().items():
            if not self._senders.is_due(sender):
                continue
            try:
                answer_in_turn(self._mailbox, messages, at=now(), alive=self.alive)
            except (DatabaseError, InterfaceError):
                raise
            except Exception as error:  # noqa: BLE001 - one sender must not stop the others; logged, alarmed, tried again
                self._senders.failed(sender, error)
            else:
                self._senders.done(sender)
            self.alive()

    def alive(self) -> None:
        """Show that the process lives, at most every ten seconds."""
        if time.monotonic() - self._beaten_at >= BEAT_SECONDS:
            beat(mesh.PROCESS)
            self._beaten_at = time.monotonic()

    def _turn(self, name: str, every: float, work: Callable[[], None]) -> None:
        if not self._turns.is_due(name):
            return
        try:
            work()
        except MeshFailure as error:
            self._turns.failed(name, error)
        else:
            self._turns.done(name, again_after=every)


def look_for_overdue() -> None:
    """Ring the alarm when something has been waiting for its answer for too long (F20)."""
    found = mesh.unanswered(now())
    if found.overdue:
        log.error("mesh answers overdue", overdue=found.overdue, waiting=found.waiting, oldest_at=str(found.oldest_at))


def run(stop: Event) -> None:
    """Work until `stop` is set, which is noticed within a second, or until the caller is interrupted."""
    mailbox = get_mailbox()
    worker, database = Worker(mailbox), Later()
    try:
        while not stop.wait(WAKE_SECONDS):
            if not database.is_due("database"):
                continue
            try:
                worker.round()
            except (DatabaseError, InterfaceError) as error:
                database.failed("database", error)
                connection.close()
            else:
                database.done("database")
    finally:
        mailbox.close()


@contextmanager
def _only_worker() -> Iterator[bool]:
    """Hold the lock of this mailbox; False while another process holds it. It ends with the connection at last."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_WORKER])
        is_alone = cursor.fetchone()[0]
    try:
        yield is_alone
    finally:
        if is_alone and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_WORKER])

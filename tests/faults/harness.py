"""Starts parts of the service whole or broken, writes work for them and counts what became of it."""

import itertools
import os
import signal
import sys
import time
from datetime import timedelta

import psutil
from celery import Celery
from django.db import connection

from ndop.run import parts
from ndop.run.demonstration import is_healthy
from registry.clock import now
from registry.models import Message, MessageChannel, MessageKind, WorkState
from tests.factories import PersonFactory, PreferenceFactory
from tests.faults.browser import Browser
from tests.support.journey import Walk
from tests.support.waiting import wait_until

TABLES = "registry_message, registry_preferencechange, registry_preference, registry_auditevent, registry_person"
ORGANISATIONS = "registry_organisation"
MORE = "registry_draft, registry_identitycheck, registry_limitcounter, registry_postroomitem, django_session"


class Harness:
    def __init__(self, service, stub):
        self.service, self.stub = service, stub
        self._parts = []
        self._numbers = itertools.count()

    # --- parts ---
    def relay(self, *defects):
        return self._keep(self._broken("relay", defects, "manage", "relay") if defects else self.service.relay())

    def worker(self, *defects, concurrency=2):
        options = ["--concurrency", str(concurrency)]
        if not defects:
            return self._keep(self.service.worker(*options))
        plain = ["worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
        return self._keep(self._broken("worker", defects, "celery", *plain, *options))

    def checker(self):
        return self._keep(self.service.checker())

    def web(self, *defects, workers=2, redis_url=None):
        """Gunicorn on tests.faults.dying_web, answering once this returns; loaded once, however often a child dies."""
        part = parts.web(self.service.web_port, self.service.folder)
        command = ["tests.faults.dying_web" if word == "ndop.wsgi" else word for word in part.command]
        changed = {"FAULT_DEFECTS": ",".join(defects), **({"REDIS_URL": redis_url} if redis_url else {})}
        before = self.service.environment
        self.service.environment = {**before, **changed}
        try:
            process = self._keep(self.service._start("web", [*command, "--preload", "--workers", str(workers)]))
        finally:
            self.service.environment = before
        wait_until(lambda: process.pid and is_healthy(self.service.web_port))
        return process

    def browser(self, walk):
        return Browser(self.service.address, walk)

    def at_review(self, **options):
        """Someone who has answered everything and has only to save."""
        return Walk(PersonFactory(), **options).to("review")

    def _broken(self, name, defects, *arguments):
        command = [sys.executable, "-m", "tests.faults.broken", ",".join(defects), *arguments]
        return self.service._start(name, command)

    def _keep(self, part):
        self._parts.append(part)
        return part

    def stop_parts(self):
        while self._parts:
            self._parts.pop().kill()

    # --- the record ---
    def empty(self):
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(f"TRUNCATE {TABLES}, {MORE}, {ORGANISATIONS} CASCADE")
            cursor.execute("SET session_replication_role = DEFAULT")
        self.broker_connection().flushall()

    def person(self):
        return PersonFactory()

    def messages(self, count=1, channel=MessageChannel.SMS):
        """Confirmations of one person's choice that wait to be sent; return their ids and references."""
        person = PersonFactory(mobile="07700900123")
        change = PreferenceFactory(person__nhs_number=person.nhs_number, idempotency_key=f"fault-{time.monotonic()}")
        rows = Message.objects.bulk_create(
            Message(
                kind=MessageKind.CONFIRMATION,
                channel=channel,
                nhs_number=person.nhs_number,
                change=change,
                deadline_at=now() + timedelta(hours=1),
            )
            for _ in range(count)
        )
        return [row.pk for row in rows], sorted(str(row.public_id) for row in rows)

    def states(self):
        return set(Message.objects.values_list("state", flat=True))

    def wait_until_all_done(self, within):
        """Return how many seconds it took."""
        started = time.monotonic()
        wait_until(lambda: self.states() == {WorkState.DONE}, within=within, every=0.1)
        return time.monotonic() - started

    # --- the broker ---
    def broker_connection(self):
        import redis

        return redis.Redis.from_url(self.service.redis.url())

    def push(self, message_id, times):
        """Put the id into the queue as often as that, past the relay."""
        with Celery(broker=self.service.redis.url()) as app, app.connection_for_write() as link:
            for _ in range(times):
                app.send_task("registry.tasks.send_message", args=[str(message_id)], connection=link)

    # --- killing ---
    @staticmethod
    def pool_child(worker):
        """The process that runs the tasks of a worker with one."""
        [child] = psutil.Process(worker.pid).children()
        return child

    @staticmethod
    def kill(process):
        os.kill(process.pid, signal.SIGKILL)

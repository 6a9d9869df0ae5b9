"""The relay in this process: what it hands over, in which order, and what it does when it cannot."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, connections

from registry import outbox
from registry.actions import relay
from registry.clock import now
from registry.models import Heartbeat, IdentityCheck, Message, MessageChannel, WorkState
from tests.support.ports import free_port
from tests.support.waiting import PATIENCE_SECONDS, wait_until


class HeardBroker(relay.Broker):
    """Keeps what would be published."""

    def __init__(self):
        super().__init__()
        self.heard = []

    def is_ready(self):
        return True

    def publish(self, task, identifier):
        self.heard.append((task.rpartition(".")[2], identifier))


@pytest.fixture
def identity_check(db):
    return IdentityCheck.objects.create(
        channel=MessageChannel.SMS, network=b"n" * 32, details={"a": "b"}, deadline_at=now() + timedelta(minutes=10)
    )


def test_requests_for_a_code_go_before_messages(confirmation, identity_check):
    message = confirmation()
    broker = HeardBroker()
    relay.hand_over_all(broker)
    assert broker.heard == [("check_identity", str(identity_check.pk)), ("send_message", str(message.pk))]


def test_row_is_handed_over_once(confirmation):
    confirmation()
    broker = HeardBroker()
    relay.hand_over_all(broker)
    relay.hand_over_all(broker)
    assert len(broker.heard) == 1


def test_row_that_is_not_due_stays(confirmation):
    message = confirmation()
    Message.objects.filter(pk=message.pk).update(available_at=now() + timedelta(minutes=1))
    broker = HeardBroker()
    relay.hand_over_all(broker)
    assert broker.heard == []


def test_row_whose_publishing_failed_is_handed_over_later(confirmation):
    message = confirmation()

    class Refusing(HeardBroker):
        def publish(self, task, identifier):
            raise relay.OperationalError("refused")

    relay.hand_over_all(Refusing())
    message.refresh_from_db()
    assert message.handed_over_at is None
    broker = HeardBroker()
    relay.hand_over_all(broker)
    assert len(broker.heard) == 1


def test_sweep_frees_what_died_and_what_the_broker_lost(confirmation, choose, database_clock):
    died, lost = confirmation(), Message.objects.get(change=choose("allowed", MessageChannel.EMAIL))
    outbox.claim(Message, died.pk, timedelta(seconds=15))
    Message.objects.filter(pk=lost.pk).update(handed_over_at=now())
    relay.sweep()
    assert Message.objects.get(pk=died.pk).state == WorkState.CLAIMED
    assert Message.objects.get(pk=lost.pk).handed_over_at
    database_clock.move(timedelta(seconds=31))
    relay.sweep()
    assert Message.objects.get(pk=died.pk).state == WorkState.UNKNOWN
    assert Message.objects.get(pk=lost.pk).handed_over_at is None


def test_sweep_shows_that_the_relay_lives(db, database_clock):
    relay.sweep()
    first = Heartbeat.objects.get(name="relay").seen_at
    database_clock.move(timedelta(seconds=5))
    relay.sweep()
    assert Heartbeat.objects.get(name="relay").seen_at - first >= timedelta(seconds=5)


def test_broker_that_refuses_is_left_alone_for_a_while_and_logged_once(monkeypatch, caplog):
    monkeypatch.setattr(relay.current_app.conf, "broker_url", f"redis://127.0.0.1:{free_port()}/0")
    monkeypatch.setattr(relay.current_app.conf, "broker_write_url", None)
    broker, tries, connect = relay.Broker(), [], relay._connect
    monkeypatch.setattr(relay, "_connect", lambda: tries.append(1) or connect())
    started = time.monotonic()
    assert not broker.is_ready()
    assert not broker.is_ready()
    assert time.monotonic() - started < 3
    assert broker._pause_until > started
    broker._pause_until = started + 60
    assert not broker.is_ready()
    before = len(tries)
    broker._pause_until = 0
    assert not broker.is_ready()
    assert len(tries) == before + 1
    assert len([record for record in caplog.records if record.levelname == "ERROR"]) == 1


@pytest.mark.django_db(transaction=True)
def test_two_relays_at_once_hand_over_each_row_once(confirmation, choose):
    for _ in range(20):
        choose("allowed", MessageChannel.SMS, MessageChannel.EMAIL)
    ready, brokers = threading.Barrier(2), [HeardBroker(), HeardBroker()]

    def hand_over(broker):
        try:
            ready.wait()
            relay.hand_over_all(broker)
        finally:
            connection.close()

    threads = [threading.Thread(target=hand_over, args=[broker]) for broker in brokers]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    relay.hand_over_all(brokers[0])
    heard = [identifier for broker in brokers for _, identifier in broker.heard]
    assert len(heard) == len(set(heard)) == 40


@pytest.mark.django_db(transaction=True)
def test_relay_is_not_held_up_by_another_that_is_publishing(confirmation, choose):
    confirmation()
    inside, go_on, second = threading.Event(), threading.Event(), HeardBroker()

    class Slow(HeardBroker):
        def publish(self, task, identifier):
            super().publish(task, identifier)
            inside.set()
            go_on.wait(PATIENCE_SECONDS)

    def hand_over(broker):
        try:
            relay.hand_over_all(broker)
        finally:
            connection.close()

    slow = Slow()
    thread = threading.Thread(target=hand_over, args=[slow])
    thread.start()
    try:
        assert inside.wait(PATIENCE_SECONDS)
        choose("allowed", MessageChannel.EMAIL)
        started = time.monotonic()
        relay.hand_over_all(second)
        assert time.monotonic() - started < PATIENCE_SECONDS / 6
    finally:
        go_on.set()
        thread.join()
    assert (len(slow.heard), len(second.heard)) == (1, 1)


@pytest.fixture
def running(db, monkeypatch):
    """A relay in a thread; gives its broker and a way to end it."""
    stop, broker = threading.Event(), HeardBroker()
    monkeypatch.setattr(relay, "Broker", lambda: broker)

    def work():
        try:
            relay.run(stop)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    yield broker
    stop.set()
    thread.join(timeout=PATIENCE_SECONDS)
    assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_relay_wakes_at_a_notification(running, confirmation, monkeypatch):
    wait_until(lambda: Heartbeat.objects.filter(name="relay").exists())
    time.sleep(0.2)
    monkeypatch.setattr(relay, "WAKE_SECONDS", 30.0)
    time.sleep(1.1)
    started = time.monotonic()
    confirmation()
    wait_until(lambda: running.heard, every=0.01)
    took = time.monotonic() - started
    monkeypatch.setattr(relay, "WAKE_SECONDS", 0.1)
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {outbox.CHANNEL}")
    assert took < 1


@pytest.mark.django_db(transaction=True)
def test_relay_survives_the_loss_of_its_connections(running, confirmation, caplog):
    wait_until(lambda: Heartbeat.objects.filter(name="relay").exists())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    confirmation()
    wait_until(lambda: running.heard)
    assert [record.levelname for record in caplog.records].count("ERROR") == 1

"""Each message once however often it comes, each sender's answers in order, and nobody waits for another's trouble."""

from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connections

from registry.actions.checks.running import run_check
from registry.actions.mesh import worker
from registry.actions.mesh.moves import CannotMove, move
from registry.clock import now
from registry.gateways import check_store
from registry.models import AuditAction, AuditEvent, Check, MeshMessage, MeshState
from registry.parties import SYSTEM
from tests.factories.organisations import make_flow, make_organisation
from tests.support.checks import run_open_checks
from tests.support.mesh_post import NUMBERS, listed
from tests.support.mesh_sandbox import OTHER, OURS


@pytest.fixture
def other_trust(transactional_db):
    trust = make_organisation(mesh_mailbox=OTHER)
    make_flow(trust)
    return trust


def test_a_message_that_comes_again_is_only_acknowledged_again(post, flow, mesh):
    sent = mesh.send(listed())
    post.settle()
    assert len(mesh.inbox()) == 2
    mesh.deliver_again(sent)
    post.settle()
    assert mesh.status(sent) == "acknowledged"
    assert len(post.mailbox.sent) == 2
    assert Check.objects.count() == MeshMessage.objects.count() == 1
    kinds = AuditEvent.objects.filter(object_type="mesh_message").order_by("pk").values_list("action", "channel")
    assert list(kinds) == [(AuditAction.MESH_RECEIVED, "mesh"), (AuditAction.MESH_ANSWERED, "mesh")]


def test_nothing_is_acknowledged_before_its_file_is_kept(post, flow, mesh, monkeypatch):
    sent = mesh.send(listed())
    monkeypatch.setattr(check_store, "free_bytes", lambda: 5)
    post.round()
    assert mesh.status(sent) == "accepted"
    assert not Check.objects.exists()
    monkeypatch.undo()
    post.settle()
    assert mesh.status(sent) == "acknowledged"
    assert len(mesh.inbox()) == 2


def test_files_of_one_sender_are_answered_in_the_order_in_which_they_came(post, flow, mesh):
    for local_id in ("first", "second", "third"):
        mesh.send(listed(), local_id=local_id)
    post.round()
    for check in Check.objects.order_by("-pk")[:2]:
        run_check(check.pk)
    post.round()
    assert mesh.inbox() == []
    run_open_checks()
    post.round()
    ids = [(received.local_id, received.subject) for received in mesh.inbox()]
    assert ids == [(name, subject) for name in ("first", "second", "third") for subject in ("SUCCESS", "RESULT")]


def test_no_sender_waits_for_another(post, flow, other_trust, mesh):
    mesh.send(listed(), local_id="slow")
    mesh.send(listed(), sender=OTHER)
    post.round()
    run_check(other_trust.checks.get().pk)
    post.round()
    assert [received.subject for received in mesh.inbox(OTHER)] == ["SUCCESS", "RESULT"]


def test_an_odd_message_stops_nobody(post, flow, other_trust, mesh):
    odd = mesh.send(listed(), local_id="odd")
    mesh.send(listed(), sender=OTHER)
    post.mailbox.odd_messages.add(odd)
    post.keep_on(worker.ODD_AFTER - 1)
    assert not Check.objects.exists()
    post.keep_on(worker.ODD_AFTER + 1)
    assert len(mesh.inbox(OTHER)) == 2
    assert mesh.status(odd) == "accepted"
    post.mailbox.odd_messages.clear()
    post.settle()
    assert len(mesh.inbox()) == 2


def test_a_file_that_cannot_be_fetched_holds_its_sender_back_for_an_hour(post, flow, mesh, monkeypatch):
    first = mesh.send(listed(), local_id="first")
    with monkeypatch.context() as patch:
        patch.setattr(check_store, "free_bytes", lambda: 5)
        post.round()
    post.mailbox.odd_messages.add(first)
    mesh.send(listed(), local_id="second")
    post.keep_on(worker.ODD_AFTER + 2)
    assert Check.objects.count() == 1
    assert mesh.inbox() == []
    MeshMessage.objects.filter(message_id=first).update(received_at=now() - timedelta(hours=1, seconds=1))
    post.round()
    assert {received.local_id for received in mesh.inbox()} == {"second"}


def test_a_file_that_mesh_gave_back_to_its_sender_is_answered(post, flow, mesh, monkeypatch):
    sent = mesh.send(listed(), local_id="gone")
    monkeypatch.setattr(check_store, "free_bytes", lambda: 5)
    post.round()
    mesh.gone(sent)
    post.round()
    (receipt,) = mesh.inbox()
    assert (receipt.subject, receipt.local_id) == ("FAILURE", "gone")


def test_a_send_whose_answer_was_lost_is_repeated_byte_for_byte(post, flow, mesh):
    mesh.send(listed(), local_id="7")
    post.mailbox.plan("send", "answer lost", "pass", "answer lost")
    post.settle()
    for _ in range(3):
        post.round()
    first, again, result, result_again = mesh.inbox()
    assert first.subject == "SUCCESS"
    assert result.content == listed()
    same = ("subject", "content", "checksum", "file_name", "local_id")
    assert [getattr(first, name) for name in same] == [getattr(again, name) for name in same]
    assert [getattr(result, name) for name in same] == [getattr(result_again, name) for name in same]
    assert Check.objects.get().attempts <= 1


def test_reports_and_messages_of_our_own_are_taken_and_not_answered(post, mesh):
    mesh.report(mailbox_id=OURS, code="14", description="not collected", workflow_id="X", status="undeliverable")
    own = mesh.send(listed(), sender=OURS)
    post.settle()
    assert mesh.inbox(OURS) == []
    assert mesh.status(own) == "acknowledged"
    assert not MeshMessage.objects.exists()


def test_a_second_worker_waits(post, flow, mesh):
    sent = mesh.send(listed())
    with closing(connections.create_connection("default")) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [worker.ONE_WORKER])
        post.settle()
        assert mesh.status(sent) == "accepted"
    post.settle()
    assert mesh.status(sent) == "acknowledged"


def test_only_the_moves_of_the_table_are_made(post, flow, mesh):
    mesh.send(listed(NUMBERS))
    post.round()
    message = MeshMessage.objects.get()
    with pytest.raises(CannotMove):
        move(message, MeshState.RECEIVED, by=SYSTEM, at=now())
    stale = MeshMessage.objects.get()
    move(message, MeshState.RECEIPT_SENT, by=SYSTEM, at=now())
    with pytest.raises(CannotMove):
        move(stale, MeshState.RECEIPT_SENT, by=SYSTEM, at=now())

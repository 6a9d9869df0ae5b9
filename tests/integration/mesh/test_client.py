"""Our client against the real sandbox: mutual TLS, chunks, and errors by their names."""

import hashlib
import io

import pytest

from registry.gateways import mesh as gateway
from registry.gateways.mesh import MeshRefused, MeshUnavailable, MessageGone, Outgoing, get_mailbox
from tests.support.certificates import Authority
from tests.support.mesh_sandbox import OURS, SENDER, WORKFLOW


@pytest.fixture
def mailbox(mesh):
    made = get_mailbox()
    yield made
    made.close()


def outgoing(content, **changed):
    said = {
        "to": SENDER, "workflow": WORKFLOW, "subject": "SUCCESS", "local_id": "list: 7", "file_name": "a.json",
        "content_type": "application/json", "sha256": hashlib.sha256(content).hexdigest(),
        "body": io.BytesIO(content), "size": len(content),
    }  # fmt: skip
    return Outgoing(**said | changed)


def test_a_message_is_fetched_with_what_its_sender_said(mesh, mailbox):
    sent = mesh.send(b"9990000018,\r\n", local_id="list: 7", subject="Study: A", filename="a:b.dat")
    mailbox.handshake()
    assert mailbox.waiting() == [sent]
    with mailbox.open(sent) as delivery:
        heading = delivery.heading
        assert b"".join(delivery.blocks()) == b"9990000018,\r\n"
    said = (heading.message_id, heading.sender, heading.workflow, heading.local_id, heading.subject, heading.file_name)
    assert said == (sent, SENDER, WORKFLOW, "list: 7", "Study: A", "a:b.dat")
    assert not heading.is_report
    mailbox.acknowledge(sent)
    mailbox.acknowledge(sent)
    assert mailbox.waiting() == []


@pytest.mark.parametrize("packed", [False, True])
def test_F23_chunks_come_one_after_the_other_in_blocks_of_limited_size(mesh, mailbox, monkeypatch, packed):
    monkeypatch.setattr(gateway, "BLOCK", 1000)
    content = b"".join(b"%010d,\n" % number for number in range(2000))
    with mesh.client(SENDER) as client:
        sent = client.send_message(OURS, content, max_chunk_size=7001, compress=packed, workflow_id=WORKFLOW)
    with mailbox.open(sent) as delivery:
        blocks = list(delivery.blocks())
    assert b"".join(blocks) == content
    assert max(map(len, blocks)) == 1000


@pytest.mark.parametrize("content", [b"{}\n", b"", b"9990000018,\n" * 500], ids=["short", "empty", "in chunks"])
def test_what_is_sent_arrives_with_its_checksum(mesh, settings, content):
    settings.MESH_CHUNK_BYTES = 2500
    mailbox = get_mailbox()
    sent = mailbox.send(outgoing(content))
    mailbox.close()
    (received,) = mesh.inbox()
    assert received.message_id == sent
    assert received.content == content
    assert (received.subject, received.local_id, received.file_name) == ("SUCCESS", "list: 7", "a.json")
    assert received.checksum == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_what_mesh_refuses_is_not_what_mesh_cannot_do_now(mesh, mailbox):
    with pytest.raises(MeshRefused):
        mailbox.send(outgoing(b"{}", to="NOBODY"))
    with pytest.raises(MessageGone), mailbox.open("NEVERSENT"):
        pass
    with pytest.raises(MessageGone):
        mailbox.acknowledge("NEVERSENT")


def test_a_wrong_password_is_unavailable(mesh, settings):
    settings.MESH_PASSWORD = "wrong"
    mailbox = get_mailbox()
    with pytest.raises(MeshUnavailable, match="answered 403"):
        mailbox.waiting()
    mailbox.close()


def test_without_a_certificate_that_mesh_knows_there_is_no_connection(mesh, settings, tmp_path):
    settings.MESH_CLIENT_CERTIFICATE = settings.MESH_CLIENT_KEY = ""
    _assert_nobody_talks()
    stranger = Authority(tmp_path, "stranger").issue("client")
    settings.MESH_CLIENT_CERTIFICATE, settings.MESH_CLIENT_KEY = str(stranger.certificate), str(stranger.key)
    _assert_nobody_talks()


def test_a_server_that_our_authority_did_not_sign_is_not_mesh(mesh, settings, tmp_path):
    settings.MESH_CA = str(Authority(tmp_path, "another").path)
    _assert_nobody_talks()


def _assert_nobody_talks():
    mailbox = get_mailbox()
    with pytest.raises(MeshUnavailable):
        mailbox.handshake()
    mailbox.close()

import base64
import hashlib
import hmac
import json
import socket
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from registry.actions import webhooks
from registry.clock import now
from registry.gateways.webhook_caller import AddressRefused, CallFailed, call, check_address
from registry.models import AuditAction, AuditEvent, Check, WayIn, WebhookDelivery
from registry.parties import organisation_person
from tests.factories.organisations import make_organisation

pytestmark = pytest.mark.django_db
BY = organisation_person(1)


@contextmanager
def receiver(status=200, **headers):
    """A receiver on loopback that keeps what it got."""
    got = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/told?a=b", got
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def check(organisation, flow, key):
    at = now()
    return Check.objects.create(
        organisation=organisation,
        flow=flow,
        api_key=key[0],
        reference="K7M2-9QXR-4T",
        way_in=WayIn.API_FILE,
        deadline_at=at + timedelta(days=1),
        state="failed",
        finished_at=at,
        last_error="no_numbers",
    )


def told(check):
    webhooks.call_about(check, at=now())
    delivery = WebhookDelivery.objects.get(check_told=check)
    webhooks.deliver(str(delivery.pk))
    delivery.refresh_from_db()
    return delivery


def test_T37_call_is_signed_and_holds_no_number(organisation, check):
    with receiver() as (url, got):
        _, secret = webhooks.set_webhook(organisation, url, by=BY, at=now())
        delivery = told(check)
    assert delivery.state == "done"
    [(path, headers, body)] = got
    assert path == "/told?a=b"
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.digest(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256)
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
    assert headers["webhook-id"] == str(delivery.public_id)
    assert abs(int(headers["webhook-timestamp"]) - now().timestamp()) < 30
    said = json.loads(body)
    assert set(said) == {"type", "id", "reference", "state", "test", "links"}
    assert (said["id"], said["state"], said["reference"]) == (str(check.public_id), "failed", check.reference)


@pytest.mark.parametrize("status", [302, 404, 500])
def test_call_that_is_not_taken_is_tried_again_later(organisation, check, status, database_clock):
    with receiver(status, Location="http://127.0.0.1:9/elsewhere") as (url, got):
        webhooks.set_webhook(organisation, url, by=BY, at=now())
        delivery = told(check)
        assert (delivery.state, delivery.last_error) == ("pending", f"answered {status}")
        webhooks.deliver(str(delivery.pk))
        assert len(got) == 1
        database_clock.move(timedelta(seconds=11))
        webhooks.deliver(str(delivery.pk))
    assert len(got) == 2
    assert got[0][1]["webhook-id"] == got[1][1]["webhook-id"]


def test_nobody_is_called_once_the_address_is_removed(organisation, check):
    with receiver() as (url, got):
        webhooks.set_webhook(organisation, url, by=BY, at=now())
        webhooks.call_about(check, at=now())
        webhooks.remove_webhook(organisation, by=BY, at=now())
        webhooks.deliver(str(WebhookDelivery.objects.get().pk))
        webhooks.call_about(check, at=now())
    assert got == []
    assert [d.state for d in WebhookDelivery.objects.all()] == ["failed"]
    assert [e.reason for e in AuditEvent.objects.filter(action=AuditAction.WEBHOOK_SET)] == ["set", "removed"]


def test_T28_another_organisations_address_hears_nothing(organisation, check):
    with receiver() as (url, got):
        webhooks.set_webhook(make_organisation(), url, by=BY, at=now())
        webhooks.call_about(check, at=now())
    assert got == []
    assert not WebhookDelivery.objects.exists()


INSIDE = [
    "https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://10.0.0.5/", "https://192.168.1.1/",
    "https://172.16.0.1/", "https://169.254.169.254/latest/meta-data", "https://100.64.0.1/", "https://0.0.0.0/",
    "https://2130706433/", "https://127.1/", "https://[::ffff:10.0.0.1]/", "https://[fe80::1]/", "https://[fd00::1]/",
    "https://224.0.0.1/", "https://[64:ff9b::a00:1]/", "https://[2002:a00:1::]/",
]  # fmt: skip


@pytest.mark.parametrize("url", INSIDE)
def test_T37_inner_addresses_are_refused(url, settings, organisation):
    settings.NDOP_DEMO = False
    with pytest.raises(AddressRefused) as refused:
        check_address(url)
    assert refused.value.reason == "inside"
    with pytest.raises(webhooks.CannotCall):
        webhooks.set_webhook(organisation, url, by=BY, at=now())


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.com/", "scheme"),
        ("ftp://example.com/", "scheme"),
        ("file:///etc/passwd", "shape"),
        ("https://user:secret@example.com/", "shape"),
        ("https://example.com:22/", "port"),
        ("https://example.com:x/", "shape"),
        ("https:///nowhere", "shape"),
        ("https://exa\nmple.com/", "shape"),
    ],
)
def test_T37_odd_addresses_are_refused(url, reason, settings):
    settings.NDOP_DEMO = False
    with pytest.raises(AddressRefused) as refused:
        check_address(url)
    assert refused.value.reason == reason


def test_T37_name_that_turns_inward_later_is_not_called(settings, monkeypatch):
    settings.NDOP_DEMO = False

    def resolves_to(*addresses):
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    resolves_to("93.184.216.34")
    assert check_address("https://receiver.example.com/")[1] == "93.184.216.34"
    resolves_to("93.184.216.34", "10.0.0.1")
    with pytest.raises(AddressRefused):
        call("https://receiver.example.com/", b"{}", {})


def test_nobody_at_the_address_is_a_failure_without_words_of_theirs():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(CallFailed) as failed:
            call(f"http://127.0.0.1:{unused.getsockname()[1]}/", b"{}", {})
    assert str(failed.value) == "NewConnectionError"

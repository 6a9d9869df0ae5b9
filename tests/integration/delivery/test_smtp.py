"""Email through a real SMTP server over TLS."""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from registry.gateways.messaging import Envelope, OutcomeUnknown, Rejected, Unavailable
from registry.gateways.smtp import Smtp
from tests.support.ports import free_port

EMAIL = Envelope(
    reference="6f9ed8d6-7a3c-4ac6-9a2c-3a9d8a0f5a11",
    channel="email",
    to="asha@example.com",
    kind="confirmation",
    subject="We have saved your choice",
    text="You chose: No, do not allow – O’Neill",
    html="<p>You chose: No, do not allow – O’Neill</p>",
)


class Inbox:
    """Answers what the test wants to each step, and keeps what was accepted."""

    def __init__(self):
        self.messages, self.to_recipient, self.to_data = [], "250 OK", "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server, session, envelope):
        if self.to_data == "drop":
            self.messages.append(envelope)
            server.transport.abort()
            return "451 never read"
        if self.to_data.startswith("250"):
            self.messages.append(envelope)
        return self.to_data


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for localhost that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def inbox(settings, certificate, monkeypatch):
    """A mail server whose certificate this process trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    handler = Inbox()
    server = Controller(handler, hostname="127.0.0.1", port=free_port(), ssl_context=context)
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_SSL = "localhost", server.port, True
    settings.EMAIL_TIMEOUT = 2
    settings.DEFAULT_FROM_EMAIL = "National data opt-out <no-reply@example.com>"
    yield handler
    server.stop()


def test_smtp_sends_text_and_html_with_our_reference(inbox):
    message_id = Smtp().send(EMAIL)
    [envelope] = inbox.messages
    message = message_from_bytes(envelope.content, policy=policy.default)
    assert envelope.rcpt_tos == ["asha@example.com"]
    assert message["Message-ID"] == message_id == f"<{EMAIL.reference}@example.com>"
    assert message["Subject"] == EMAIL.subject
    assert message["From"] == "National data opt-out <no-reply@example.com>"
    assert message.get_body(["plain"]).get_content().strip() == EMAIL.text
    assert message.get_body(["html"]).get_content().strip() == EMAIL.html


def test_smtp_sends_the_same_message_id_at_every_try(inbox):
    assert Smtp().send(EMAIL) == Smtp().send(EMAIL)


def test_smtp_never_knows_what_arrived(inbox):
    Smtp().send(EMAIL)
    assert Smtp().find(EMAIL.reference) is None


@pytest.mark.parametrize(
    "to", ["a@example.com\r\nBcc: b@example.com", "a@example.com\nb@example.com", "a\r@example.com"]
)
def test_smtp_refuses_line_ends_in_an_address(inbox, to):
    with pytest.raises(Rejected) as caught:
        Smtp().send(Envelope(EMAIL.reference, "email", to, "code", subject="s", text="t"))
    assert "example" not in str(caught.value)
    assert inbox.messages == []


def test_smtp_refuses_line_ends_in_a_subject(inbox):
    with pytest.raises(Rejected):
        Smtp().send(Envelope(EMAIL.reference, "email", "a@example.com", "code", subject="s\r\nBcc: x@example.com"))
    assert inbox.messages == []


@pytest.mark.parametrize(
    ("step", "answer", "failure"),
    [
        ("to_recipient", "550 no such user", Rejected),
        ("to_recipient", "450 try later", Unavailable),
        ("to_data", "554 no", Rejected),
        ("to_data", "451 busy", Unavailable),
        ("to_data", "drop", OutcomeUnknown),
    ],
)
def test_smtp_failure_says_whether_to_try_again(inbox, step, answer, failure):
    setattr(inbox, step, answer)
    with pytest.raises(failure) as caught:
        Smtp().send(EMAIL)
    assert "asha" not in str(caught.value)


def test_smtp_server_away_can_be_tried_again(inbox, settings):
    settings.EMAIL_PORT = free_port()
    with pytest.raises(Unavailable):
        Smtp().send(EMAIL)


def test_smtp_server_with_a_certificate_nobody_knows_gets_nothing(inbox, monkeypatch, tmp_path):
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Unavailable):
        Smtp().send(EMAIL)
    assert inbox.messages == []

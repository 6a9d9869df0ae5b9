"""GOV.UK Notify, against a scripted one on loopback."""

import base64
import threading
import uuid

import pytest

from registry.gateways.messaging import Address, Envelope, OutcomeUnknown, Rejected, Unavailable
from registry.gateways.notify import Notify
from tests.fakes import notify_stub
from tests.fakes.notify_stub import API_KEY, NotifyStub
from tests.support.ports import free_port

REFERENCE = str(uuid.uuid4())
TEXT = Envelope(reference=REFERENCE, channel="sms", to="+447700900123", kind="code", text="048213 is your code")


@pytest.fixture
def stub(settings):
    with NotifyStub() as made:
        settings.NOTIFY_URL = made.url
        settings.NOTIFY_API_KEY = API_KEY
        settings.NOTIFY_SMS_TEMPLATE = "sms-template"
        settings.NOTIFY_EMAIL_TEMPLATE = "email-template"
        settings.PROVIDER_TIMEOUT = 0.5
        yield made


def test_notify_sends_a_text_with_our_reference(stub):
    provider_id = Notify().send(TEXT)
    [message] = stub.inbox
    assert provider_id == message["id"]
    assert message["reference"] == REFERENCE
    assert message["phone_number"] == "+447700900123"
    assert message["template_id"] == "sms-template"
    assert message["personalisation"] == {"body": "048213 is your code"}


def test_notify_sends_an_email_through_its_template(stub):
    Notify().send(Envelope(REFERENCE, "email", "a@example.com", "confirmation", subject="Saved", text="Words"))
    [message] = stub.inbox
    assert message["email_address"] == "a@example.com"
    assert message["personalisation"] == {"subject": "Saved", "body": "Words"}


def test_notify_sends_a_letter_as_the_pdf_it_got(stub):
    Notify().send(Envelope(REFERENCE, "letter", Address("A", ("1 Road", "LS1 1AA")), "confirmation", pdf=b"%PDF-1.7"))
    [message] = stub.inbox
    assert base64.b64decode(message["content"]) == b"%PDF-1.7"
    assert message["reference"] == REFERENCE


@pytest.mark.parametrize(
    ("step", "failure"),
    [
        (notify_stub.answer(400), Rejected),
        (notify_stub.answer(413), Rejected),
        (notify_stub.answer(403), Unavailable),
        (notify_stub.answer(429), Unavailable),
        (notify_stub.answer(503), Unavailable),
        (notify_stub.answer(500), OutcomeUnknown),
        (notify_stub.answer(502), OutcomeUnknown),
        (notify_stub.answer(302, Location="/elsewhere"), Unavailable),
        (notify_stub.close, OutcomeUnknown),
        (notify_stub.accept_then_drop, OutcomeUnknown),
        (notify_stub.unreadable, OutcomeUnknown),
    ],
)
def test_notify_failure_says_whether_to_try_again(stub, step, failure):
    stub.script = [step]
    with pytest.raises(failure) as caught:
        Notify().send(TEXT)
    assert "07700900123" not in f"{caught.value!r}"
    assert len(stub.requests) == 1


def test_notify_that_hangs_is_left_after_the_time_limit(stub):
    over = threading.Event()
    stub.script = [notify_stub.hang(over)]
    try:
        with pytest.raises(OutcomeUnknown):
            Notify().send(TEXT)
    finally:
        over.set()


def test_notify_that_refuses_connections_can_be_tried_again(stub, settings):
    settings.NOTIFY_URL = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(Unavailable):
        Notify().send(TEXT)
    with pytest.raises(Unavailable):
        Notify().find(REFERENCE)


def test_notify_says_how_long_to_wait(stub):
    stub.script = [notify_stub.answer(429, Retry_After="17")]
    with pytest.raises(Unavailable) as caught:
        Notify().send(TEXT)
    assert caught.value.retry_after == 17


def test_notify_finds_what_it_accepted_though_the_reply_was_lost(stub):
    stub.script = [notify_stub.accept_then_drop]
    with pytest.raises(OutcomeUnknown):
        Notify().send(TEXT)
    assert Notify().find(REFERENCE) == stub.inbox[0]["id"]
    assert Notify().find(str(uuid.uuid4())) is None


def test_notify_failure_leaves_nothing_personal_in_the_log(stub, caplog, capfd):
    stub.script = [notify_stub.answer(400)]
    with pytest.raises(Rejected):
        Notify().send(TEXT)
    assert "07700900123" not in caplog.text + capfd.readouterr().err

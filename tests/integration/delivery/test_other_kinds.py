"""Replies, forms and links from a committed row to the provider."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pypdfium2
import pytest

from registry.actions.messages import send_message
from registry.barcodes import form_code, letter_code, read
from registry.clock import now
from registry.correspondence import ReturnLetter
from registry.gateways.messaging import Address, Unavailable
from registry.models import (
    AuditAction,
    AuditEvent,
    Message,
    MessageChannel,
    MessageKind,
    MessageProblem,
    Person,
    Task,
    TaskKind,
    WorkState,
)
from tests.support import pdfs

pytestmark = pytest.mark.django_db
FORM = {"form_type": "self", "variant": "standard", "case_reference": "12345-C"}
LETTER_KINDS = (MessageKind.CONFIRMATION, MessageKind.RETURN, MessageKind.FORM)


@pytest.fixture
def reply():
    """A reply to a form that waits to be sent."""

    def make(channel=MessageChannel.LETTER, nhs_number=None, **changes):
        public_id = uuid4()
        given = {
            "case_reference": "12345-C",
            "name": "Aoife Byrne",
            "address_lines": ["12 Mill Lane", "Leeds", "LS18 4AB"],
            "form_type": "self",
            "reasons": ["not_signed"],
            "received_on": date(2026, 11, 12),
            "written_on": date(2026, 11, 22),
            "message_id": public_id,
            "email": "aoife@example.com" if channel == MessageChannel.EMAIL else "",
        }
        return Message.objects.create(
            public_id=public_id,
            kind=MessageKind.RETURN,
            channel=channel,
            nhs_number=nhs_number,
            case_reference="12345-C",
            content=ReturnLetter(**given | changes).as_json(),
            deadline_at=now() + timedelta(hours=24),
        )

    return make


@pytest.fixture
def about(person):
    """A message about the person that waits to be sent."""

    def make(kind, channel=MessageChannel.LETTER, **content):
        return Message.objects.create(
            kind=kind,
            channel=channel,
            nhs_number=person.nhs_number,
            content=content,
            deadline_at=now() + timedelta(hours=24),
        )

    return make


@pytest.fixture
def letter_of(about, confirmation, reply, person):
    """A letter of each kind about the person."""
    return {
        MessageKind.CONFIRMATION: lambda: confirmation(MessageChannel.LETTER),
        MessageKind.RETURN: lambda: reply(nhs_number=person.nhs_number),
        MessageKind.FORM: lambda: about(MessageKind.FORM, **FORM),
    }


def sent(message):
    send_message(str(message.pk))
    message.refresh_from_db()
    return message


def codes_on(pdf):
    return [code for page in pypdfium2.PdfDocument(BytesIO(pdf)) for code in read(page.render(scale=150 / 72).to_pil())]


def test_reply_by_letter_goes_to_whoever_sent_the_form(reply, provider):
    message = sent(reply())
    [envelope] = provider.inbox
    assert message.state == WorkState.DONE
    assert envelope.to == Address("Aoife Byrne", ("12 Mill Lane", "Leeds", "LS18 4AB"))
    assert "Dear Aoife Byrne" in pdfs.text(envelope.pdf)
    assert codes_on(envelope.pdf) == [letter_code(message.public_id)]


def test_reply_by_email_goes_where_the_form_said(reply, provider):
    sent(reply(MessageChannel.EMAIL))
    [envelope] = provider.inbox
    assert (envelope.to, envelope.subject) == ("aoife@example.com", "About the form you sent us")
    assert "not signed, or not dated" in envelope.text
    assert "not signed, or not dated" in envelope.html


@pytest.mark.parametrize(
    ("channel", "changes", "problem"),
    [
        ("letter", {"address_lines": []}, MessageProblem.NO_CONTACT),
        ("letter", {"name": "ชื่อ"}, MessageProblem.CANNOT_PRINT),
        ("letter", {"name": ""}, MessageProblem.CANNOT_PRINT),
        ("email", {"email": ""}, MessageProblem.NO_CONTACT),
    ],
)
def test_reply_that_cannot_go_out_says_why(reply, provider, channel, changes, problem):
    message = sent(reply(channel, **changes))
    assert (message.state, message.last_error) == (WorkState.FAILED, problem)
    assert provider.inbox == []


@pytest.mark.parametrize(("form_type", "goes"), [("self", False), ("adult_dependant", True)])
def test_reply_about_someone_who_died_goes_only_to_whoever_acts_for_them(reply, person, provider, form_type, goes):
    Person.objects.update(date_of_death=now().date())
    message = sent(reply(nhs_number=person.nhs_number, form_type=form_type))
    assert bool(provider.inbox) == goes
    assert message.last_error == ("" if goes else MessageProblem.DECEASED)


def test_form_goes_to_the_address_on_the_record_with_the_details_on_it(about, provider):
    message = sent(about(MessageKind.FORM, **FORM))
    [envelope] = provider.inbox
    assert envelope.to == Address("Asha O’Neill-Shah", ("1 Test Street", "Leeds", "LS1 1AA"))
    cover, blank, *form = pdfs.pages(envelope.pdf)
    assert "Here is the form you asked for" in cover
    assert blank.strip() == ""
    assert "O’Neill-Shah" in form[0]
    assert "9990000018" in "".join(form[0].split())
    code = form_code("self", "12345-C")
    assert codes_on(envelope.pdf) == [letter_code(message.public_id), code, code]


@pytest.mark.parametrize(
    ("form_type", "addressee"),
    [
        ("children", "Parent or guardian of Asha O’Neill-Shah"),
        ("adult_dependant", "Attorney or deputy of Asha O’Neill-Shah"),
        ("detained", "Asha O’Neill-Shah"),
    ],
)
def test_form_about_someone_else_is_addressed_to_whoever_acts_for_them(about, provider, form_type, addressee):
    sent(about(MessageKind.FORM, **FORM | {"form_type": form_type, "variant": "large_print", "case_reference": ""}))
    [envelope] = provider.inbox
    assert envelope.to.name == addressee
    assert f"Dear {addressee[0].lower() + addressee[1:]}" in pdfs.text(envelope.pdf) or form_type == "detained"


def test_link_goes_to_the_mobile_on_the_record(about, provider, settings):
    sent(about(MessageKind.LINK, MessageChannel.SMS))
    [envelope] = provider.inbox
    assert envelope.to == "+447700900123"
    assert settings.NDOP_SERVICE_URL in envelope.text
    assert settings.NDOP_PHONE in envelope.text
    assert "Asha" not in envelope.text
    assert len(envelope.text) <= 160


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"mobile": ""}, MessageProblem.NO_CONTACT),
        ({"date_of_death": date(2026, 1, 1)}, MessageProblem.DECEASED),
    ],
)
def test_link_that_cannot_go_out_says_why(about, provider, changes, problem):
    Person.objects.update(**changes)
    assert sent(about(MessageKind.LINK, MessageChannel.SMS)).last_error == problem
    assert provider.inbox == []


@pytest.mark.parametrize("kind", LETTER_KINDS)
def test_T15_restricted_record_gets_no_letter_and_one_task(letter_of, provider, person, kind):
    message = letter_of[kind]()
    Person.objects.update(is_restricted=True)
    sent(message)
    sent(message)
    assert message.last_error == MessageProblem.RESTRICTED
    assert provider.inbox == []
    task = Task.objects.get()
    assert (task.kind, task.nhs_number, task.message_id) == (TaskKind.RESTRICTED_RECORD, person.nhs_number, message.pk)
    assert task.due_at > now()
    assert AuditEvent.objects.filter(action=AuditAction.TASK_CREATED).count() == 1


@pytest.mark.parametrize("kind", LETTER_KINDS)
def test_letter_that_fails_for_another_reason_makes_no_task(letter_of, provider, kind):
    message = letter_of[kind]()
    Person.objects.all().delete()
    assert sent(message).last_error == MessageProblem.NO_PERSON
    assert not Task.objects.exists()


@pytest.mark.parametrize("kind", LETTER_KINDS)
def test_letter_of_every_kind_is_composed_once_and_carries_its_code(letter_of, provider, kind):
    message = letter_of[kind]()
    provider.script = [Unavailable("answered 503")]
    composed = bytes(sent(message).letter)
    Person.objects.update(family_name="Changed")
    Message.objects.filter(pk=message.pk).update(available_at=now())
    sent(message)
    [envelope] = provider.inbox
    assert envelope.pdf == composed
    assert codes_on(envelope.pdf)[0] == letter_code(message.public_id)

"""One synthetic person with a choice and a message to send about it."""

from datetime import date, timedelta

import pytest

from registry.actions.preferences import Submission, record_choice
from registry.clock import now
from registry.gateways.directory import get_directory
from registry.matching import name_key
from registry.models import Message, MessageChannel, MessageKind, Person, Source, Status, WorkState
from registry.nhs_number import NHSNumber
from registry.parties import PATIENT, Patient
from tests.fakes.messaging import ScriptedGateway

NUMBER = NHSNumber(9990000018)


@pytest.fixture
def person(db):
    return Person.objects.create(
        nhs_number=NUMBER,
        given_names="Asha",
        family_name="O’Neill-Shah",
        family_name_key=name_key("O’Neill-Shah"),
        date_of_birth=date(1980, 2, 29),
        address_lines=["1 Test Street", "Leeds"],
        postcode="LS1 1AA",
        email="asha@example.com",
        mobile="07700 900123",
    )


@pytest.fixture
def provider(settings):
    """The scripted provider, in place of every channel's."""
    ScriptedGateway.reset()
    settings.MESSAGE_GATEWAYS = dict.fromkeys(MessageChannel.values, "tests.fakes.messaging.ScriptedGateway")
    yield ScriptedGateway
    ScriptedGateway.reset()


@pytest.fixture
def choose(person):
    """Record a choice of the person with confirmations by these channels."""

    def record(status=Status.OPTED_OUT, *channels, key=None):
        at = now()
        submission = Submission(
            person=get_directory().get(person.nhs_number),
            status=status,
            source=Source.ONLINE,
            party=Patient(),
            decided_at=at,
            idempotency_key=key or f"key-{at.isoformat()}",
            confirm_by=channels,
        )
        return record_choice(submission, by=PATIENT, at=at)

    return record


@pytest.fixture
def confirmation(choose):
    """A confirmation that waits to be sent by this channel."""

    def make(channel=MessageChannel.EMAIL):
        return Message.objects.get(change=choose(Status.OPTED_OUT, channel))

    return make


@pytest.fixture
def code(person):
    """A message with a code."""

    def make(channel=MessageChannel.SMS, lifetime=timedelta(minutes=10)):
        return Message.objects.create(
            kind=MessageKind.CODE,
            channel=channel,
            nhs_number=person.nhs_number,
            recipient="+447700900123" if channel == MessageChannel.SMS else "asha@example.com",
            content={"code": "048213"},
            deadline_at=now() + lifetime,
        )

    return make


@pytest.fixture
def died(db):
    """Leave a message as a worker does that died while it sent it."""

    def leave(message):
        Message.objects.filter(pk=message.pk).update(state=WorkState.UNKNOWN, attempts=1)

    return leave

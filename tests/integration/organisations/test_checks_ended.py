"""From the list to the result, by the real checker; and the notice by email."""

import hashlib

import pytest

from registry.actions.checks.running import run_check
from registry.actions.messages import send_message
from registry.models import Check, Message, MessageKind, OrganisationPerson, PostRoomItem
from registry.sample_list import EXPECTED, sample_list, sample_result
from tests.factories.organisations import make_flow, make_member
from tests.support.members import member_client
from tests.support.sent_lists import at, sent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.CHECKS_DIR = tmp_path


@pytest.fixture
def person():
    return make_member()


def checked(person: OrganisationPerson, data=None) -> Check:
    """Send a list as a test, and let the checker do it."""
    sent(member_client(person), make_flow(person.organisation), data, mode="test")
    run_check(Check.objects.get().pk)
    return Check.objects.get()


def test_sample_comes_out_as_its_page_says(person):
    check, client = checked(person), member_client(person)
    assert check.input_sha256 == hashlib.sha256(sample_list()).hexdigest()
    assert {name: getattr(check, name) for name in EXPECTED} == EXPECTED
    page = client.get(at("check-detail", check.public_id)).text
    assert "<strong>15</strong> in the result" in page
    assert "You may use the result until" in page
    answer = client.get(at("check-result", check.public_id))
    assert b"".join(answer.streaming_content) == sample_result()
    report = client.get(at("check-report", check.public_id))
    assert b"".join(report.streaming_content).count(b"invalid") == EXPECTED["invalid"]
    receipt = client.get(at("check-receipt", check.public_id))
    assert receipt.content == check.receipt.encode()
    assert receipt["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("data", "said"), [(None, "is done"), (b"\x00\x01\x02binary", "without a result. The file is not plain text")]
)
def test_whoever_asked_is_told_by_email(person, data, said):
    check = checked(person, data)
    [message] = Message.objects.filter(kind=MessageKind.CHECK_DONE)
    send_message(str(message.pk))
    email = PostRoomItem.objects.get()
    assert email.recipient == person.email
    assert f"{check.reference} " in email.text
    assert said in email.text
    assert at("check-detail", check.public_id) in email.text
    assert check.file_name not in email.text + email.subject


def test_check_without_a_result_says_why_and_what_to_do_next(person):
    check = checked(person, b"\x00\x01\x02binary")
    page = member_client(person).get(at("check-detail", check.public_id)).text
    assert "There is no result" in page
    assert "The file is not plain text." in page
    assert "Save it as plain text or as CSV" in page
    assert "Download" not in page

"""One message from a committed row to the provider, and each way that can go."""

from datetime import timedelta

import pytest

from registry import outbox
from registry.actions import envelopes, messages
from registry.actions.envelopes import people
from registry.actions.messages import send_message
from registry.clock import now
from registry.gateways.directory import DirectoryUnavailable
from registry.gateways.messaging import Address, AlreadySent, OutcomeUnknown, Rejected, Unavailable
from registry.models import (
    AuditAction,
    AuditEvent,
    Message,
    MessageChannel,
    MessageProblem,
    Person,
    PreferenceChange,
    Status,
    WorkState,
)

pytestmark = pytest.mark.django_db


def sent(message):
    send_message(str(message.pk))
    message.refresh_from_db()
    return message


def due_again(message):
    Message.objects.filter(pk=message.pk).update(available_at=now())


def test_email_confirmation_is_accepted_and_audited(confirmation, provider):
    message = sent(confirmation(MessageChannel.EMAIL))
    [envelope] = provider.inbox
    assert (message.state, message.provider_id) == (WorkState.DONE, "provider-1")
    assert envelope.reference == str(message.public_id)
    assert envelope.to == "asha@example.com"
    assert "No, do not allow" in envelope.text
    assert "No, do not allow" in envelope.html
    event = AuditEvent.objects.get(action=AuditAction.MESSAGE_SENT)
    assert event.object_id == str(message.public_id)
    assert event.details == {"kind": "confirmation", "attempts": 1}


def test_letter_confirmation_is_a_pdf_to_the_address(confirmation, provider):
    sent(confirmation(MessageChannel.LETTER))
    [envelope] = provider.inbox
    assert envelope.pdf.startswith(b"%PDF")
    assert envelope.to == Address("Asha O’Neill-Shah", ("1 Test Street", "Leeds", "LS1 1AA"))


def test_code_goes_where_the_check_said_and_is_wiped(code, provider):
    message = sent(code(MessageChannel.SMS))
    [envelope] = provider.inbox
    assert envelope.to == "+447700900123"
    assert envelope.text.startswith("048213 ")
    assert (message.recipient, message.content) == ("", {})


def test_code_by_email_has_both_forms(code, provider):
    sent(code(MessageChannel.EMAIL))
    [envelope] = provider.inbox
    assert "048213" in envelope.text
    assert "048213" in envelope.html
    assert "048213" not in envelope.subject


def test_confirmation_says_the_choice_that_stands_when_it_is_sent(choose, provider):
    first = Message.objects.get(change=choose(Status.OPTED_OUT, MessageChannel.EMAIL))
    newest = choose(Status.ALLOWED)
    sent(first)
    [envelope] = provider.inbox
    assert "Yes, allow" in envelope.text
    assert newest.reference in envelope.text


def test_message_sent_before_is_not_sent_again(confirmation, provider):
    message = confirmation()
    sent(message)
    sent(message)
    assert len(provider.inbox) == 1


def test_unknown_message_that_arrived_is_found_and_not_sent_again(confirmation, provider, died):
    message = confirmation()
    provider.script = [lambda envelope: provider.inbox.append(envelope) or OutcomeUnknown("dropped")]
    assert sent(message).state == WorkState.UNKNOWN
    due_again(message)
    assert sent(message).state == WorkState.DONE
    assert provider.looked_up == [str(message.public_id)]
    assert len(provider.inbox) == 1


def test_unknown_message_that_never_arrived_is_sent(confirmation, provider, died):
    message = confirmation()
    died(message)
    assert sent(message).state == WorkState.DONE
    assert provider.looked_up == [str(message.public_id)]
    assert len(provider.inbox) == 1


def test_pending_message_is_not_looked_up_first(confirmation, provider):
    sent(confirmation())
    assert provider.looked_up == []


def test_already_sent_is_success(confirmation, provider):
    provider.script = [AlreadySent("earlier")]
    message = sent(confirmation())
    assert (message.state, message.provider_id) == (WorkState.DONE, "earlier")


def test_rejected_fails_at_once(confirmation, provider):
    provider.script = [Rejected("answered 400")]
    message = sent(confirmation())
    assert (message.state, message.last_error, message.attempts) == (WorkState.FAILED, MessageProblem.REJECTED, 1)
    assert AuditEvent.objects.get(action=AuditAction.MESSAGE_FAILED).reason == MessageProblem.REJECTED


def test_unavailable_is_put_back_for_later(confirmation, provider):
    provider.script = [Unavailable("answered 503")]
    message = sent(confirmation())
    assert (message.state, message.last_error) == (WorkState.PENDING, MessageProblem.UNAVAILABLE)
    assert timedelta(seconds=4) < message.available_at - now() <= timedelta(seconds=10)


def test_unavailable_waits_as_long_as_the_provider_asks(confirmation, provider):
    provider.script = [Unavailable("answered 429", retry_after=90)]
    message = sent(confirmation())
    assert timedelta(seconds=85) < message.available_at - now() <= timedelta(seconds=90)


def test_twelve_tries_outlast_two_hours_and_end_within_a_day(settings):
    tries = range(1, settings.MESSAGE_ATTEMPTS)
    shortest = min(sum(map(messages._wait_seconds, tries)) for _ in range(200))
    longest = max(sum(map(messages._wait_seconds, tries)) for _ in range(200))
    assert 2 * 3600 < shortest < longest < settings.MESSAGE_DEADLINE.total_seconds()
    assert len({messages._wait_seconds(6) for _ in range(50)}) > 10


def test_last_try_fails_for_staff_to_see(confirmation, provider, settings):
    message = confirmation()
    Message.objects.filter(pk=message.pk).update(attempts=settings.MESSAGE_ATTEMPTS - 1)
    provider.script = [Unavailable("answered 503")]
    assert sent(message).state == WorkState.FAILED
    assert message.attempts == settings.MESSAGE_ATTEMPTS


def test_message_that_kills_its_worker_each_time_ends(confirmation, provider, settings):
    message = confirmation()
    Message.objects.filter(pk=message.pk).update(state=WorkState.UNKNOWN, attempts=settings.MESSAGE_ATTEMPTS)
    message = sent(message)
    assert (message.state, message.last_error) == (WorkState.FAILED, MessageProblem.OUTCOME_UNKNOWN)
    assert provider.inbox == []


def test_expired_code_is_never_sent(code, provider):
    message = code(lifetime=timedelta(seconds=-1))
    send_message(str(message.pk))
    outbox.recover(Message)
    message.refresh_from_db()
    assert (message.state, message.last_error) == (WorkState.EXPIRED, MessageProblem.TOO_LATE)
    assert provider.inbox == []


def test_code_that_expires_while_it_is_prepared_is_not_sent(code, provider, database_clock, monkeypatch):
    message = code()
    prepare = envelopes.prepare

    def prepare_slowly(row):
        database_clock.move(timedelta(minutes=11))
        return prepare(row)

    monkeypatch.setattr(messages, "prepare", prepare_slowly)
    send_message(str(message.pk))
    assert provider.inbox == []


def test_claim_lost_while_preparing_sends_nothing(confirmation, provider, settings, database_clock, monkeypatch):
    message = confirmation()
    prepare = envelopes.prepare

    def prepare_slowly(row):
        database_clock.move(settings.MESSAGE_LEASE + timedelta(seconds=1))
        return prepare(row)

    monkeypatch.setattr(messages, "prepare", prepare_slowly)
    send_message(str(message.pk))
    assert provider.inbox == []


def test_letter_is_composed_once_and_sent_again_as_it_was(confirmation, provider, person):
    message = confirmation(MessageChannel.LETTER)
    provider.script = [Unavailable("answered 503")]
    composed = bytes(sent(message).letter)
    Person.objects.update(family_name="Changed", postcode="")
    due_again(message)
    sent(message)
    [envelope] = provider.inbox
    assert composed
    assert envelope.pdf == composed
    assert envelope.to.name == "Asha O’Neill-Shah"


@pytest.mark.parametrize(
    ("channel", "change", "problem"),
    [
        ("email", {"email": ""}, MessageProblem.NO_CONTACT),
        ("sms", {"mobile": ""}, MessageProblem.NO_CONTACT),
        ("letter", {"address_lines": []}, MessageProblem.NO_CONTACT),
        ("letter", {"is_restricted": True}, MessageProblem.RESTRICTED),
        ("letter", {"family_name": "ชื่อ"}, MessageProblem.CANNOT_PRINT),
    ],
)
def test_message_that_cannot_go_out_says_why(confirmation, provider, channel, change, problem):
    message = confirmation(channel)
    Person.objects.update(**change)
    message = sent(message)
    assert (message.state, message.last_error) == (WorkState.FAILED, problem)
    assert provider.inbox == []


def test_message_to_someone_who_died_is_not_sent(confirmation, provider):
    message = confirmation()
    Person.objects.update(date_of_death=now().date())
    assert sent(message).last_error == MessageProblem.DECEASED


def test_message_to_someone_without_a_record_is_not_sent(confirmation, provider):
    message = confirmation()
    Person.objects.all().delete()
    assert sent(message).last_error == MessageProblem.NO_PERSON


def test_directory_away_is_tried_again(confirmation, provider, monkeypatch):
    class Away:
        def get(self, number):
            raise DirectoryUnavailable("no answer")

    monkeypatch.setattr(people, "get_directory", Away)
    message = sent(confirmation())
    assert (message.state, message.last_error) == (WorkState.PENDING, MessageProblem.DIRECTORY_UNAVAILABLE)


def test_history_is_untouched_by_sending(confirmation, provider):
    message = confirmation()
    before = PreferenceChange.objects.values_list("pk", "version")
    sent(message)
    assert list(PreferenceChange.objects.values_list("pk", "version")) == list(before)


def test_request_id_of_the_browser_follows_to_the_log_and_the_audit(confirmation, provider, caplog):
    message = confirmation()
    Message.objects.filter(pk=message.pk).update(request_id="0a1b2c3d")
    sent(message)
    assert AuditEvent.objects.get(action=AuditAction.MESSAGE_SENT).request_id == "0a1b2c3d"
    [line] = [record.msg for record in caplog.records if record.name == "registry.messages"]
    assert line["request_id"] == "0a1b2c3d"


def test_log_of_a_sent_code_says_nothing_personal(code, provider, caplog):
    sent(code())
    line = str([record.msg for record in caplog.records if record.name == "registry.messages"])
    assert line
    assert not any(secret in line for secret in ("048213", "7700900123", "9990000018"))

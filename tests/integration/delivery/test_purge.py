"""P01: what is past its period is gone, what is not stays, and a row says how many."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from registry import limits
from registry.actions.messages import send_message
from registry.actions.purge import purge_expired
from registry.clock import now
from registry.models import (
    AuditAction,
    AuditEvent,
    Draft,
    IdentityCheck,
    LimitCounter,
    Message,
    MessageChannel,
    Preference,
    PreferenceChange,
    WorkState,
)
from registry.parties import SYSTEM

pytestmark = pytest.mark.django_db


def purge():
    return purge_expired(by=SYSTEM, at=now())


@pytest.fixture
def draft(db):
    return Draft.objects.create(answers={"name": {"given_name": "Asha"}})


@pytest.fixture
def identity_check(db, draft):
    check = IdentityCheck.objects.create(
        channel=MessageChannel.SMS,
        network=b"n" * 32,
        details={"given_name": "Asha"},
        code_hash="hash",
        deadline_at=now() + timedelta(minutes=10),
    )
    Draft.objects.update(identity_check=check)
    return check


def test_P01_draft_is_gone_after_its_idle_limit(draft, database_clock, settings):
    database_clock.move(settings.DRAFT_IDLE - timedelta(seconds=5))
    assert purge()["drafts"] == 0
    database_clock.move(timedelta(seconds=10))
    assert purge()["drafts"] == 1
    assert not Draft.objects.exists()


def test_P01_draft_is_gone_after_its_hard_limit_though_in_use(draft, database_clock, settings):
    database_clock.move(settings.DRAFT_HARD + timedelta(seconds=1))
    Draft.objects.update(last_seen_at=now())
    assert purge()["drafts"] == 1


def test_P01_details_of_a_request_are_gone_once_it_ended(identity_check):
    assert purge()["check_details"] == 0
    IdentityCheck.objects.update(state=WorkState.DONE, finished_at=now())
    assert purge()["check_details"] == 1
    kept = IdentityCheck.objects.get()
    assert (kept.details, kept.code_hash) == ({}, "hash")
    assert purge()["check_details"] == 0


def test_P01_code_and_its_request_are_gone_within_the_hour(identity_check, database_clock):
    database_clock.move(timedelta(minutes=11))
    purge()
    assert IdentityCheck.objects.get().code_hash == ""
    database_clock.move(timedelta(minutes=59))
    assert purge()["checks"] == 1
    assert not IdentityCheck.objects.exists()


def test_P01_code_that_was_never_sent_is_gone_with_its_address(code):
    message = code()
    assert purge()["codes"] == 0
    Message.objects.update(state=WorkState.EXPIRED, finished_at=now())
    assert purge()["codes"] == 1
    message.refresh_from_db()
    assert (message.recipient, message.content) == ("", {})


def test_P01_contact_and_letter_are_gone_seven_days_after_sending(confirmation, provider, database_clock):
    message = confirmation(MessageChannel.LETTER)
    send_message(str(message.pk))
    database_clock.move(timedelta(days=7, seconds=-5))
    assert purge()["contacts"] == 0
    message.refresh_from_db()
    assert message.letter.startswith(b"%PDF")
    database_clock.move(timedelta(seconds=10))
    assert purge()["contacts"] == 1
    message.refresh_from_db()
    assert (message.recipient, message.content, message.letter) == ("", {}, b"")
    assert purge()["contacts"] == 0


def test_P01_message_that_still_waits_keeps_what_it_needs(code, database_clock):
    message = code(lifetime=timedelta(days=30))
    database_clock.move(timedelta(days=8))
    purge()
    message.refresh_from_db()
    assert message.content == {"code": "048213"}


def test_P01_counter_is_gone_after_its_window(database_clock):
    limits.CODES_BY_DAY.count("somebody")
    assert purge()["limit_counters"] == 0
    database_clock.move(timedelta(days=1, seconds=1))
    assert purge()["limit_counters"] == 1
    assert not LimitCounter.objects.exists()


def test_P01_session_is_gone_after_its_end(db):
    Session.objects.create(session_key="old", session_data="", expire_date=now() - timedelta(seconds=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now() + timedelta(hours=1))
    assert purge()["sessions"] == 1
    assert Session.objects.get().session_key == "new"


def test_P01_one_row_says_how_many_of_each(draft, code, database_clock):
    database_clock.move(timedelta(hours=3))
    erased = purge()
    event = AuditEvent.objects.get(action=AuditAction.PURGED)
    assert event.details == erased
    kinds = {"drafts", "check_details", "checks", "codes", "contacts", "limit_counters", "sessions", "invitations"}
    kinds |= {"organisation_invitations", "api_answers", "uploads", "check_files", "check_sketches", "list_checks"}
    kinds |= {"mesh_names", "guidance_searches"}
    assert set(erased) == kinds
    assert erased["drafts"] == 1


def test_P01_choices_history_and_audit_are_never_purged(confirmation, provider, database_clock):
    send_message(str(confirmation().pk))
    before = [model.objects.count() for model in (Preference, PreferenceChange, AuditEvent, Message)]
    database_clock.move(timedelta(days=5000))
    purge()
    after = [model.objects.count() for model in (Preference, PreferenceChange, AuditEvent, Message)]
    assert after == [before[0], before[1], before[2] + 1, before[3]]

"""F28: the patient and the contact centre set opposite choices in the same instant."""

import threading

import pytest
from django.db import DatabaseError, connection

from registry.actions.messages import send_message
from registry.actions.preferences import record_choice
from registry.clock import now
from registry.models import (
    ActorKind,
    Message,
    MessageChannel,
    PostRoomItem,
    Preference,
    PreferenceChange,
    Source,
    Status,
)
from registry.parties import PATIENT, Actor
from tests.factories import PersonFactory, SubmissionFactory
from tests.support.crowds import all_at_once
from tests.support.invariants import broken_histories

WORDS = {Status.OPTED_OUT: "No, do not allow", Status.ALLOWED: "Yes, allow"}
CLERK = Actor(ActorKind.STAFF, "7")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def post_room(settings):
    settings.MESSAGE_GATEWAYS = {"email": "registry.gateways.post_room.PostRoom"}


def opposite_choices(number, status, source, by):
    submission = SubmissionFactory.build(
        person__nhs_number=number,
        status=status,
        source=source,
        confirm_by=(MessageChannel.EMAIL,),
        idempotency_key=f"{source}-{threading.get_ident()}-{now().isoformat()}",
        decided_at=now(),
    )
    return lambda: record_choice(submission, by=by, at=now())


def race(rounds):
    """Return how many submissions were accepted and how many were refused by an error."""
    person = PersonFactory()
    results = []
    for turn in range(rounds):
        ours, theirs = (Status.OPTED_OUT, Status.ALLOWED) if turn % 2 else (Status.ALLOWED, Status.OPTED_OUT)
        results += all_at_once(
            [
                opposite_choices(person.nhs_number, ours, Source.ONLINE, PATIENT),
                opposite_choices(person.nhs_number, theirs, Source.CALL_CENTRE, CLERK),
            ]
        )
    errors = [result for result in results if isinstance(result, Exception)]
    return len(results) - len(errors), errors


def test_F28_both_are_kept_in_one_order_and_the_messages_name_the_last():
    accepted, errors = race(200)
    assert (accepted, errors) == (400, [])
    versions = list(PreferenceChange.objects.order_by("version").values_list("version", flat=True))
    assert versions == list(range(1, 401))
    assert broken_histories() == []
    assert Message.objects.count() == 400
    for identifier in Message.objects.order_by("-pk").values_list("pk", flat=True)[:2]:
        send_message(str(identifier))
    standing = Preference.objects.get().status
    said = {next(word for word in WORDS.values() if word in item.text) for item in PostRoomItem.objects.all()}
    assert PostRoomItem.objects.count() == 2
    assert said == {WORDS[standing]}


@pytest.fixture
def locks_that_hold_nobody():
    """New connections find a lock function of ours, which does nothing, before PostgreSQL's."""
    database = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("CREATE FUNCTION public.pg_advisory_xact_lock(bigint) RETURNS void LANGUAGE sql AS ''")
        cursor.execute(f'ALTER DATABASE "{database}" SET search_path = public, pg_catalog')
    yield
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{database}" RESET search_path')
        cursor.execute("DROP FUNCTION public.pg_advisory_xact_lock(bigint)")


def test_F28_would_notice_writers_that_do_not_queue(locks_that_hold_nobody):
    _, errors = race(30)
    assert errors
    assert all(isinstance(error, DatabaseError) for error in errors)

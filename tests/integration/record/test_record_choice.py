from datetime import date

import pytest
from django.db import DatabaseError, connection

from registry.actions.preferences import (
    REFERENCE_ALPHABET,
    SubmissionKeyReused,
    new_reference,
    record_choice,
)
from registry.audit import subject_key
from registry.clock import now
from registry.models import (
    ActorKind,
    AuditAction,
    AuditEvent,
    ChangeKind,
    Message,
    MessageChannel,
    MessageKind,
    Preference,
    PreferenceChange,
    ProxyRole,
    Source,
    Status,
)
from registry.parties import PATIENT, Actor, Proxy
from registry.policies import PersonHasDied, UnderAge
from registry.queries.preferences import current_preference, history
from tests.factories import DemographicsFactory, PersonFactory, SubmissionFactory, make_nhs_number

pytestmark = pytest.mark.django_db
STAFF = Actor(ActorKind.STAFF, "7")
ATTORNEY = Proxy(ProxyRole.POWER_OF_ATTORNEY, "Pat Proxy", "pat@example.com")


def save(submission=None, *, by=PATIENT, **changes):
    return record_choice(submission or SubmissionFactory(**changes), by=by, at=now())


def written():
    return tuple(model.objects.count() for model in (PreferenceChange, Preference, AuditEvent, Message))


def test_record_choice_first():
    person = DemographicsFactory()
    change = save(person=person, decided_at=now())
    assert (change.kind, change.version, change.before_status) == (ChangeKind.FIRST, 1, "")
    standing = current_preference(person.nhs_number)
    assert (standing.status, standing.version, standing.source) == (Status.OPTED_OUT, 1, Source.ONLINE)
    assert standing.consenting_party == person.nhs_number
    assert standing.recorded_at == change.recorded_at
    assert (change.actor_kind, change.actor_id) == (ActorKind.PATIENT, "")


def test_record_choice_change_keeps_the_row_and_its_public_id():
    person = DemographicsFactory()
    save(person=person, status=Status.OPTED_OUT)
    before = current_preference(person.nhs_number)
    change = save(person=person, status=Status.ALLOWED, source=Source.CALL_CENTRE, case_reference="12345-C", by=STAFF)
    after = current_preference(person.nhs_number)
    assert (change.kind, change.version) == (ChangeKind.CHANGE, 2)
    assert (change.before_status, change.after_status) == (Status.OPTED_OUT, Status.ALLOWED)
    assert (after.pk, after.public_id) == (before.pk, before.public_id)
    assert (after.status, after.version, after.source, after.case_reference) == ("allowed", 2, "CC", "12345-C")
    assert (after.recorded_at, after.decided_at) == (change.recorded_at, change.decided_at)


def test_record_choice_same_again_is_a_confirmation_and_moves_no_date():
    person = DemographicsFactory()
    save(person=person)
    before = current_preference(person.nhs_number)
    change = save(person=person, source=Source.PAPER)
    after = current_preference(person.nhs_number)
    assert (change.kind, change.version, change.before_status) == (ChangeKind.CONFIRMATION, 2, Status.OPTED_OUT)
    assert (after.version, after.source) == (2, Source.ONLINE)
    assert (after.decided_at, after.recorded_at) == (before.decided_at, before.recorded_at)


def test_I02_a_repeat_returns_the_first_result_and_writes_nothing():
    submission = SubmissionFactory(confirm_by=[MessageChannel.EMAIL])
    first = save(submission)
    before = written()
    again = save(submission)
    assert (again.pk, again.reference) == (first.pk, first.reference)
    assert written() == before == (1, 1, 1, 1)


def test_I02_a_repeat_after_a_later_change_still_returns_the_first_result():
    submission = SubmissionFactory()
    first = save(submission)
    save(person=submission.person, status=Status.ALLOWED)
    assert save(submission).pk == first.pk
    assert current_preference(submission.person.nhs_number).status == Status.ALLOWED


def test_I02_a_key_used_for_another_choice_is_refused():
    submission = SubmissionFactory()
    save(submission)
    before = written()
    with pytest.raises(SubmissionKeyReused):
        save(person=submission.person, status=Status.ALLOWED, idempotency_key=submission.idempotency_key)
    with pytest.raises(SubmissionKeyReused):
        save(idempotency_key=submission.idempotency_key)
    assert written() == before


def test_I02_keys_of_two_channels_never_meet():
    person = DemographicsFactory()
    save(person=person, idempotency_key="7", source=Source.ONLINE)
    save(person=person, idempotency_key="7", source=Source.PAPER, status=Status.ALLOWED)
    assert len(history(person.nhs_number)) == 2


def test_record_choice_key_is_kept_as_a_hash_of_fixed_length():
    change = save(idempotency_key="x" * 5000)
    assert len(change.idempotency_key) == 64
    assert "x" not in change.idempotency_key


def test_F38_a_superseded_number_resolves_to_the_current_one():
    oldest, middle, current = (make_nhs_number(n) for n in (50_001, 50_002, 50_003))
    PersonFactory(nhs_number=oldest, superseded_by=middle)
    PersonFactory(nhs_number=middle, superseded_by=current)
    PersonFactory(nhs_number=current)
    change = save(person=DemographicsFactory(nhs_number=oldest))
    assert change.nhs_number == change.consenting_party == current
    assert current_preference(oldest) == current_preference(middle) == current_preference(current)
    assert [row.pk for row in history(oldest)] == [change.pk]
    again = save(person=DemographicsFactory(nhs_number=current))
    assert (again.version, again.kind) == (2, ChangeKind.CONFIRMATION)


def test_record_choice_by_a_proxy():
    change = save(party=ATTORNEY, source=Source.PAPER, case_reference="12345-C", by=STAFF)
    kept = PreferenceChange.objects.get(pk=change.pk)
    assert (kept.consenting_party, kept.proxy_role) == (None, ProxyRole.POWER_OF_ATTORNEY)
    assert (kept.proxy_name, kept.proxy_contact) == ("Pat Proxy", "pat@example.com")
    standing = current_preference(kept.nhs_number)
    assert (standing.consenting_party, standing.proxy_name) == (None, "Pat Proxy")
    assert standing.case_reference == kept.case_reference == "12345-C"


def test_record_choice_by_the_person_takes_a_proxys_name_off_the_standing_choice():
    person = DemographicsFactory()
    save(person=person, party=ATTORNEY, source=Source.PAPER)
    save(person=person, status=Status.ALLOWED)
    standing = current_preference(person.nhs_number)
    assert (standing.consenting_party, standing.proxy_role, standing.proxy_name) == (person.nhs_number, "", "")


@pytest.mark.parametrize(
    ("person", "error"),
    [({"date_of_birth": date(2024, 1, 1)}, UnderAge), ({"date_of_death": date(2025, 1, 1)}, PersonHasDied)],
)
def test_record_choice_against_the_rules_writes_nothing(person, error):
    with pytest.raises(error):
        save(person=DemographicsFactory(**person), confirm_by=[MessageChannel.EMAIL])
    assert written() == (0, 0, 0, 0)


@pytest.mark.parametrize("reference", ["1234-C", "12345-D", "123456C", " 12345-C"])
def test_record_choice_with_a_malformed_case_reference_is_refused_even_as_a_confirmation(reference):
    person = DemographicsFactory()
    save(person=person)
    with pytest.raises(DatabaseError):
        save(person=person, case_reference=reference)


def test_record_choice_leaves_one_audit_event_that_names_nobody():
    change = save(reason="asked by phone", by=STAFF, source=Source.CALL_CENTRE)
    event = AuditEvent.objects.get()
    assert (event.action, event.actor_kind, event.actor_id) == (AuditAction.CHOICE_RECORDED, ActorKind.STAFF, "7")
    assert bytes(event.subject) == subject_key(change.nhs_number)
    assert (event.object_type, event.object_id) == ("change", change.reference)
    assert (event.channel, event.reason) == (Source.CALL_CENTRE, "asked by phone")
    row = AuditEvent.objects.filter(pk=event.pk).values_list()[0]
    assert not any(change.nhs_number.digits in str(column) for column in row)


def test_record_choice_audit_says_which_kind_it_was():
    person = DemographicsFactory()
    for status in (Status.ALLOWED, Status.ALLOWED, Status.OPTED_OUT):
        save(person=person, status=status)
    assert list(AuditEvent.objects.order_by("id").values_list("action", flat=True)) == [
        AuditAction.CHOICE_RECORDED,
        AuditAction.CHOICE_CONFIRMED,
        AuditAction.CHOICE_CHANGED,
    ]


def test_I05_each_confirmation_is_one_message_row_of_its_change():
    channels = [MessageChannel.EMAIL, MessageChannel.LETTER, MessageChannel.EMAIL]
    change = save(confirm_by=channels)
    rows = Message.objects.order_by("id")
    assert [row.channel for row in rows] == [MessageChannel.EMAIL, MessageChannel.LETTER]
    assert {(row.change_id, row.kind, row.nhs_number) for row in rows} == {
        (change.pk, MessageKind.CONFIRMATION, change.nhs_number)
    }


def channels_of(change):
    return set(Message.objects.filter(change=change).values_list("channel", flat=True))


@pytest.mark.parametrize("before", MessageChannel)
@pytest.mark.parametrize("after", [(), *((channel,) for channel in MessageChannel), tuple(MessageChannel)])
def test_T15_a_change_is_confirmed_as_asked_and_by_the_way_of_the_last_confirmation(before, after):
    person = DemographicsFactory()
    save(person=person, confirm_by=[before])
    change = save(person=person, status=Status.ALLOWED, confirm_by=after)
    assert channels_of(change) == {before, *after}
    assert Message.objects.filter(change=change).count() == len({before, *after})


def test_T15_the_last_way_is_that_of_the_latest_confirmation_of_this_person():
    person = DemographicsFactory()
    save(person=person, confirm_by=[MessageChannel.LETTER])
    save(person=person, confirm_by=[MessageChannel.EMAIL])
    save(confirm_by=[MessageChannel.LETTER])
    code = {"kind": MessageKind.CODE, "channel": MessageChannel.SMS, "content": {"code": "1"}}
    Message.objects.create(nhs_number=person.nhs_number, deadline_at=now(), **code)
    assert channels_of(save(person=person, status=Status.ALLOWED)) == {MessageChannel.EMAIL}


def test_T15_a_confirmed_choice_and_a_first_one_go_only_where_was_asked():
    person = DemographicsFactory()
    first = save(person=person, confirm_by=[MessageChannel.LETTER])
    again = save(person=person, confirm_by=[MessageChannel.EMAIL])
    assert (channels_of(first), channels_of(again)) == ({MessageChannel.LETTER}, {MessageChannel.EMAIL})


REFUSE_WRITING = """
CREATE FUNCTION injected() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'injected'; END $$;
CREATE TRIGGER injected AFTER INSERT OR UPDATE ON registry_{table} FOR EACH ROW EXECUTE FUNCTION injected();
"""


FAIL_WHEN_TOLD = """
CREATE FUNCTION proof_fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF current_setting('proof.fail', true) = 'on' THEN RAISE EXCEPTION 'injected'; END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER proof_fail AFTER INSERT OR UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION proof_fail();
"""


@pytest.mark.parametrize("earlier", [[], [Status.ALLOWED], [Status.OPTED_OUT]], ids=["first", "change", "confirmation"])
@pytest.mark.parametrize("model", [PreferenceChange, Preference, AuditEvent, Message], ids=lambda model: model.__name__)
def test_I05_a_failure_of_any_insert_leaves_nothing(model, earlier):
    with connection.cursor() as cursor:
        cursor.execute(FAIL_WHEN_TOLD.format(model._meta.db_table))
    person = DemographicsFactory()
    for status in earlier:
        save(person=person, status=status)
    before = written(), list(Preference.objects.values())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL proof.fail = 'on'")
    with pytest.raises(DatabaseError, match="injected"):
        save(person=person, status=Status.OPTED_OUT, confirm_by=[MessageChannel.EMAIL])
    assert (written(), list(Preference.objects.values())) == before


# Savepoint and its release stand for BEGIN and COMMIT here. A change also looks how the last one was confirmed.
@pytest.mark.parametrize(("kind", "most"), [("first", 4), ("change", 5), ("repeat", 4)])
def test_record_choice_takes_few_statements(django_assert_max_num_queries, kind, most):
    submission = SubmissionFactory(confirm_by=[MessageChannel.EMAIL, MessageChannel.LETTER])
    at = now()
    if kind != "first":
        save(submission)
    if kind == "change":
        submission = SubmissionFactory(person=submission.person, status=Status.ALLOWED)
    with django_assert_max_num_queries(most):
        record_choice(submission, by=PATIENT, at=at)


def test_record_choice_reference_can_be_read_out():
    references = {new_reference() for _ in range(200)}
    assert len(references) == 200
    for reference in references:
        first, second, third = reference.split("-")
        assert [len(first), len(second), len(third)] == [4, 4, 2]
        assert set(first + second + third) <= set(REFERENCE_ALPHABET)
    assert not set("01OIL") & set(REFERENCE_ALPHABET)


def test_I12_instants_come_from_the_database_clock(database_clock):
    moment = now().replace(year=2031, microsecond=0)
    database_clock.stop_at(moment)
    change = save()
    assert change.recorded_at == AuditEvent.objects.get().at == moment
    assert change.recorded_at.tzinfo is not None

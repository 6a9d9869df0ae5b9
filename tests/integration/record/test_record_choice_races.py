from collections import Counter
from datetime import date

import pytest

from registry.actions.preferences import SubmissionKeyReused, record_choice
from registry.clock import now
from registry.models import AuditEvent, Message, MessageChannel, Preference, PreferenceChange, Source, Status
from registry.parties import PATIENT
from registry.queries.preferences import current_preference, history
from tests.factories import DemographicsFactory, PersonFactory, SubmissionFactory, make_nhs_number
from tests.support.crowds import all_at_once
from tests.support.invariants import broken_histories

pytestmark = pytest.mark.django_db(transaction=True)


def saving(submission):
    return lambda: record_choice(submission, by=PATIENT, at=now())


def test_F28_two_channels_in_the_same_second_are_both_kept_in_one_order():
    person = DemographicsFactory(date_of_birth=date(1990, 1, 1))
    online = SubmissionFactory(person=person, status=Status.OPTED_OUT, source=Source.ONLINE)
    phone = SubmissionFactory(person=person, status=Status.ALLOWED, source=Source.CALL_CENTRE)
    results = all_at_once([saving(online), saving(phone)])
    assert sorted(result.version for result in results) == [1, 2]
    rows = history(person.nhs_number)
    assert {row.source for row in rows} == {Source.ONLINE, Source.CALL_CENTRE}
    assert current_preference(person.nhs_number).status == rows[-1].after_status
    assert broken_histories() == []


def test_F28_two_hundred_rounds_of_opposite_choices_leave_no_gap():
    people = DemographicsFactory.build_batch(5)
    for _ in range(10):
        tasks = [
            saving(SubmissionFactory(person=person, status=status, confirm_by=[MessageChannel.EMAIL]))
            for person in people
            for status in (Status.OPTED_OUT, Status.ALLOWED) * 2
        ]
        results = all_at_once(tasks)
        assert [result for result in results if isinstance(result, Exception)] == []
    assert [len(history(person.nhs_number)) for person in people] == [40] * 5
    assert PreferenceChange.objects.count() == AuditEvent.objects.count() == Message.objects.count() == 200
    assert broken_histories() == []


def test_F29_fifty_identical_submissions_at_once_are_one_row():
    submission = SubmissionFactory(confirm_by=[MessageChannel.EMAIL])
    results = all_at_once([saving(submission)] * 50)
    assert len({(result.pk, result.reference) for result in results}) == 1
    counts = [model.objects.count() for model in (PreferenceChange, Preference, AuditEvent, Message)]
    assert counts == [1, 1, 1, 1]


def test_I02_one_key_for_two_choices_at_once_is_one_row_and_one_refusal():
    for _ in range(10):
        person = DemographicsFactory()
        first = SubmissionFactory(person=person, status=Status.OPTED_OUT)
        other = SubmissionFactory(person=person, status=Status.ALLOWED, idempotency_key=first.idempotency_key)
        results = all_at_once([saving(first), saving(other)])
        assert Counter(type(result) for result in results) == {PreferenceChange: 1, SubmissionKeyReused: 1}
        assert len(history(person.nhs_number)) == 1


def test_I02_one_key_for_two_people_at_once_is_one_row_and_one_refusal():
    for _ in range(10):
        first = SubmissionFactory()
        other = SubmissionFactory(idempotency_key=first.idempotency_key)
        results = all_at_once([saving(first), saving(other)])
        assert Counter(type(result) for result in results) == {PreferenceChange: 1, SubmissionKeyReused: 1}
    assert broken_histories() == []


def test_F38_writers_on_the_old_and_the_current_number_share_one_history():
    old, current = make_nhs_number(70_001), make_nhs_number(70_002)
    PersonFactory(nhs_number=old, superseded_by=current)
    PersonFactory(nhs_number=current)
    tasks = [
        saving(SubmissionFactory(person=DemographicsFactory(nhs_number=number), status=status))
        for number in (old, current)
        for status in (Status.OPTED_OUT, Status.ALLOWED) * 5
    ]
    assert [result for result in all_at_once(tasks) if isinstance(result, Exception)] == []
    assert len(history(old)) == len(history(current)) == 20
    assert broken_histories() == []

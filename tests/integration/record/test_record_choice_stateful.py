"""record_choice against a model of it: a plain dict of what each person said, in order (I2, I3)."""

from collections import defaultdict

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from registry.actions.preferences import SubmissionKeyReused, record_choice
from registry.clock import now
from registry.models import AuditEvent, ChangeKind, MessageChannel, Source, Status
from registry.parties import PATIENT
from registry.queries.preferences import current_preference, history
from tests.factories import DemographicsFactory, PersonFactory, SubmissionFactory, make_nhs_number
from tests.support.invariants import broken_histories

pytestmark = pytest.mark.django_db
OLD, CURRENT, OTHER = (make_nhs_number(n) for n in (60_001, 60_002, 60_003))


class RecordOfChoices(RuleBasedStateMachine):
    submissions = Bundle("submissions")

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        PersonFactory(nhs_number=OLD, superseded_by=CURRENT)
        self.said = defaultdict(list)
        self.answers = {}
        self.confirmed = defaultdict(lambda: None)

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @rule(
        target=submissions,
        number=st.sampled_from([OLD, CURRENT, OTHER]),
        status=st.sampled_from(Status),
        source=st.sampled_from(Source),
        confirm_by=st.lists(st.sampled_from(MessageChannel), max_size=3),
    )
    def choose(self, number, status, source, confirm_by):
        submission = SubmissionFactory(
            person=DemographicsFactory(nhs_number=number), status=status, source=source, confirm_by=confirm_by
        )
        person = CURRENT if number == OLD else number
        before = self.said[person]
        change = record_choice(submission, by=PATIENT, at=now())
        kind = "first" if not before else "confirmation" if before[-1] == status else "change"
        assert change.kind == ChangeKind(kind)
        earlier = {self.confirmed[person]} - {None} if kind == "change" else set()
        channels = list(change.messages.order_by("id").values_list("channel", flat=True))
        assert (set(channels), len(channels)) == ({*confirm_by, *earlier}, len({*confirm_by, *earlier}))
        self.confirmed[person] = channels[-1] if channels else self.confirmed[person]
        before.append(status)
        self.answers[submission.idempotency_key] = change.pk
        return submission

    @rule(submission=submissions)
    def repeat(self, submission):
        assert record_choice(submission, by=PATIENT, at=now()).pk == self.answers[submission.idempotency_key]

    @rule(submission=submissions)
    def reuse_the_key_for_the_opposite(self, submission):
        opposite = Status.ALLOWED if submission.status == Status.OPTED_OUT else Status.OPTED_OUT
        changed = SubmissionFactory(
            person=submission.person,
            status=opposite,
            source=submission.source,
            idempotency_key=submission.idempotency_key,
        )
        with pytest.raises(SubmissionKeyReused):
            record_choice(changed, by=PATIENT, at=now())

    @invariant()
    def history_is_what_was_said_in_order(self):
        for person in (CURRENT, OTHER):
            rows = history(person)
            assert [row.after_status for row in rows] == self.said[person]
            assert [row.version for row in rows] == list(range(1, len(rows) + 1))

    @invariant()
    def the_standing_choice_is_the_last_word(self):
        for person in (CURRENT, OTHER):
            standing = current_preference(person)
            if not self.said[person]:
                assert standing is None
            else:
                assert (standing.status, standing.version) == (self.said[person][-1], len(self.said[person]))

    @invariant()
    def nothing_else_disagrees(self):
        assert broken_histories() == []
        assert AuditEvent.objects.count() == sum(map(len, self.said.values()))


def test_I03_history_and_standing_choice_agree_with_a_model_of_them():
    run_state_machine_as_test(
        RecordOfChoices,
        settings=settings(
            max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

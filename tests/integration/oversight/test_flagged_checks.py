"""The list of checks that look like another, and what staff found about them (T29)."""

import uuid
from datetime import timedelta

import numpy as np
import pytest
from django.urls import reverse

from registry.actions.checks.flagging import flag_if_alike
from registry.actions.checks.reviewing import ReviewedAlready, review_flagged
from registry.clock import now
from registry.models import AuditAction, AuditEvent, Check, Role
from registry.near_duplicates import Sketch
from registry.queries.flagged_checks import FlaggedCheckNotFound, flagged_checks
from tests.factories.checks import make_check
from tests.factories.organisations import make_organisation
from tests.support.staff import as_actor, make_staff, signed_in_client

pytestmark = pytest.mark.django_db
NUMBERS = np.arange(999_100_000, 999_100_060, dtype=np.uint32)


def flagged_pair(more=3):
    """Two checks of one organisation; the second has a few numbers more."""
    organisation = make_organisation()
    return tuple(compared(make_check(organisation), 50 + extra) for extra in (0, more))


def compared(check, count):
    sketch = Sketch(check.organisation_id)
    sketch.add(NUMBERS[:count])
    check.sketch = sketch.to_bytes()
    flag_if_alike(check, at=now())
    return check


@pytest.fixture
def auditor():
    return make_staff(Role.AUDITOR, password=None)


def test_T29_auditors_see_flagged_checks_and_those_they_resemble(auditor):
    first, second = flagged_pair()
    page = signed_in_client(auditor).get(reverse("staff:flagged-check-list")).content.decode()
    assert second.reference in page
    assert first.reference in page
    assert second.organisation.name in page


def test_T29_a_flagged_check_says_by_how_many_numbers(auditor):
    _, second = flagged_pair(more=3)
    address = reverse("staff:flagged-check", args=[second.public_id])
    assert "differ by 3 NHS numbers" in signed_in_client(auditor).get(address).content.decode()
    Check.objects.update(sketch=None)
    assert "not kept longer than 30 days" in signed_in_client(auditor).get(address).content.decode()


def test_T29_a_review_is_kept_with_its_note(auditor):
    _, second = flagged_pair()
    browser = signed_in_client(auditor)
    answer = browser.post(reverse("staff:flagged-check", args=[second.public_id]), {"note": "A register that grew"})
    assert answer.status_code == 302
    [event] = AuditEvent.objects.filter(action=AuditAction.CHECK_REVIEWED)
    assert (event.reason, event.actor_id) == ("A register that grew", str(auditor.pk))
    assert event.object_id == str(second.public_id)
    assert [check.pk for check in flagged_checks().reviewed] == [second.pk]


def test_a_second_review_is_refused_and_the_typing_kept(auditor):
    _, second = flagged_pair()
    review_flagged(second.public_id, note="First", by=as_actor(auditor), at=now())
    with pytest.raises(ReviewedAlready):
        review_flagged(second.public_id, note="Second", by=as_actor(auditor), at=now())
    address = reverse("staff:flagged-check", args=[second.public_id])
    answer = signed_in_client(auditor).post(address, {"note": "What I typed"})
    assert answer.status_code == 409
    assert "What I typed" in answer.content.decode()


@pytest.mark.parametrize("note", ["", "999 000 0018", "x" * 201])
def test_a_review_needs_a_note_without_numbers(auditor, note):
    _, second = flagged_pair()
    answer = signed_in_client(auditor).post(reverse("staff:flagged-check", args=[second.public_id]), {"note": note})
    assert answer.status_code == 422
    assert not Check.objects.filter(reviewed_at__isnull=False).exists()


def test_a_check_that_resembles_no_other_cannot_be_reviewed(auditor):
    first, _ = flagged_pair()
    for unknown in (first.public_id, uuid.uuid4()):
        assert signed_in_client(auditor).get(reverse("staff:flagged-check", args=[unknown])).status_code == 404
        with pytest.raises(FlaggedCheckNotFound):
            review_flagged(unknown, note="Nothing", by=as_actor(auditor), at=now())


def test_the_oldest_wait_first_and_the_list_costs_three_statements(django_assert_num_queries):
    pairs = [flagged_pair() for _ in range(3)]
    Check.objects.filter(pk=pairs[1][1].pk).update(reviewed_at=now() - timedelta(hours=1))
    with django_assert_num_queries(3):
        found = flagged_checks()
        waiting = [(check.pk, check.organisation.name, check.flow.name, check.resembles.pk) for check in found.waiting]
        assert [check.pk for check in found.reviewed] == [pairs[1][1].pk]
    assert [row[0] for row in waiting] == [pairs[0][1].pk, pairs[2][1].pk]
    assert found.waiting_in_all == 2

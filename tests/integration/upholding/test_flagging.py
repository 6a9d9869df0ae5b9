"""Lists that differ by a few numbers from another one of the same organisation (T29)."""

import time
from datetime import timedelta

import numpy as np
import pytest

from registry.actions.checks.flagging import flag_if_alike
from registry.clock import now
from registry.models import AuditAction, AuditEvent, Check
from registry.near_duplicates import Sketch
from tests.factories.checks import make_check
from tests.factories.organisations import make_organisation

pytestmark = pytest.mark.django_db
ALL = np.random.default_rng(29).permutation(np.arange(999_000_000, 999_100_000, dtype=np.uint32))
BASE = ALL[:50]
REST = ALL[50:]


def compared(organisation, *parts, **columns):
    """A check of these numbers, compared as the checker compares them."""
    check = make_check(organisation, **columns)
    sketch = Sketch(organisation.pk)
    for part in parts:
        sketch.add(part)
    check.sketch = sketch.to_bytes()
    flag_if_alike(check, at=now())
    return Check.objects.get(pk=check.pk)


@pytest.mark.parametrize("count", [1, 3, 5])
def test_T29_a_list_that_differs_by_a_few_numbers_is_flagged(count):
    organisation = make_organisation()
    first = compared(organisation, BASE)
    longer = compared(organisation, BASE, REST[:count])
    assert longer.resembles == first
    [event] = AuditEvent.objects.filter(action=AuditAction.CHECK_FLAGGED)
    assert (event.object_id, event.details) == (str(longer.public_id), {"other": str(first.public_id)})


@pytest.mark.parametrize("count", [1, 3, 5])
def test_T29_exchanged_numbers_are_noticed_like_added_ones(count):
    organisation = make_organisation()
    first = compared(organisation, BASE)
    assert compared(organisation, BASE[count:], REST[:count]).resembles == first


@pytest.mark.parametrize("count", [0, 6, 7, 50])
def test_T29_the_same_list_and_another_list_are_not_flagged(count):
    organisation = make_organisation()
    compared(organisation, BASE)
    assert compared(organisation, BASE, REST[:count]).resembles is None
    assert not AuditEvent.objects.filter(action=AuditAction.CHECK_FLAGGED).exists()


def test_T29_each_of_several_lists_is_compared_with_all_before_it():
    organisation = make_organisation()
    checks = [compared(organisation, BASE, REST[number : number + 1]) for number in range(4)]
    assert [check.resembles_id for check in checks] == [None, *(check.pk for check in checks[:3])]


def test_T29_the_list_that_differs_least_is_named():
    organisation = make_organisation()
    near = compared(organisation, BASE, REST[:2])
    compared(organisation, BASE, REST[10:15])
    assert compared(organisation, BASE, REST[:3]).resembles == near


def test_T29_the_shortest_lists_are_compared_whole():
    organisation = make_organisation()
    first = compared(organisation, BASE[:10])
    assert compared(organisation, BASE[:5], REST[:5]).resembles == first
    assert compared(organisation, REST[20:30]).resembles is None


def test_T28_lists_of_others_are_never_compared():
    compared(make_organisation(), BASE)
    assert compared(make_organisation(), BASE, REST[:1]).resembles is None


def test_T29_test_lists_and_old_lists_are_not_compared():
    organisation = make_organisation()
    compared(organisation, BASE, is_test=True)
    old = compared(organisation, BASE, REST[:2])
    Check.objects.filter(pk=old.pk).update(created_at=now() - timedelta(days=30, minutes=1))
    assert compared(organisation, BASE, REST[:1]).resembles is None
    assert compared(organisation, BASE, REST[:2], is_test=True).resembles is None


def test_lists_under_an_exception_are_not_compared():
    organisation = make_organisation()
    compared(organisation, BASE[:9])
    assert compared(organisation, BASE[1:9], REST[:1]).resembles is None


def test_T29_one_look_up_finds_the_lists_worth_comparing(django_assert_max_num_queries):
    organisation = make_organisation()
    for start in range(0, 200, 10):
        compared(organisation, REST[start : start + 10])
    check = make_check(organisation)
    sketch = Sketch(organisation.pk)
    sketch.add(BASE)
    check.sketch, at = sketch.to_bytes(), now()
    # The lock, the look-up, the row.
    with django_assert_max_num_queries(3):
        flag_if_alike(check, at=at)


@pytest.mark.night
def test_T29_two_hundred_lists_of_a_hundred_thousand_are_compared_within_a_minute():
    organisation = make_organisation()
    started = time.monotonic()
    shuffled = np.random.default_rng(30).permutation(np.arange(999_000_000, 1_000_000_000, dtype=np.uint32))
    flagged = []
    for number in range(200):
        # Every tenth is the one before it with three numbers more; the others overlap by half.
        start = (number - 1 if number % 10 == 9 else number) * 4000
        check = compared(organisation, shuffled[start : start + 100_000 + (3 if number % 10 == 9 else 0)])
        flagged.append(check.resembles_id is not None)
    assert flagged == [number % 10 == 9 for number in range(200)]
    assert time.monotonic() - started < 60

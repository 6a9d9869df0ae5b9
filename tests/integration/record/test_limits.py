from datetime import timedelta

import pytest
from django.test import override_settings

from registry import limits
from registry.limits import CHECKS_BY_SUBJECT, Limit
from registry.models import LimitCounter
from tests.factories import make_nhs_number
from tests.support.crowds import all_at_once

FIVE_A_DAY = Limit("proof", timedelta(days=1), lambda: 5)


@pytest.mark.django_db(transaction=True)
def test_T07_forty_at_once_are_counted_as_forty_and_five_are_allowed():
    answers = all_at_once([lambda: FIVE_A_DAY.allows("someone")] * 40)
    assert answers.count(True) == 5
    assert answers.count(False) == 35
    assert LimitCounter.objects.get().count == 40


@pytest.mark.django_db(transaction=True)
def test_T03_counts_at_once_are_each_a_number_of_their_own():
    assert sorted(all_at_once([lambda: CHECKS_BY_SUBJECT.count("someone")] * 40)) == list(range(1, 41))


@pytest.mark.django_db
def test_limit_counts_each_key_and_each_limit_apart():
    other = Limit("other", timedelta(days=1), lambda: 5)
    assert [FIVE_A_DAY.count("a"), FIVE_A_DAY.count("a"), FIVE_A_DAY.count("b"), other.count("a")] == [1, 2, 1, 1]


@pytest.mark.django_db
def test_limit_key_names_nobody():
    number = make_nhs_number(1)
    FIVE_A_DAY.count(number.digits)
    kept = bytes(LimitCounter.objects.get().key)
    assert len(kept) == 32
    assert number.digits.encode() not in kept


@pytest.mark.django_db
def test_limit_maximum_is_read_when_it_is_needed():
    with override_settings(CHECKS_PER_SUBJECT_PER_DAY=1):
        assert CHECKS_BY_SUBJECT.allows("a")
        assert not CHECKS_BY_SUBJECT.allows("a")


def spend(limit, key="a"):
    while limit.allows(key):
        pass


@pytest.mark.django_db
@pytest.mark.parametrize("limit", limits.ALL, ids=lambda limit: limit.name)
def test_T05_every_limit_ends_by_itself_one_second_after_its_window(database_clock, settings, limit):
    settings.TEXTS_PER_DAY = 20
    spend(limit)
    database_clock.move(limit.window - timedelta(seconds=5))
    assert not limit.allows("a")
    database_clock.move(timedelta(seconds=6))
    assert limit.count("a") == 1
    assert limit.window <= timedelta(days=1)


@pytest.mark.django_db
def test_T05_trying_during_the_stop_does_not_hold_the_window_open(database_clock):
    spend(FIVE_A_DAY)
    for _ in range(25):
        database_clock.move(timedelta(hours=1))
        allowed = FIVE_A_DAY.allows("a")
    assert allowed


@pytest.mark.django_db
def test_limit_give_back_takes_one_off_and_never_below_nothing():
    for _ in range(3):
        FIVE_A_DAY.count("a")
    FIVE_A_DAY.give_back("a")
    assert FIVE_A_DAY.count("a") == 3
    for _ in range(9):
        FIVE_A_DAY.give_back("a")
    assert FIVE_A_DAY.count("a") == 1
    FIVE_A_DAY.give_back("never counted")
    assert LimitCounter.objects.count() == 1


@pytest.mark.django_db
def test_limit_give_back_of_a_window_that_is_over_changes_nothing(database_clock):
    FIVE_A_DAY.count("a")
    database_clock.move(timedelta(days=1, seconds=1))
    FIVE_A_DAY.give_back("a")
    assert LimitCounter.objects.get().count == 1


def test_limits_have_names_of_their_own():
    assert len({limit.name for limit in limits.ALL}) == len(limits.ALL)

"""What a snapshot knows; and what it is after it was brought up to date, in whatever order choices commit."""

import random
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from registry.actions.merges import CannotSupersede
from registry.clock import now
from registry.models import Person, Preference, PreferenceChange, Status
from registry.queries import opted_out
from registry.queries.known_choices import KnownChoices
from registry.queries.opted_out import EVERYONE, bring_up_to_date, opted_out_since, take_snapshot
from registry.upholding import AnswerUnknown, OptedOutSet
from tests.support.lists import numbers, opt_out, people, supersede
from tests.support.open_writers import OpenWriter

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = (Status.OPTED_OUT, Status.ALLOWED)


def nine(*digits):
    return np.array([int(one[:9]) for one in digits], np.uint32)


def is_out(snapshot, *digits):
    return snapshot.numbers.opted_out(nine(*digits)).tolist()


def expected(digits):
    """Who is out and who is replaced, worked out one by one: any opt-out along the way from old to current counts."""
    out = {row.nhs_number.digits for row in Preference.objects.filter(status=Status.OPTED_OUT)}
    leads = {row.nhs_number.digits: row.superseded_by.digits for row in Person.objects.exclude(superseded_by=None)}

    def along(one):
        while one:
            yield one
            one = leads.get(one)

    return [bool(out & set(along(one))) for one in digits], [one in leads for one in digits]


def test_snapshot_knows_who_is_out_and_says_since_when():
    out, allowed, silent = numbers(3)
    change = opt_out(out)
    opt_out(allowed, Status.ALLOWED)
    before = now()
    snapshot = take_snapshot()
    assert is_out(snapshot, out, allowed, silent) == [True, False, False]
    assert snapshot.position > change.pk
    assert before <= snapshot.as_of <= now()


def test_snapshot_of_an_empty_registry_is_empty():
    snapshot = take_snapshot()
    assert (len(snapshot.numbers), snapshot.position) == (0, 0)


def test_snapshot_resolves_superseded_numbers_through_their_chain_and_the_stricter_wins():
    first, second, third, lone, its_current = people(5)
    supersede(first, second)
    supersede(second, third)
    opt_out(lone)
    supersede(lone, its_current)
    opt_out(its_current, Status.ALLOWED)
    opt_out(third)
    snapshot = take_snapshot()
    assert is_out(snapshot, first, second, third, lone, its_current) == [True, True, True, True, False]
    assert snapshot.numbers.superseded(nine(first, third, lone)).tolist() == [True, False, True]


def test_F25_since_names_who_committed_late_whatever_their_row_number():
    early, later = numbers(2)
    slow = OpenWriter(lambda: opt_out(early))
    opt_out(later)
    snapshot = take_snapshot()
    assert is_out(snapshot, early, later) == [False, True]
    assert opted_out_since(snapshot).size == 0
    slow.commit()
    assert PreferenceChange.objects.get(pk=slow.result.pk).pk < snapshot.position
    assert opted_out_since(snapshot).tolist() == nine(early).tolist()
    assert is_out(bring_up_to_date(snapshot), early) == [True]


def test_since_passes_over_who_was_out_before_and_who_is_out_no_more():
    stays, comes_back = numbers(2)
    opt_out(stays)
    snapshot = take_snapshot()
    opt_out(stays)
    opt_out(comes_back)
    opt_out(comes_back, Status.ALLOWED)
    assert opted_out_since(snapshot).size == 0


def test_F38_since_names_a_number_that_was_superseded_by_one_that_is_out():
    old, current = people(2)
    opt_out(current)
    snapshot = take_snapshot()
    supersede(old, current)
    assert opted_out_since(snapshot).tolist() == nine(old).tolist()
    assert is_out(bring_up_to_date(snapshot), old) == [True]


def test_rows_restored_from_another_cluster_are_no_news_for_ever():
    (digits,) = numbers(1)
    change = opt_out(digits)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE registry_preferencechange SET transaction = 2^60 WHERE id = %s", [change.pk])
        cursor.execute("SET session_replication_role = DEFAULT")
    opt_out(digits, Status.ALLOWED)
    snapshot = take_snapshot()
    Preference.objects.update(status=Status.OPTED_OUT)
    assert opted_out_since(snapshot).size == 0


class Group:
    """Four people whom one writer at a time writes about, so that writers never wait for each other."""

    def __init__(self, digits):
        self.digits = digits
        self.open = None

    def turn(self, dice):
        if self.open is None:
            self.open = OpenWriter(self._something(dice))
            return
        ended, self.open = self.open, None
        dice.choice([ended.commit, ended.commit, ended.roll_back])()

    def _something(self, dice):
        one, other = dice.sample(self.digits, 2)
        if dice.random() < 0.2:
            return lambda: supersede_if_possible(one, other)
        return lambda: opt_out(one, dice.choice(BOTH))


def supersede_if_possible(old, current):
    with suppress(CannotSupersede), transaction.atomic():
        supersede(old, current)


@pytest.mark.parametrize("seed", range(3))
def test_F25_up_to_date_is_what_reading_anew_gives_in_whatever_order_they_commit(seed):
    dice, digits, known = random.Random(seed), people(12), KnownChoices()
    groups = [Group(digits[place : place + 4]) for place in (0, 4, 8)]
    kept = known.now()
    for _ in range(50):
        dice.choice(groups).turn(dice)
        if dice.random() < 0.5:
            out, replaced = expected(digits)
            were_out = is_out(kept, *digits)
            news = nine(*[one for one, is_, was in zip(digits, out, were_out, strict=True) if is_ and not was])
            assert opted_out_since(kept).tolist() == sorted(news.tolist())
            kept = known.now()
            assert is_out(kept, *digits) == is_out(take_snapshot(), *digits) == out
            assert kept.numbers.superseded(nine(*digits)).tolist() == replaced
    for group in groups:
        if group.open:
            group.open.roll_back()


def test_snapshot_is_brought_up_to_date_in_its_own_session_only():
    (digits,) = numbers(1)
    known = KnownChoices()
    with CaptureQueriesContext(connection) as asked:
        kept = known.now()
    assert any("array_agg((nhs_number" in query["sql"] for query in asked)
    with CaptureQueriesContext(connection) as asked:
        known.now()
    assert not any("array_agg((nhs_number" in query["sql"] for query in asked)
    # What the other session saw cannot be trusted here, even if it looks the same.
    stranger = replace(kept, session="another", numbers=OptedOutSet.of(nine(digits)))
    assert is_out(bring_up_to_date(stranger), digits) == [False]


def test_T30_a_part_of_the_set_never_passes_for_all_of_it(monkeypatch):
    for digits in numbers(3):
        opt_out(digits)
    monkeypatch.setattr(opted_out, "EVERYONE", EVERYONE.replace("'allowed'", "'allowed' AND id % 2 = 0"))
    with pytest.raises(AnswerUnknown):
        take_snapshot()


def test_T30_an_empty_set_is_refused_where_people_opted_out(monkeypatch):
    opt_out(*numbers(1))
    monkeypatch.setattr(opted_out, "EVERYONE", EVERYONE.replace("'allowed'", "'allowed' AND false"))
    with pytest.raises(AnswerUnknown):
        take_snapshot()


def test_T30_a_failure_forgets_what_was_known(monkeypatch):
    known = KnownChoices()
    known.now()
    with monkeypatch.context() as broken:
        broken.setattr(opted_out, "CHANGED", "SELECT 1 / 0 FROM (SELECT %(seen)s) AS nothing")
        with pytest.raises(DatabaseError):
            known.now()
    (digits,) = numbers(1)
    opt_out(digits)
    assert is_out(known.now(), digits) == [True]


def test_snapshot_costs_the_same_few_statements_however_many_there_are(django_assert_num_queries):
    kept = take_snapshot()
    for digits in numbers(5):
        opt_out(digits)
    # Clock, BEGIN, isolation with patience, moment, count, the copy, superseded numbers, COMMIT.
    with django_assert_num_queries(8):
        take_snapshot()
    with django_assert_num_queries(7):
        bring_up_to_date(kept)

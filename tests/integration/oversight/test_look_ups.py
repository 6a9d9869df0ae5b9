"""Unusual look-ups: what makes one unusual, who may review it, and the random sample."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from registry.models import AuditAction, Role
from registry.queries.look_ups import JUDGED, SIGNS, UNUSUAL, _parameters, monday_of, week_of_looks
from tests.factories import make_nhs_number
from tests.integration.oversight.conftest import events, look, text
from tests.support.staff import make_staff, signed_in_client

LIST = "/staff/oversight/look-ups/"
LONDON = ZoneInfo("Europe/London")
# A Wednesday in opening hours, in summer time, so that London is not UTC.
NOON = datetime(2026, 7, 8, 12, 0, tzinfo=LONDON)
MONDAY = monday_of(NOON.date())
CASE = {"about": ("case", "12345-C")}


def signs_of(*, monday=MONDAY):
    """The signs of every unusual look of the week, newest first."""
    return [sorted(one.signs) for looker in week_of_looks(monday).lookers for one in looker.looks]


def number(count):
    return make_nhs_number(600 + count)


def test_an_ordinary_look_is_not_listed(agent):
    look(agent, number(0), at=NOON, **CASE)
    look(agent, number(1), at=NOON, about=("call", "00000000-0000-4000-8000-000000000001"))
    week = week_of_looks(MONDAY)
    assert week.lookers == []
    assert len(week.sample) == 2


@pytest.mark.parametrize(("detail", "words"), [("own_surname", "Same surname"), ("own_home", "Same postcode")])
def test_T19_a_look_at_someone_close_is_listed(agent, detail, words):
    look(agent, number(0), at=NOON, details={"shown": "masked", detail: 1}, **CASE)
    assert signs_of() == [[words]]


def test_a_look_with_neither_case_nor_call_is_listed(agent):
    look(agent, number(0), at=NOON)
    assert signs_of() == [["No case or call"]]


@pytest.mark.parametrize(
    ("day", "hour", "is_listed"),
    [
        (8, 8, True), (8, 9, False), (8, 16, False), (8, 17, True),
        (11, 12, True), (12, 12, True), (10, 12, False),
    ],
)  # fmt: skip
def test_a_look_outside_opening_hours_is_listed(agent, day, hour, is_listed):
    look(agent, number(0), at=NOON.replace(day=day, hour=hour), **CASE)
    assert signs_of() == ([["Outside opening hours"]] if is_listed else [])


def test_a_look_on_a_bank_holiday_is_listed(agent, settings):
    settings.BANK_HOLIDAYS = frozenset({NOON.date()})
    look(agent, number(0), at=NOON, **CASE)
    assert signs_of() == [["Outside opening hours"]]


def test_the_third_look_at_one_record_within_a_week_is_listed(agent, supervisor):
    for days in (6, 3, 0):
        look(agent, number(0), at=NOON - timedelta(days=days), **CASE)
        look(supervisor, number(days), at=NOON - timedelta(days=days), **CASE)
    [looker] = week_of_looks(MONDAY).lookers
    assert looker.name == f"Ines Okafor ({agent.username})"
    assert signs_of() == [["Same record again and again"]]


def test_looks_further_apart_or_of_others_are_not_again_and_again(agent, supervisor):
    for days in (8, 1, 0):
        look(agent, number(0), at=NOON - timedelta(days=days), **CASE)
    look(supervisor, number(0), at=NOON, **CASE)
    look(agent, number(0), at=NOON, action=AuditAction.PERSON_REVEALED, **CASE)
    assert signs_of() == []


def test_more_than_twenty_looks_within_an_hour_are_listed(agent):
    for minute in range(22):
        look(agent, number(minute), at=NOON + timedelta(minutes=2 * minute), **CASE)
    assert signs_of() == [["Many within an hour"]] * 2
    look(agent, number(30), at=NOON + timedelta(minutes=200), **CASE)
    assert len(signs_of()) == 2


def test_a_week_begins_on_monday_and_ends_before_the_next(agent):
    start = datetime(2026, 7, 6, tzinfo=LONDON)
    for seconds in (-1, 0):
        look(agent, number(0), at=start + timedelta(seconds=seconds))
        look(agent, number(1), at=start + timedelta(days=7, seconds=seconds))
    assert len(week_of_looks(MONDAY).sample) == 2


def test_lookers_are_counted_by_sign_and_the_newest_looks_are_shown(agent, supervisor):
    for count in range(30):
        look(agent, number(count), at=NOON + timedelta(minutes=5 * count))
    look(supervisor, number(0), at=NOON)
    first, second = week_of_looks(MONDAY).lookers
    assert (first.staff, first.count, len(first.looks)) == (agent.pk, 30, 25)
    assert dict(zip(SIGNS.values(), first.of_sign, strict=True)) == {
        "Same surname": 0,
        "Same postcode": 0,
        "Same record again and again": 0,
        "Outside opening hours": 0,
        "Many within an hour": 0,
        "No case or call": 30,
    }
    assert (second.staff, second.count) == (supervisor.pk, 1)


def test_T16_the_sample_is_ten_looks_and_the_same_all_week(agent):
    for count in range(40):
        look(agent, number(count), at=NOON + timedelta(minutes=5 * count), **CASE)
    first, second = week_of_looks(MONDAY).sample, week_of_looks(MONDAY).sample
    assert first == second
    assert len({one.person for one in first}) == 10
    assert [one.at for one in first] != sorted(one.at for one in first)


def test_list_costs_the_same_queries_however_many_looks(agent, supervisor, django_assert_num_queries):
    for count in range(40):
        look((agent, supervisor)[count % 2], number(count), at=NOON)
    with django_assert_num_queries(4):
        week_of_looks(MONDAY)


def test_list_can_be_read_by_the_index_of_looks(db):
    """An empty table has no best index; so the other one that fits is taken away, until the end of the test."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX audit_by_staff")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + JUDGED + UNUSUAL, _parameters(MONDAY))
        assert "audit_looks" in "".join(line for (line,) in cursor.fetchall())


def test_page_names_staff_and_no_patient(supervisors_desk, supervisor, agent):
    look(agent, number(0), details={"own_surname": 1})
    html = text(supervisors_desk.get(LIST))
    for words in ("Ines Okafor", "Same surname", "No case or call", "Not reviewed yet.", "A complaint"):
        assert words in html
    assert number(0).digits not in html
    [opened] = events("look_ups_reviewed")
    assert (opened.actor_id, opened.details) == (
        str(supervisor.pk),
        {"opened": 1, "week": monday_of(timezone.localdate()).isoformat()},
    )


def review(client, **typed):
    return client.post(LIST, {"note": "Asked; a neighbour rang.", **typed})


def test_review_is_kept_and_shown(supervisors_desk, supervisor, agent):
    look(agent, number(0))
    assert review(supervisors_desk, whose=str(agent.pk)).status_code == 302
    assert review(supervisors_desk, whose="sample", note="All in order.").status_code == 302
    html = text(supervisors_desk.get(LIST))
    assert "Not reviewed yet." not in html
    for words in ("Reviewed by Tom Ashdown", "Asked; a neighbour rang.", "All in order."):
        assert words in html
    kept = [(event.object_type, event.object_id, event.reason) for event in events("look_ups_reviewed") if event.reason]
    assert kept == [("staff", str(agent.pk), "Asked; a neighbour rang."), ("sample", "", "All in order.")]


def test_review_of_ones_own_look_ups_is_refused(supervisors_desk, supervisor):
    look(supervisor, number(0))
    answer = review(supervisors_desk, whose=str(supervisor.pk))
    assert answer.status_code == 422
    assert "Someone else must review your own look-ups" in text(answer)
    assert [event for event in events("look_ups_reviewed") if event.reason] == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"whose": ""}, "Select whose look-ups"),
        ({"whose": "999999"}, "Select whose look-ups"),
        ({"whose": "sample", "note": " "}, "Enter what you found"),
        ({"whose": "sample", "note": "x" * 201}, "200 characters or fewer"),
        ({"whose": "sample", "note": "it was 999 000 0018"}, "Leave out NHS numbers"),
    ],
)
def test_review_refused_says_why(supervisors_desk, agent, typed, words):
    look(agent, number(0))
    answer = review(supervisors_desk, **typed)
    assert answer.status_code == 422
    assert words in text(answer)


@pytest.mark.parametrize("week", ["x", "2026-07-07", "2999-01-07", "2019-12-30", "2026-02-31"])
def test_list_refuses_a_week_that_is_none(supervisors_desk, week):
    assert supervisors_desk.get(LIST, {"week": week}).status_code == 400


def test_list_of_an_earlier_week(supervisors_desk, agent):
    look(agent, number(0), at=NOON)
    assert "Ines Okafor" in text(supervisors_desk.get(LIST, {"week": "2026-07-06"}))
    assert "No unusual look-ups in this week." in text(supervisors_desk.get(LIST, {"week": "2026-06-29"}))


def test_look_ups_are_for_supervisors_only(db):
    for role in (Role.AGENT, Role.AUDITOR):
        assert signed_in_client(make_staff(role)).get(LIST).status_code == 403

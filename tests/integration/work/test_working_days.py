"""Working days and opening hours in England, over nights, weekends, bank holidays and changes of the clock."""

from datetime import UTC, date, datetime

import pytest

from registry.queries.working_days import (
    closing,
    is_open,
    is_working_day,
    next_working_day,
    next_working_time,
    opening,
    working_days_later,
)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        ("2027-02-15", True),  # Monday
        ("2027-02-19", True),  # Friday
        ("2027-02-20", False),
        ("2027-02-21", False),
        ("2027-03-26", False),  # Good Friday
        ("2027-03-29", False),  # Easter Monday
        ("2027-12-27", False),  # Christmas Day was a Saturday
    ],
)
def test_working_days_are_monday_to_friday_without_bank_holidays(day, is_one):
    assert is_working_day(date.fromisoformat(day)) is is_one


@pytest.mark.parametrize(
    ("at", "open_"),
    [
        ("2027-02-17T08:59:59", False),
        ("2027-02-17T09:00", True),
        ("2027-02-17T16:59:59", True),
        ("2027-02-17T17:00", False),
        ("2027-02-20T12:00", False),
        ("2027-07-14T07:59:59", False),  # summer: an hour ahead of UTC
        ("2027-07-14T08:00", True),
        ("2027-07-14T16:00", False),
    ],
)
def test_open_by_the_clock_on_the_wall(at, open_):
    assert is_open(utc(at)) is open_


@pytest.mark.parametrize(
    ("at", "wanted"),
    [
        ("2027-02-17T12:34:56", "2027-02-17T12:34:56"),
        ("2027-02-17T03:00", "2027-02-17T09:00"),
        ("2027-02-17T17:00", "2027-02-18T09:00"),
        ("2027-02-19T17:00", "2027-02-22T09:00"),  # over a weekend
        ("2027-03-25T18:00", "2027-03-30T08:00"),  # over Easter, and the clocks go forward on the Sunday
        ("2027-10-29T17:00", "2027-11-01T09:00"),  # the clocks go back on the Sunday
        ("2027-12-24T23:59", "2027-12-29T09:00"),  # Christmas at a weekend: Monday and Tuesday are off
        ("2027-07-13T23:30", "2027-07-14T08:00"),  # past midnight in London, not yet in UTC
    ],
)
def test_next_working_time(at, wanted):
    assert next_working_time(utc(at)) == utc(wanted)


def test_hours_and_holidays_come_from_settings(settings):
    settings.OPENS_AT_HOUR, settings.CLOSES_AT_HOUR = 8, 20
    settings.BANK_HOLIDAYS = frozenset({date(2027, 2, 18)})
    assert is_open(utc("2027-02-17T19:59"))
    assert next_working_time(utc("2027-02-17T20:00")) == utc("2027-02-19T08:00")


def test_days_begin_and_end_by_the_clock_on_the_wall():
    assert opening(date(2027, 3, 24)) == utc("2027-03-24T09:00")
    assert opening(date(2027, 3, 30)) == utc("2027-03-30T08:00")
    assert closing(date(2027, 3, 30)) == utc("2027-03-30T16:00")


def test_days_later_are_counted_in_working_days():
    thursday = date(2027, 3, 25)
    assert next_working_day(thursday) == thursday
    assert working_days_later(thursday, 0) == thursday
    assert working_days_later(thursday, 1) == date(2027, 3, 30)
    assert working_days_later(date(2027, 2, 17), 5) == date(2027, 2, 24)

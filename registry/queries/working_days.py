"""When people are here: working days and opening hours in England, on the clock on the wall there."""

from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings

from registry.policies import LONDON

FRIDAY = 4
ONE_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Say whether people work on this day: Monday to Friday except bank holidays."""
    return day.weekday() <= FRIDAY and day not in settings.BANK_HOLIDAYS


def is_open(at: datetime) -> bool:
    """Say whether people are here at this instant."""
    local = at.astimezone(LONDON)
    return is_working_day(local.date()) and settings.OPENS_AT_HOUR <= local.hour < settings.CLOSES_AT_HOUR


def next_working_time(at: datetime) -> datetime:
    """Return the first instant, `at` or later, at which people are here."""
    if is_open(at):
        return at
    local = at.astimezone(LONDON)
    day = local.date() if local.hour < settings.OPENS_AT_HOUR else local.date() + ONE_DAY
    return opening(next_working_day(day))


def next_working_day(day: date) -> date:
    """Return this day, or the first working day after it."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def working_days_later(day: date, count: int) -> date:
    """Return the `count`-th working day after this day."""
    for _ in range(count):
        day = next_working_day(day + ONE_DAY)
    return day


def opening(day: date) -> datetime:
    """Return the instant at which people come in on this day."""
    return datetime.combine(day, time(settings.OPENS_AT_HOUR), LONDON).astimezone(UTC)


def closing(day: date) -> datetime:
    """Return the instant at which people leave on this day."""
    return datetime.combine(day, time(settings.CLOSES_AT_HOUR), LONDON).astimezone(UTC)

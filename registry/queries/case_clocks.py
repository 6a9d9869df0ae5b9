"""The clock of a paper form: 14 calendar days from the day it came, and a warning before they are over."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models

from registry.policies import LONDON


class Clock(models.TextChoices):
    """How a form stands against its clock. Shown in these words, whatever the colour."""

    LATE = "late", "Late"
    SOON = "soon", "Due soon"
    IN_TIME = "in_time", "In time"


@dataclass(frozen=True)
class Days:
    """Days of receipt, from `since` to the day before `until`."""

    since: date = date.min
    until: date = date.max


def today(at: datetime) -> date:
    """Return the day in England at this instant."""
    return at.astimezone(LONDON).date()


def clock_of(received_on: date, day: date) -> Clock:
    """Say how a form that came on `received_on` stands on `day`."""
    waited = (day - received_on).days
    if waited > settings.PROCESS_WITHIN_DAYS:
        return Clock.LATE
    return Clock.SOON if waited >= settings.WARN_AFTER_DAYS else Clock.IN_TIME


def days_of_receipt(clock: Clock, day: date) -> Days:
    """Return when the forms came that stand so on `day`."""
    last_in_time = day - timedelta(days=settings.PROCESS_WITHIN_DAYS)
    warned_from = day - timedelta(days=settings.WARN_AFTER_DAYS - 1)
    return {
        Clock.LATE: Days(until=last_in_time),
        Clock.SOON: Days(last_in_time, warned_from),
        Clock.IN_TIME: Days(since=warned_from),
    }[clock]


def due_within(days: int, day: date) -> Days:
    """Return when the forms came that are due within `days` days of `day` and are not late."""
    last_in_time = day - timedelta(days=settings.PROCESS_WITHIN_DAYS)
    return Days(last_in_time, last_in_time + timedelta(days=days + 1))


def due_words(due_on: date, day: date) -> str:
    """Say how far off a due day is: "due in 3 days", "due today", "2 days late"."""
    left = (due_on - day).days
    if left == 0:
        return "due today"
    days = f"{abs(left)} day{'' if abs(left) == 1 else 's'}"
    return f"due in {days}" if left > 0 else f"{days} late"

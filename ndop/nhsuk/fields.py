"""A date of three boxes, in which each wrong part has its own message on its own box."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from ndop.nhsuk.widgets import NHSDateInput

PARTS = ("day", "month", "year")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
SHORTEST_MONTH_NAME = 3
YEAR_DIGITS = 4


def part_error(message: str, code: str, *parts: str) -> ValidationError:
    """Make an error that belongs to some of the boxes: its link leads to the first, and all are marked."""
    return ValidationError(message, code=code, params={"parts": parts})


class NHSDateField(forms.MultiValueField):
    """A date as people type it. Cleans to `datetime.date`, or None when not required and left empty.

    `name` starts the messages ("Date of birth must include a year"). `past` refuses days after today in London.
    `earliest_year` catches slips such as 0198.
    """

    widget: Any = NHSDateInput

    def __init__(
        self,
        *,
        name: str,
        past: bool = False,
        earliest_year: int = 1900,
        today: Callable[[], date] = timezone.localdate,
        **kwargs: Any,
    ) -> None:
        self.name, self.past, self.earliest_year, self.today = name, past, earliest_year, today
        kwargs.setdefault("error_messages", {"required": f"Enter {name[:1].lower()}{name[1:]}"})
        super().__init__([forms.CharField(required=False) for _ in PARTS], require_all_fields=False, **kwargs)

    def clean(self, value: Sequence[str] | None) -> date | None:
        """Raise one ValidationError with a message for each wrong box, else give the date."""
        typed = [str(part or "").strip() for part in (value or ("", "", ""))]
        if not any(typed) and not self.required:
            return None
        self._refuse_missing(typed)
        day, month, year = self._read(typed)
        try:
            known = date(year, month, day)
        except ValueError:
            raise part_error(f"{self.name} must be a real date", "not_a_date", *PARTS) from None
        if self.past and known > self.today():
            raise part_error(f"{self.name} must be in the past", "in_future", *PARTS)
        return known

    def has_changed(self, initial: Any, data: Any) -> bool:
        shown = self.widget.decompress(initial) if not isinstance(initial, list) else initial
        return list(shown) != list(data or ["", "", ""])

    def _refuse_missing(self, typed: Sequence[str]) -> None:
        missing = [part for part, text in zip(PARTS, typed, strict=True) if not text]
        if len(missing) == len(PARTS):
            raise part_error(str(self.error_messages["required"]), "required", *PARTS)
        if missing:
            raise ValidationError(
                [part_error(f"{self.name} must include a {part}", f"{part}_missing", part) for part in missing]
            )

    def _read(self, typed: Sequence[str]) -> tuple[int, int, int]:
        errors: list[ValidationError] = []
        numbers: list[int] = []
        for read, text in zip((read_day, read_month, self._read_year), typed, strict=True):
            try:
                numbers.append(read(text))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        day, month, year = numbers
        return day, month, year

    def _read_year(self, text: str) -> int:
        year = whole_number(text)
        if year is None or len(text) != YEAR_DIGITS:
            raise part_error("Year must include 4 numbers", "year_impossible", "year")
        if year < self.earliest_year:
            raise part_error(f"Year must be {self.earliest_year} or later", "year_too_early", "year")
        return year


def read_day(text: str) -> int:
    """Read the day box: 1 to 31."""
    day = whole_number(text)
    if day is None or not 1 <= day <= 31:  # noqa: PLR2004 - the longest month
        raise part_error("Day must be a number from 1 to 31", "day_impossible", "day")
    return day


def read_month(text: str) -> int:
    """Read the month box: 1 to 12, or a month's English name or its first letters, as people do type."""
    month = whole_number(text) or named_month(text)
    if month is None or not 1 <= month <= len(MONTHS):
        raise part_error("Month must be a number from 1 to 12", "month_impossible", "month")
    return month


def named_month(text: str) -> int | None:
    """Find "september", "Sept" or "sep": at least three letters that begin one month's name."""
    found = [number for number, name in enumerate(MONTHS, start=1) if name.startswith(text.lower())]
    return found[0] if len(text) >= SHORTEST_MONTH_NAME and found else None


def whole_number(text: str) -> int | None:
    """Read up to four digits of any script; None for anything else."""
    return int(text) if text.isdecimal() and len(text) <= YEAR_DIGITS else None

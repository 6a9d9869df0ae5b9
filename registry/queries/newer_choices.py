"""Choices that a paper form would replace although they were made no earlier than it was signed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from registry.models import PreferenceChange, Source
from registry.nhs_number import NHSNumber
from registry.policies import LONDON


@dataclass(frozen=True)
class NewerChoice:
    """When and how a choice was made, not what was chosen. `made_on` is the day in London."""

    made_on: date
    source: Source


def newer_choices(numbers: Collection[NHSNumber], *, signed_on: date) -> dict[NHSNumber, NewerChoice]:
    """Return the latest choice of each person who made one on the day of the signature or later, by NHS number.

    The day itself counts, for a form bears no hour. `numbers` are current ones.
    """
    begins = datetime.combine(signed_on, time(), LONDON)
    changes = PreferenceChange.objects.filter(nhs_number__in=numbers, decided_at__gte=begins)
    latest = changes.order_by("nhs_number", "-decided_at", "-version").distinct("nhs_number")
    return {change.nhs_number: _newer(change) for change in latest}


def _newer(change: PreferenceChange) -> NewerChoice:
    return NewerChoice(change.decided_at.astimezone(LONDON).date(), Source(change.source))

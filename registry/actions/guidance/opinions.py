"""Counts what readers say of a page. Who they are is never known."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from registry.limits import OPINIONS_OF_PAGE
from registry.models import PageOpinion, Usefulness
from registry.policies import LONDON


def note_opinion(page: str, opinion: Usefulness, *, network: str, at: datetime) -> None:
    """Count one opinion of a page on the day of `at`, by its address such as "gps/reception", which the caller knows.

    What one network says of one page beyond six times a day is not counted, and nobody is told so. There is no audit
    row: a count is of nobody, and is not part of the record.
    """
    with transaction.atomic():
        if not OPINIONS_OF_PAGE.allows(f"{network} {page}"):
            return
        day = at.astimezone(LONDON).date()
        row, _ = PageOpinion.objects.get_or_create(page=page, said_on=day, opinion=opinion)
        PageOpinion.objects.filter(pk=row.pk).update(count=F("count") + 1)

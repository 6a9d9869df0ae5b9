"""Facts of this service that words for readers name as `[[name]]`: no page says what the service does not do."""

import re
from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings

from registry.correspondence.wording import TAKES_EFFECT_WITHIN

SCHEME = re.compile(r"^https?://")


def facts() -> Mapping[str, str]:
    """Return what each name stands for, with today's settings; days, minutes and months as whole numbers."""
    return {
        "site": site_in_words(),
        "phone": settings.NDOP_PHONE,
        "phone_hours": settings.NDOP_PHONE_HOURS,
        "minimum_age": str(settings.MINIMUM_AGE),
        "code_minutes": str(code_minutes()),
        "process_days": str(settings.PROCESS_WITHIN_DAYS),
        "effect_days": str(TAKES_EFFECT_WITHIN.days),
        "result_days": str(settings.RESULT_VALID.days),
        "paper_months": str(settings.PAPER_KEPT_MONTHS),
    }


def site_in_words() -> str:
    """Return the address of the service as people type it, without https://."""
    return SCHEME.sub("", settings.NDOP_SERVICE_URL).rstrip("/")


def code_minutes() -> int:
    """Return for how many minutes a code can be used."""
    return settings.CODE_LIFETIME // timedelta(minutes=1)

"""How long paper is kept, in calendar months as people count them."""

import calendar
from datetime import date, datetime, time, timedelta

from django.conf import settings

from registry.policies import LONDON

MONTHS = 12


def kept_from(at: datetime) -> datetime:
    """Return the instant from which on decisions still have their paper: a midnight in London.

    A decision of 30 November ends on 28 February, as there is no 30th; so does one of 28 November.
    """
    today = at.astimezone(LONDON).date()
    year, month = divmod(today.year * MONTHS + today.month - 1 - settings.PAPER_KEPT_MONTHS, MONTHS)
    longest = calendar.monthrange(year, month + 1)[1]
    is_last_day = today.day == calendar.monthrange(today.year, today.month)[1]
    last_due = date(year, month + 1, longest if is_last_day else min(today.day, longest))
    return datetime.combine(last_due + timedelta(days=1), time(), tzinfo=LONDON)

"""Counts what is searched for in the guidance, so that staff learn what readers look for and do not find."""

from datetime import date, datetime

from django.db import transaction
from psycopg.types.numeric import Int4

from registry.encryption import keyed_hash
from registry.limits import SAME_SEARCH_OF_NETWORK, SEARCHES_BY_NETWORK
from registry.models import SearchTally
from registry.policies import LONDON
from registry.prepared import fetch_row
from registry.queries.guidance_personal import may_identify
from registry.queries.guidance_words import tidy

MONTHS = 12
KEPT_MONTHS = 25
# From how many networks, or days, the same words must come in a month before they are written down.
ENOUGH = 5
# A count that a power cut forgets harms nobody, so that no reader waits for a disk.
NO_WAIT = "SELECT set_config('synchronous_commit', 'off', true)"
# $1 month, $2 key, $3 words, $4 one if nothing was found, $5 how many are enough.
COUNT = """
INSERT INTO registry_searchtally AS tally (month, key, words, count, without_result)
VALUES ($1::date, $2::bytea, '', 1, $4::int)
ON CONFLICT (month, key) DO UPDATE SET
    count = tally.count + 1,
    without_result = tally.without_result + $4::int,
    words = CASE WHEN tally.count + 1 >= $5::int THEN $3::text ELSE '' END
RETURNING count
"""


def note_search(words: str, *, found: int, network: str, at: datetime) -> None:
    """Count one search; its words are written only once five networks, or one on five days, searched for them.

    So a name that one person types is never kept, however often they reload the page: the same words from the same
    network count once a day. What may identify somebody is not counted at all. There is no audit row: a count is of
    nobody, and is not part of the record.
    """
    tidied = tidy(words)
    if not tidied or may_identify(words):
        return
    with transaction.atomic():
        fetch_row(NO_WAIT, [])
        if SEARCHES_BY_NETWORK.allows(network) and SAME_SEARCH_OF_NETWORK.allows(f"{network} {tidied}"):
            month = at.astimezone(LONDON).date().replace(day=1)
            key = keyed_hash(f"search {month}", tidied)
            fetch_row(COUNT, [month, key, tidied, Int4(not found), Int4(ENOUGH)])


def forget_searches(at: datetime) -> int:
    """Delete the counts of months that ended 25 months ago; return how many."""
    year, month = divmod(at.astimezone(LONDON).year * MONTHS + at.astimezone(LONDON).month - 1 - KEPT_MONTHS, MONTHS)
    return SearchTally.objects.filter(month__lt=date(year, month + 1, 1)).delete()[0]

"""How often something may happen. Counted in PostgreSQL by one statement, before the thing is done.

Keys are HMACs of the NHS number or network, never the thing itself; an organisation, which is no person, is counted
under its public id. A window starts with its first event and ends by itself, so that nobody can hold it open.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from psycopg.types.numeric import Int4

from registry.encryption import keyed_hash
from registry.prepared import fetch_row

COUNT = """
INSERT INTO registry_limitcounter AS counter ("limit", key, count, window_ends_at)
VALUES (%(name)s, %(key)s, 1, registry_now() + %(window)s)
ON CONFLICT ("limit", key) DO UPDATE SET
    count = CASE WHEN counter.window_ends_at <= registry_now() THEN 1 ELSE counter.count + 1 END,
    window_ends_at = CASE WHEN counter.window_ends_at <= registry_now()
        THEN registry_now() + %(window)s ELSE counter.window_ends_at END
RETURNING count
"""
GIVE_BACK = """
UPDATE registry_limitcounter SET count = count - 1
WHERE "limit" = %(name)s AND key = %(key)s AND count > 0 AND window_ends_at > registry_now()
"""
# Adds an amount only where it fits: what is refused uses nothing up. $1 limit, $2 key, $3 amount, $4 maximum,
# $5 window, $6 whether this is a transaction of its own. If so it does not wait for the disk, because a count that a
# power cut forgets harms nobody and the row is everybody's at once; a larger transaction may hold what must last.
SPEND_IF = """
INSERT INTO registry_limitcounter AS counter ("limit", key, count, window_ends_at)
SELECT $1::text, $2::bytea, $3::int, registry_now() + $5::interval
WHERE $3::int <= $4::int
    AND CASE WHEN $6::bool THEN set_config('synchronous_commit', 'off', true) ELSE '' END IS NOT NULL
    {and_only_if}
ON CONFLICT ("limit", key) DO UPDATE SET
    count = CASE WHEN counter.window_ends_at <= registry_now() THEN EXCLUDED.count
        ELSE counter.count + EXCLUDED.count END,
    window_ends_at = CASE WHEN counter.window_ends_at <= registry_now()
        THEN EXCLUDED.window_ends_at ELSE counter.window_ends_at END
WHERE counter.window_ends_at <= registry_now() OR counter.count <= $4::int - EXCLUDED.count
RETURNING count, window_ends_at
"""
SPEND = SPEND_IF.format(and_only_if="")
USED = """
SELECT count, window_ends_at FROM registry_limitcounter
WHERE "limit" = $1 AND key = $2 AND window_ends_at > registry_now()
"""
LARGEST_COUNT = 2**31 - 1


@dataclass(frozen=True)
class Limit:
    """At most `maximum()` events for one key in each `window`. The maximum is a setting, read when it is needed."""

    name: str
    window: timedelta
    maximum: Callable[[], int]

    def count(self, key: str) -> int:
        """Count one event and return how many there are in this window, this one included."""
        with connection.cursor() as cursor:
            cursor.execute(COUNT, self._parameters(key))
            return int(cursor.fetchone()[0])

    def allows(self, key: str) -> bool:
        """Count one event; False once there are more than the maximum."""
        return self.count(key) <= self.maximum()

    def give_back(self, key: str) -> None:
        """Uncount one event that turned out not to be a failure."""
        with connection.cursor() as cursor:
            cursor.execute(GIVE_BACK, self._parameters(key))

    def _parameters(self, key: str) -> dict[str, Any]:
        return {"name": self.name, "key": keyed_hash(self.name, key), "window": self.window}


@dataclass(frozen=True)
class Spent:
    """What an organisation has used of one allowance. `ends_at` is None before the window's first use."""

    is_allowed: bool
    maximum: int
    used: int
    ends_at: datetime | None

    @property
    def left(self) -> int:
        """How much may still be used in this window."""
        return max(self.maximum - self.used, 0)


@dataclass(frozen=True)
class Allowance:
    """An amount that an organisation may use in each `window`. How much is agreed with each of them."""

    name: str
    window: timedelta

    def spend(self, organisation: UUID, amount: int, *, maximum: int) -> Spent:
        """Use `amount` if that much is left, else nothing; the answer says which, and how much is used now."""
        values = self.spending(organisation, amount, maximum=maximum)
        spent = fetch_row(SPEND, values)
        used, ends_at = spent or fetch_row(USED, values[:2]) or (0, None)
        return Spent(spent is not None, maximum, used, ends_at)

    def spending(self, organisation: UUID, amount: int, *, maximum: int) -> list[Any]:
        """Return the values of SPEND, for a statement that holds it and does more."""
        most = [Int4(min(amount, LARGEST_COUNT)), Int4(min(maximum, LARGEST_COUNT))]
        return [self.name, organisation.bytes, *most, self.window, not connection.in_atomic_block]

    def used(self, organisation: UUID) -> int:
        """Return how much is used in this window. Writes nothing."""
        return int((fetch_row(USED, [self.name, organisation.bytes]) or (0,))[0])


# What the API may be asked, and how many numbers in all, whatever way they came. Columns of `Organisation`.
REQUESTS_BY_ORGANISATION = Allowance("api-requests", timedelta(minutes=1))
NUMBERS_BY_ORGANISATION = Allowance("api-numbers", timedelta(days=1))


def network_key(network: str) -> bytes:
    """Return the HMAC under which a network is kept."""
    return keyed_hash("network", network)


# Source: trust.md 2.4, common limits.
CHECKS_BY_SUBJECT_AND_NETWORK = Limit(
    "checks-subject-network", timedelta(hours=1), lambda: settings.CHECKS_PER_SUBJECT_AND_NETWORK_PER_HOUR
)
CHECKS_BY_SUBJECT = Limit("checks-subject", timedelta(days=1), lambda: settings.CHECKS_PER_SUBJECT_PER_DAY)
CHECKS_BY_NETWORK = Limit("checks-network", timedelta(hours=1), lambda: settings.CHECKS_PER_NETWORK_PER_HOUR)
CODES_BY_QUARTER_HOUR = Limit("codes-15-minutes", timedelta(minutes=15), lambda: settings.CODES_PER_QUARTER_HOUR)
CODES_BY_DAY = Limit("codes-day", timedelta(days=1), lambda: settings.CODES_PER_DAY)
CODES_BY_NETWORK = Limit("codes-network", timedelta(hours=1), lambda: settings.CODES_PER_NETWORK_PER_HOUR)
TEXTS_BY_DAY = Limit("texts-day", timedelta(days=1), lambda: settings.TEXTS_PER_DAY)
# Source: trust.md T17. By member of staff.
PERSON_VIEWS = Limit("person-views", timedelta(hours=1), lambda: settings.PERSON_VIEWS_PER_HOUR)
# Counted when the questions begin, given back by proof: a call that is cut off after a wrong answer counts.
UNPROVED_CALLS = Limit("unproved-calls", timedelta(days=1), lambda: settings.UNPROVED_CALLS_PER_DAY)
# One row of the audit a minute says that a key is refused; the rest would only fill it.
REFUSALS_BY_KEY = Limit("key-refusals", timedelta(minutes=1), lambda: 1)
# What one network may say of one page of the guidance in a day, so that nobody can fill a report by themselves.
OPINIONS_OF_PAGE = Limit("page-opinions", timedelta(days=1), lambda: 6)
# One network's searches of the guidance stop counting after so many in an hour: no programme may fill the table.
SEARCHES_BY_NETWORK = Limit("guidance-searches", timedelta(hours=1), lambda: 200)
SAME_SEARCH_OF_NETWORK = Limit("guidance-same-search", timedelta(days=1), lambda: 1)

ALL = (
    CHECKS_BY_SUBJECT_AND_NETWORK,
    CHECKS_BY_SUBJECT,
    CHECKS_BY_NETWORK,
    CODES_BY_QUARTER_HOUR,
    CODES_BY_DAY,
    CODES_BY_NETWORK,
    TEXTS_BY_DAY,
    PERSON_VIEWS,
)

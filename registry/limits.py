"""How often something may happen. Counted in PostgreSQL by one statement, before the thing is done.

Keys are HMACs of the NHS number or network, never the thing itself. A window starts with its first event and ends
by itself, so that nobody can hold it open.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from registry.encryption import keyed_hash

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

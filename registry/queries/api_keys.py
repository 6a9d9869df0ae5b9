"""Reads of API keys. What is about one organisation asks for it first (T28)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from psycopg.types.numeric import Int4

from registry.limits import LARGEST_COUNT, NUMBERS_BY_ORGANISATION, REQUESTS_BY_ORGANISATION, Spent
from registry.models import ApiKey, Organisation, Webhook
from registry.prepared import fetch_row

# Finds a key with its organisation, counts the call and notes once a minute that the key is in use: one round trip.
# A count that a power cut forgets harms nobody, so the statement does not wait for the disk. $1 is the key's hash,
# $2 and $3 name the counters of requests and of numbers, $4 is the window of requests, $5 the largest count.
CALL = """
WITH called AS (
    SELECT {key}, {organisation}, uuid_send(organisation.public_id) AS counted_as,
        LEAST(organisation.requests_per_minute, $5::int) AS most
    FROM registry_apikey key JOIN registry_organisation organisation ON organisation.id = key.organisation_id
    WHERE key.key_hash = $1::bytea
), counted AS (
    INSERT INTO registry_limitcounter AS counter ("limit", key, count, window_ends_at)
    SELECT $2::text, counted_as, 1, registry_now() + $4::interval FROM called WHERE most > 0
    ON CONFLICT ("limit", key) DO UPDATE SET
        count = CASE WHEN counter.window_ends_at <= registry_now() THEN 1 ELSE counter.count + 1 END,
        window_ends_at = CASE WHEN counter.window_ends_at <= registry_now()
            THEN EXCLUDED.window_ends_at ELSE counter.window_ends_at END
    WHERE counter.window_ends_at <= registry_now() OR counter.count < (SELECT most FROM called)
    RETURNING count, window_ends_at
), noted AS (
    UPDATE registry_apikey SET last_used_at = registry_now() FROM called
    WHERE registry_apikey.id = called.key_id AND registry_apikey.revoked_at IS NULL
        AND coalesce(registry_apikey.last_used_at < registry_now() - interval '1 minute', true)
)
SELECT called.*, registry_now(), counted.count, coalesce(counted.window_ends_at, before.window_ends_at),
    numbers.count, numbers.window_ends_at, set_config('synchronous_commit', 'off', true)
FROM called LEFT JOIN counted ON true
LEFT JOIN registry_limitcounter before ON before."limit" = $2::text AND before.key = called.counted_as
LEFT JOIN registry_limitcounter numbers ON numbers."limit" = $3::text AND numbers.key = called.counted_as
    AND numbers.window_ends_at > registry_now()
"""


class KeyNotFound(Exception):
    """This organisation has no such key."""


@dataclass(frozen=True)
class Called:
    """A call with a known key: what stands of it in the database, and what the organisation has used by now."""

    key: ApiKey
    at: datetime
    requests: Spent
    numbers: Spent


def count_call(key_hash: bytes) -> Called | None:
    """Count a call by the organisation whose key has this hash; None when nobody's has. Looks at no rule."""
    counters = [REQUESTS_BY_ORGANISATION.name, NUMBERS_BY_ORGANISATION.name]
    row = fetch_row(_CALL, [key_hash, *counters, REQUESTS_BY_ORGANISATION.window, Int4(LARGEST_COUNT)])
    return None if row is None else _called(row)


def _called(row: Sequence[Any]) -> Called:
    key = ApiKey.from_db(DEFAULT_DB_ALIAS, _KEY, row[: len(_KEY)])
    organisation = Organisation.from_db(DEFAULT_DB_ALIAS, _ORGANISATION, row[len(_KEY) : _WIDTH])
    key.organisation = organisation
    at, requests, requests_end, numbers, numbers_end = row[_WIDTH + 2 : -1]
    most = organisation.requests_per_minute
    return Called(
        key,
        at,
        Spent(requests is not None, most, most if requests is None else requests, requests_end),
        Spent(is_allowed=True, maximum=organisation.numbers_per_day, used=numbers or 0, ends_at=numbers_end),
    )


def keys_of(organisation: Organisation) -> list[ApiKey]:
    """Return an organisation's keys, the newest first, with who made them."""
    return list(ApiKey.objects.filter(organisation=organisation).select_related("made_by").order_by("-pk"))


def key_of(organisation: Organisation, public_id: UUID) -> ApiKey:
    """Return one key of this organisation. Raises KeyNotFound."""
    found = ApiKey.objects.filter(organisation=organisation, public_id=public_id).select_related("made_by").first()
    if found is None:
        raise KeyNotFound
    return found


def webhook_of(organisation: Organisation) -> Webhook | None:
    """Return the address that is called about this organisation's checks, if there is one."""
    return Webhook.objects.filter(organisation=organisation, removed_at=None).first()


def _selected(table: str, columns: Sequence[str]) -> str:
    return ", ".join(f"{table}.{column} AS {table}_{column}" for column in columns)


# What a call is judged by and what is said in its answer; Django reads the rest if anybody asks for it. None of these
# needs more than the driver's own reading.
_KEY = [
    "id", "public_id", "organisation_id", "scopes", "is_test", "networks", "certificate_sha256",
    "expires_at", "revoked_at",
]  # fmt: skip
_ORGANISATION = [
    "id", "public_id", "ods_code", "name", "few_numbers_until", "requests_per_minute", "numbers_per_day",
    "suspended_at",
]  # fmt: skip
_WIDTH = len(_KEY) + len(_ORGANISATION)
_CALL = CALL.format(key=_selected("key", _KEY), organisation=_selected("organisation", _ORGANISATION))

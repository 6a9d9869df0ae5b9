"""Idempotency keys: whoever repeats a request gets the first answer, and what it did is done once (I2)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from registry.encryption import keyed_hash
from registry.models import ApiAnswer, ApiKey

# Nobody takes longer to answer: what still stands open then belongs to a process that died.
ABANDONED_AFTER = timedelta(minutes=5)


class KeyReused(Exception):
    """The idempotency key came with another request before."""


class StillRunning(Exception):
    """The first request with this idempotency key is being answered at this moment."""


@dataclass(frozen=True, repr=False)
class Said:
    """An answer as it is sent; `is_repeat` when it was sent before."""

    status: int
    body: bytes
    is_repeat: bool = False


def answer_once(
    api_key: ApiKey, idempotency_key: str, request: bytes, work: Callable[[], Said], *, at: datetime
) -> Said:
    """Return what `work` answers, or what it answered to the same request before; without a key, just work.

    `request` is all that makes it the same. The work and the memory of it are one transaction: if it raises, nothing
    is kept and the key may be used again. Another organisation's or key's idempotency key is another's (T28).
    Raises KeyReused, StillRunning, and what `work` raises.
    """
    if not idempotency_key:
        return work()
    asked = {"api_key": api_key, "idempotency_hash": keyed_hash("idempotency", idempotency_key)}
    same = hashlib.sha256(request).digest()
    mine, is_new = ApiAnswer.objects.get_or_create(
        **asked, defaults={"request_hash": same, "created_at": at, "expires_at": at + settings.API_ANSWER_KEPT}
    )
    if not is_new and not _take_over(mine, at):
        return _repeat(mine, same)
    try:
        with transaction.atomic():
            said = work()
            ApiAnswer.objects.filter(pk=mine.pk).update(request_hash=same, status=said.status, body=said.body)
    except BaseException:
        ApiAnswer.objects.filter(pk=mine.pk, status=0).delete()
        raise
    return said


def _take_over(found: ApiAnswer, at: datetime) -> bool:
    """Take an answer that is past its period, or whose process died; one of several at once gets it."""
    free = Q(expires_at__lte=at) | Q(status=0, created_at__lte=at - ABANDONED_AFTER)
    taken = ApiAnswer.objects.filter(free, pk=found.pk).update(
        status=0, body=b"", created_at=at, expires_at=at + settings.API_ANSWER_KEPT
    )
    return bool(taken)


def _repeat(found: ApiAnswer, same: bytes) -> Said:
    if bytes(found.request_hash) != same:
        raise KeyReused
    if found.status == 0:
        raise StillRunning
    return Said(found.status, bytes(found.body), is_repeat=True)

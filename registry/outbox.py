"""Work that waits in the database: hand over, claim, finish. Every move is one conditional UPDATE.

The states and their order are `TRANSITIONS` in `models/dispatchable.py`.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import F, QuerySet

from registry import audit
from registry.clock import DatabaseNow
from registry.models import Dispatchable, Message, MessageProblem, WorkState
from registry.models.dispatchable import OPEN_STATES, new_claim

CHANNEL = "registry_work"
# A hand-over that no worker has claimed after this long was lost by the broker.
LOST_AFTER = timedelta(seconds=30)
BATCH = 100
Row = TypeVar("Row", bound=Dispatchable)


class ClaimLost(Exception):
    """The lease ran out and the row is no longer ours: the outcome must not be written."""


def add_messages(messages: Iterable[Message]) -> None:
    """Insert messages in the caller's transaction and wake the relay when it commits."""
    rows = list(messages)
    for row in rows:
        row.request_id = audit.current_request_id()
    Message.objects.bulk_create(rows)
    if rows:
        wake_relay()


def wake_relay() -> None:
    """Tell the relay that there is work, after commit: a NOTIFY inside would queue every commit behind one lock."""
    transaction.on_commit(_notify, robust=True)


def _notify() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")


def hand_over(model: type[Dispatchable], publish: Callable[[str], object], limit: int = BATCH) -> int:
    """Hand the ids of due rows to `publish`, oldest first; return how many. Marks nothing if publishing fails."""
    due = _rows(model).filter(state__in=OPEN_STATES, handed_over_at=None, available_at__lte=DatabaseNow())
    with transaction.atomic():
        waiting = due.order_by("available_at").select_for_update(skip_locked=True)
        ids = list(waiting.values_list("pk", flat=True)[:limit])
        for identifier in ids:
            publish(str(identifier))
        _rows(model).filter(pk__in=ids).update(handed_over_at=DatabaseNow())
    return len(ids)


def claim(model: type[Row], identifier: object, lease: timedelta) -> tuple[Row, WorkState] | None:
    """Take an open row for `lease`; return it with the state it was in, or None: done, being done, late or absent."""
    for state in OPEN_STATES:
        claim_id = new_claim()
        taken = (
            _rows(model)
            .filter(pk=identifier, state=state, available_at__lte=DatabaseNow(), deadline_at__gt=DatabaseNow())
            .update(
                state=WorkState.CLAIMED,
                claim_id=claim_id,
                lease_until=DatabaseNow() + lease,
                attempts=F("attempts") + 1,
            )
        )
        if taken:
            return model._default_manager.get(pk=identifier, claim_id=claim_id), state  # noqa: SLF001 - Django's name
    return None


def hold(row: Dispatchable, lease: timedelta, **columns: Any) -> None:
    """Start the lease anew and write `columns`, last thing before the outside world is called. Raises ClaimLost.

    So a claim that was lost while we prepared ends here, and a call never outlasts its lease.
    """
    still_ours = _ours(row).filter(lease_until__gt=DatabaseNow(), deadline_at__gt=DatabaseNow())
    if not still_ours.update(lease_until=DatabaseNow() + lease, **columns):
        raise ClaimLost("the lease ran out before the work began")


def finish(row: Dispatchable, state: WorkState, *, error: str = "", **columns: Any) -> None:
    """End our claim with `state` and write `columns` beside it. Raises ClaimLost if the lease passed to another."""
    _move(row, state, finished_at=DatabaseNow(), last_error=error, **columns)


def put_back(row: Dispatchable, *, after: timedelta, error: str, state: WorkState = WorkState.PENDING) -> None:
    """Give the row back, to be tried again after `after`. Raises ClaimLost."""
    _move(row, state, available_at=DatabaseNow() + after, handed_over_at=None, last_error=error)


def _move(row: Dispatchable, state: WorkState, **columns: Any) -> None:
    if not _ours(row).update(state=state, claim_id=None, lease_until=None, **columns):
        raise ClaimLost("the lease ran out before the work was done")


def _ours(row: Dispatchable) -> QuerySet[Any]:
    return _rows(type(row)).filter(pk=row.pk, state=WorkState.CLAIMED, claim_id=row.claim_id)


def recover(model: type[Dispatchable]) -> dict[str, int]:
    """Free what a dead worker held, what a broker lost and what is too late; return how many of each."""
    now = DatabaseNow()
    dead = _rows(model).filter(state=WorkState.CLAIMED, lease_until__lt=now)
    lost = _rows(model).filter(state__in=OPEN_STATES, handed_over_at__lt=now - LOST_AFTER)
    late = _rows(model).filter(state__in=OPEN_STATES, deadline_at__lte=now)
    return {
        "dead": dead.update(state=WorkState.UNKNOWN, claim_id=None, lease_until=None, handed_over_at=None),
        "late": late.update(state=WorkState.EXPIRED, finished_at=now, last_error=MessageProblem.TOO_LATE),
        "lost": lost.update(handed_over_at=None),
    }


def _rows(model: type[Dispatchable]) -> QuerySet[Any]:
    return model._default_manager.all()  # noqa: SLF001 - Django's name for a model's manager

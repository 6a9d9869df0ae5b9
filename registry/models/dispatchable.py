"""Rows that are also work: the row says what to do, and its queue columns say whether it was done."""

import uuid

from django.db import models
from django.db.models import Q

from registry.clock import DatabaseNow


class WorkState(models.TextChoices):
    """The life of a piece of work. `unknown` means that a claim died: look before doing it again."""

    PENDING = "pending", "Waiting"
    CLAIMED = "claimed", "Being done"
    UNKNOWN = "unknown", "Outcome not known"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    EXPIRED = "expired", "Too late to be useful"


# Each state with those that may follow it; `outbox` moves states by nothing else. See docs/states.md.
TRANSITIONS: dict[WorkState, tuple[WorkState, ...]] = {
    WorkState.PENDING: (WorkState.CLAIMED, WorkState.EXPIRED),
    WorkState.CLAIMED: (
        WorkState.DONE,
        WorkState.PENDING,
        WorkState.UNKNOWN,
        WorkState.FAILED,
        WorkState.EXPIRED,
    ),
    WorkState.UNKNOWN: (WorkState.CLAIMED, WorkState.EXPIRED),
    WorkState.DONE: (),
    WorkState.FAILED: (),
    WorkState.EXPIRED: (),
}
OPEN_STATES = (WorkState.PENDING, WorkState.UNKNOWN)


class Dispatchable(models.Model):
    """Queue columns. The relay hands over rows that are open, due and not handed over; a worker claims by update."""

    state = models.CharField(max_length=8, choices=WorkState, default=WorkState.PENDING)
    available_at = models.DateTimeField(db_default=DatabaseNow())
    handed_over_at = models.DateTimeField(null=True, blank=True)
    claim_id = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    deadline_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=64, blank=True)
    request_id = models.CharField(max_length=36, blank=True)

    class Meta:
        abstract = True


def work_constraints(prefix: str) -> list[models.BaseConstraint]:
    """Paired columns: a claim has its lease, an end has its instant, and only then."""
    ended = [WorkState.DONE, WorkState.FAILED, WorkState.EXPIRED]
    return [
        models.CheckConstraint(condition=Q(state__in=WorkState.values), name=f"{prefix}_state_is_known"),
        models.CheckConstraint(
            condition=Q(state=WorkState.CLAIMED, claim_id__isnull=False, lease_until__isnull=False)
            | (~Q(state=WorkState.CLAIMED) & Q(claim_id__isnull=True, lease_until__isnull=True)),
            name=f"{prefix}_claim_has_its_lease",
        ),
        models.CheckConstraint(
            condition=Q(state__in=ended, finished_at__isnull=False)
            | (~Q(state__in=ended) & Q(finished_at__isnull=True)),
            name=f"{prefix}_end_has_its_instant",
        ),
    ]


def due_index(prefix: str) -> models.Index:
    """A small index: only rows that still have something to be done."""
    return models.Index(
        fields=["available_at"],
        condition=Q(state__in=[WorkState.PENDING, WorkState.CLAIMED, WorkState.UNKNOWN]),
        name=f"{prefix}_due",
    )


def new_claim() -> uuid.UUID:
    """Return an id that only one claim has."""
    return uuid.uuid4()

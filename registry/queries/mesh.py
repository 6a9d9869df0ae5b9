"""What came by MESH and is not answered yet, and whether that is too long ago."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Min, Q, QuerySet

from registry import metrics
from registry.clock import now
from registry.models import Heartbeat, MeshMessage, MeshState, Organisation

PROCESS = "mesh"
log = structlog.get_logger("registry.mesh")


@dataclass(frozen=True)
class Unanswered:
    """How many messages wait for their answer, how many of them for too long, and since when the oldest waits.

    `seen_at` is when the process last showed that it lives.
    """

    waiting: int
    overdue: int
    oldest_at: datetime | None
    seen_at: datetime | None


def unanswered(at: datetime) -> Unanswered:
    """Count what is not answered at `at`. Overdue is what came more than MESH_ALARM_AFTER ago (F20)."""
    late = Count("pk", filter=Q(received_at__lt=at - settings.MESH_ALARM_AFTER))
    found = _open().aggregate(waiting=Count("pk"), overdue=late, oldest_at=Min("received_at"))
    seen = Heartbeat.objects.filter(name=PROCESS).values_list("seen_at", flat=True).first()
    return Unanswered(**found, seen_at=seen)


def without_their_file() -> list[str]:
    """Return MESH's ids of messages that we know but whose file we still have to fetch, in the order they came."""
    unfetched = MeshMessage.objects.filter(state=MeshState.RECEIVED, outcome="")
    return list(unfetched.order_by("pk").values_list("message_id", flat=True))


def to_answer() -> dict[str, list[MeshMessage]]:
    """Return for each sender what is not answered, in the order in which it came."""
    senders: dict[str, list[MeshMessage]] = {}
    rows = _open().select_related("organisation", "check_made__flow", "check_made__organisation").order_by("pk")
    for row in rows:
        senders.setdefault(row.sender_mailbox, []).append(row)
    return senders


def of_mailbox(mailbox: str) -> Organisation | None:
    """Return the organisation that registered this mailbox; None also when two did, in whatever capitals."""
    found = list(Organisation.objects.filter(mesh_mailbox__iexact=mailbox).exclude(mesh_mailbox="")[:2])
    return found[0] if len(found) == 1 else None


def _open() -> QuerySet[MeshMessage]:
    return MeshMessage.objects.exclude(state=MeshState.ANSWERED)


def _measured(read: Callable[[Unanswered, datetime], float]) -> Callable[[], float]:
    """Return a reader for Prometheus, which knows no database errors: not a number when there is none to be had."""

    def measure() -> float:
        try:
            at = now()
            return read(unanswered(at), at)
        except DatabaseError as error:
            log.warning("not measured", error=type(error).__name__)
            return math.nan

    return measure


def _silent_for(found: Unanswered, at: datetime) -> float:
    return math.nan if found.seen_at is None else (at - found.seen_at).total_seconds()


metrics.MESH_UNANSWERED.set_function(_measured(lambda found, _: found.waiting))
metrics.MESH_OVERDUE.set_function(_measured(lambda found, _: found.overdue))
metrics.MESH_SILENT.set_function(_measured(_silent_for))

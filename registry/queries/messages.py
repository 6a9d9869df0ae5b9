"""Reads about messages, for staff: never whom a message is for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.models import Message, MessageChannel, MessageKind, MessageProblem, WorkState

PAGE_SIZE = 25
REFERENCE_SIGNS = 8
UNDELIVERED = (WorkState.FAILED, WorkState.EXPIRED)


@dataclass(frozen=True)
class UndeliveredMessage:
    """One message that did not go out. `reference` begins the id that the provider was given."""

    id: int
    reference: str
    kind: str
    channel: str
    ended_at: datetime | None
    problem: str
    tries: int


@dataclass(frozen=True)
class UndeliveredPage:
    """Up to 25 messages, newest first. `older_than` asks for the page after this one; None on the last."""

    messages: Sequence[UndeliveredMessage]
    older_than: int | None


def undelivered_messages(*, older_than: int | None = None) -> UndeliveredPage:
    """Return messages that failed or came too late. `older_than` is the id that the page before ended with."""
    rows = Message.objects.filter(state__in=UNDELIVERED).order_by("-pk")
    if older_than is not None:
        rows = rows.filter(pk__lt=older_than)
    # The encrypted columns are not even read.
    wanted = rows.only("public_id", "kind", "channel", "finished_at", "last_error", "attempts")
    found = [_undelivered(row) for row in wanted[: PAGE_SIZE + 1]]
    shown = found[:PAGE_SIZE]
    return UndeliveredPage(shown, shown[-1].id if len(found) > PAGE_SIZE else None)


def _undelivered(row: Message) -> UndeliveredMessage:
    return UndeliveredMessage(
        id=row.pk,
        reference=str(row.public_id)[:REFERENCE_SIGNS],
        kind=MessageKind(row.kind).label,
        channel=MessageChannel(row.channel).label,
        ended_at=row.finished_at,
        problem=_problem(row.last_error),
        tries=row.attempts,
    )


def _problem(code: str) -> str:
    """Say a problem in words; a code that has none yet is shown as it is."""
    return str(dict(MessageProblem.choices).get(code, code))

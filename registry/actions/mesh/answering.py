"""Answering: a receipt first, then the result under the same local id, in the order in which a sender's files came.

What was sent is kept by MESH's id of it. A crash between sending and writing that down, or an answer of MESH that was
lost, means that the same bytes are sent again under the same name and checksum: at least once, never re-computed.
"""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO

import structlog
from django.conf import settings

from registry.actions.checks.collecting import Collected, ResultExpired, ResultGone, collect
from registry.actions.mesh.moves import move, sender_of
from registry.actions.mesh.receipt_of import receipt_of
from registry.correspondence.mesh_receipts import subject_of
from registry.encryption import CannotDecrypt
from registry.gateways.mesh import Mailbox, Outgoing
from registry.models import Check, CheckProblem, MeshMessage, MeshOutcome, MeshState, WorkState
from registry.models.dispatchable import TRANSITIONS

log = structlog.get_logger("registry.mesh")
# A file that cannot be fetched holds the answers to its sender's later files back for so long.
ORDER_KEPT = timedelta(hours=1)


@dataclass(frozen=True)
class Verdict:
    """What the sender is told. `problem` is a CheckProblem, or empty."""

    outcome: MeshOutcome
    problem: str = ""


def answer_in_turn(mailbox: Mailbox, messages: list[MeshMessage], *, at: datetime, alive: Callable[[], None]) -> int:
    """Answer what is due of one sender's messages, oldest first; return how many. Raises MeshUnavailable, MeshRefused.

    A message that is not due holds back those after it. `alive` is called for each part of a result.
    """
    answered = 0
    for message in messages:
        if answer(mailbox, message, at=at, alive=alive):
            answered += 1
        elif message.state != MeshState.RECEIVED or at < message.received_at + ORDER_KEPT:
            break
    return answered


def answer(mailbox: Mailbox, message: MeshMessage, *, at: datetime, alive: Callable[[], None]) -> bool:
    """Send what is due; True once the sender has the whole answer. Raises MeshUnavailable, MeshRefused."""
    verdict = _verdict(message, at)
    if verdict is None:
        return False
    if verdict.outcome != MeshOutcome.SUCCESS:
        _refuse(mailbox, message, verdict, at=at)
        return True
    if message.state == MeshState.CHECKING:
        sent = _send_receipt(mailbox, message, verdict, at=at)
        move(message, MeshState.RECEIPT_SENT, by=sender_of(message), at=at, receipt_message_id=sent)
    try:
        sent = _send_result(mailbox, message, at=at, alive=alive)
    except (ResultExpired, ResultGone, CannotDecrypt) as error:
        log.warning("mesh result lost", message=str(message.public_id), error=type(error).__name__)
        _refuse(mailbox, message, Verdict(MeshOutcome.REFUSED, CheckProblem.GAVE_UP), at=at)
    else:
        columns = {"outcome": MeshOutcome.SUCCESS, "result_message_id": sent}
        move(message, MeshState.ANSWERED, by=sender_of(message), at=at, **columns)
    return True


def _verdict(message: MeshMessage, at: datetime) -> Verdict | None:
    """Return what is to be said now; None while the file is not here or its check has not ended."""
    if message.state == MeshState.RECEIVED:
        return Verdict(MeshOutcome(message.outcome), message.problem) if message.outcome else None
    check = message.check_made
    assert check is not None
    if TRANSITIONS[WorkState(check.state)]:
        return None
    if message.organisation is None or not message.organisation.is_active:
        return Verdict(MeshOutcome.SUSPENDED, CheckProblem.SUSPENDED)
    if check.published_at is None:
        return Verdict(MeshOutcome.REFUSED, check.last_error or CheckProblem.GAVE_UP)
    return Verdict(MeshOutcome.SUCCESS) if _is_valid(check, at) else Verdict(MeshOutcome.REFUSED, CheckProblem.TOO_LATE)


def _is_valid(check: Check, at: datetime) -> bool:
    return check.valid_until is not None and at < check.valid_until


def _refuse(mailbox: Mailbox, message: MeshMessage, verdict: Verdict, *, at: datetime) -> None:
    """Send a receipt that says why there is no result; after a receipt of success it stands in the result's place."""
    sent = _send_receipt(mailbox, message, verdict, at=at)
    column = "result_message_id" if message.state == MeshState.RECEIPT_SENT else "receipt_message_id"
    columns: dict[str, Any] = {"outcome": verdict.outcome, column: sent}
    move(message, MeshState.ANSWERED, by=sender_of(message), at=at, **columns)


def _send_receipt(mailbox: Mailbox, message: MeshMessage, verdict: Verdict, *, at: datetime) -> str:
    said = receipt_of(message, verdict.outcome, verdict.problem, at=at)
    name = message.check_made.reference if message.check_made else str(message.public_id)
    return mailbox.send(
        Outgoing(
            subject=subject_of(verdict.outcome),
            file_name=f"UPH-{name}-receipt.json",
            content_type="application/json",
            sha256=hashlib.sha256(said).hexdigest(),
            body=io.BytesIO(said),
            size=len(said),
            **_addressed(message),
        )
    )


def _send_result(mailbox: Mailbox, message: MeshMessage, *, at: datetime, alive: Callable[[], None]) -> str:
    """Send the published file as it lies in the check store."""
    check = message.check_made
    assert check is not None
    found: Collected = collect(check, "result", by=sender_of(message), at=at)
    with found.file as body:
        return mailbox.send(
            Outgoing(
                subject="RESULT",
                file_name=found.name,
                content_type="text/plain",
                sha256=check.result_sha256,
                body=_Watched(body, alive),
                size=found.size,
                **_addressed(message),
            )
        )


class _Watched(io.RawIOBase, BinaryIO):
    """A file that shows, as it is read, that the work goes on."""

    def __init__(self, file: BinaryIO, alive: Callable[[], None]) -> None:
        super().__init__()
        self._file, self._alive = file, alive

    def read(self, size: int | None = -1, /) -> bytes:
        """See BinaryIO."""
        self._alive()
        return self._file.read(-1 if size is None else size)


def _addressed(message: MeshMessage) -> dict[str, str]:
    return {
        "to": message.sender_mailbox,
        "workflow": settings.MESH_WORKFLOW,
        "local_id": message.local_id,
    }

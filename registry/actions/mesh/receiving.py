"""Taking what waits in the mailbox: written down, its file kept, a check asked for; only then acknowledged (F20)."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction

from registry.actions.checks.asking import CannotCheck, NewCheck, ask_for_check, largest_file
from registry.actions.mesh.flows import flow_meant, spoken
from registry.actions.mesh.moves import move, record, refuse, sender_of
from registry.clock import DatabaseNow
from registry.gateways import check_store
from registry.gateways.check_store import NewFile
from registry.gateways.mesh import Delivery, Heading, Mailbox, MessageGone
from registry.models import (
    AuditAction,
    CheckProblem,
    DataFlow,
    MeshMessage,
    MeshOutcome,
    MeshState,
    Organisation,
    WayIn,
)
from registry.queries.mesh import of_mailbox
from registry.queries.organisations import FlowNotFound, flows_of

log = structlog.get_logger("registry.mesh")
# Problems of ours that pass: the message stays with MESH and is fetched again.
PASSING = frozenset({CheckProblem.NO_ROOM})


class NoRoomNow(Exception):
    """The file does not fit on our disk at the moment. MESH keeps it."""


class TooLarge(Exception):
    """The file is longer than we take."""


def receive(mailbox: Mailbox, message_id: str, *, at: datetime, alive: Callable[[], None]) -> None:
    """Take one message, however often it is delivered. Raises MeshUnavailable, NoRoomNow: again later.

    `alive` is called after each part of the file, which may take an hour to come.
    """
    known = MeshMessage.objects.select_related("organisation").filter(message_id=message_id).first()
    try:
        if known is None or _lacks_file(known):
            with mailbox.open(message_id) as delivery:
                known = _take(delivery, known, at=at, alive=alive)
        mailbox.acknowledge(message_id)
    except MessageGone:
        if known is None:
            log.info("mesh message gone before we saw it")
            return
        refuse(known, MeshOutcome.REFUSED, CheckProblem.INPUT_LOST)
    if known is not None:
        MeshMessage.objects.filter(pk=known.pk, acknowledged_at=None).update(acknowledged_at=DatabaseNow())


def _take(
    delivery: Delivery, known: MeshMessage | None, *, at: datetime, alive: Callable[[], None]
) -> MeshMessage | None:
    heading = delivery.heading
    if heading.is_report or heading.sender == settings.MESH_MAILBOX.upper():
        # Reports of MESH and messages of our own: an answer would be answered, for ever.
        log.error("mesh report", is_report=heading.is_report, message_id=heading.message_id)
        return None
    message = known or _note(heading, at=at)
    if _lacks_file(message):
        _take_file(message, delivery, at=at, alive=alive)
    return message


def _note(heading: Heading, *, at: datetime) -> MeshMessage:
    """Write down that the message exists, whose it is, and why it becomes no check, if so."""
    organisation = of_mailbox(heading.sender)
    outcome = _outcome_of(heading, organisation)
    with transaction.atomic():
        message = MeshMessage.objects.create(
            message_id=heading.message_id,
            sender_mailbox=heading.sender[:30],
            workflow=heading.workflow[:100],
            local_id=heading.local_id,
            file_name=heading.file_name,
            subject=heading.subject,
            organisation=organisation,
            outcome=outcome,
            received_at=at,
        )
        record(AuditAction.MESH_RECEIVED, message, by=sender_of(message), at=at, details={"outcome": outcome})
    return message


def _outcome_of(heading: Heading, organisation: Organisation | None) -> str:
    if organisation is None:
        return MeshOutcome.NO_SENDER
    if not organisation.is_active:
        return MeshOutcome.SUSPENDED
    if heading.workflow.strip().upper() != settings.MESH_WORKFLOW:
        return MeshOutcome.WRONG_WORKFLOW
    return "" if _flow(heading.subject, heading.file_name, heading.local_id, organisation) else MeshOutcome.NO_FLOW


def _flow(subject: str, file_name: str, local_id: str, organisation: Organisation) -> DataFlow | None:
    flows = flows_of(organisation)
    return flow_meant(flows, subject=spoken(subject), file_name=spoken(file_name), local_id=spoken(local_id))


def _lacks_file(message: MeshMessage) -> bool:
    return message.state == MeshState.RECEIVED and not message.outcome


def _take_file(message: MeshMessage, delivery: Delivery, *, at: datetime, alive: Callable[[], None]) -> None:
    assert message.organisation is not None
    try:
        with check_store.create(message.organisation.public_id) as file:
            _copy(delivery, file, alive)
            size, sha256, name = file.size, file.sha256, file.keep()
    except check_store.NoRoom as error:
        raise NoRoomNow("the disk is full") from error
    except TooLarge:
        refuse(message, MeshOutcome.REFUSED, CheckProblem.TOO_LARGE)
        return
    _ask(message, name, size, sha256, at=at)


def _copy(delivery: Delivery, file: NewFile, alive: Callable[[], None]) -> None:
    largest = largest_file(WayIn.MESH)
    for block in delivery.blocks():
        if check_store.free_bytes() < len(block):
            raise NoRoomNow("what is left is kept free")
        if file.size + len(block) > largest:
            raise TooLarge
        file.write(block)
        alive()


def _ask(message: MeshMessage, name: UUID, size: int, sha256: str, *, at: datetime) -> None:
    """Make the check and move the message in one transaction; a file that becomes no check is thrown away."""
    try:
        with transaction.atomic():
            check = ask_for_check(_new_check(message, name, size, sha256), by=sender_of(message), at=at)
            move(message, MeshState.CHECKING, by=sender_of(message), at=at, check_made=check)
    except CannotCheck as error:
        check_store.destroy(name)
        if error.problem in PASSING:
            raise NoRoomNow("there is no room for a check") from error
        suspended = error.problem == CheckProblem.SUSPENDED
        refuse(message, MeshOutcome.SUSPENDED if suspended else MeshOutcome.REFUSED, error.problem)
    except FlowNotFound:
        check_store.destroy(name)
        refuse(message, MeshOutcome.NO_FLOW)


def _new_check(message: MeshMessage, name: UUID, size: int, sha256: str) -> NewCheck:
    assert message.organisation is not None
    flow = _flow(message.subject, message.file_name, message.local_id, message.organisation)
    if flow is None:
        raise FlowNotFound("its flow was put away while the file came")
    return NewCheck(
        organisation=message.organisation,
        flow=flow,
        way_in=WayIn.MESH,
        input_name=name,
        input_bytes=size,
        input_sha256=sha256,
        file_name=spoken(message.file_name),
    )

"""A check from the command line: a file or a pipe in, and wait until it is done, by us or by another checker."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from registry import audit
from registry.actions.checks.allowances import refuse_few
from registry.actions.checks.asking import (
    CannotCheck,
    NewCheck,
    ask_for_check,
    destroyed_unless_used,
    largest_file,
    may_be_asked,
    refuse_suspended,
)
from registry.actions.checks.computing import layout_of
from registry.actions.checks.running import run_check
from registry.actions.checks.streams import Nowhere
from registry.actions.organisations.flows import NewFlow, save_flow
from registry.gateways import check_store
from registry.models import AuditAction, Check, CheckProblem, DataFlow, Organisation, WayIn
from registry.models.dispatchable import OPEN_STATES, WorkState
from registry.parties import Actor
from registry.queries.flow_names import flow_named
from registry.queries.opted_out import take_snapshot
from registry.queries.organisations import OrganisationNotFound
from registry.upholding import Counts, Progress, TestNumberSet, Unreadable, filter_lines

BLOCK = 1024 * 1024
LOOK_SECONDS = 0.5
Watch = Callable[[Progress], None]


@dataclass(frozen=True, kw_only=True, repr=False)
class LocalFile:
    """What is to be checked. `flow` is the name of one of the organisation's data flows, or describes one.

    `processes`: one or two, for a long list; if none are named, as many as the setting CHECK_PROCESSES says.
    """

    source: BinaryIO
    ods_code: str
    flow: str | NewFlow
    file_name: str = ""
    column: str = ""
    is_test: bool = False
    processes: int | None = None


def check_local_file(new: LocalFile, *, watch: Watch, by: Actor, at: datetime) -> Check:
    """Check the file and return the check as it ended, with a result or with its problem.

    Raises OrganisationNotFound, FlowNotFound, CannotCheck.
    """
    organisation = _organisation(new.ods_code)
    flow = _flow(organisation, new.flow, by, at)
    may_be_asked(organisation, flow, is_test=new.is_test)
    check = _ask(new, organisation, flow, by, at)
    while check.state in (*OPEN_STATES, WorkState.CLAIMED):
        run_check(check.pk, watch=watch, processes=new.processes)
        check.refresh_from_db()
        if check.state in (*OPEN_STATES, WorkState.CLAIMED):
            watch(Progress(check.done_bytes, check.done_lines))
            time.sleep(LOOK_SECONDS)
    return check


def count_local_file(new: LocalFile, *, watch: Watch, by: Actor, at: datetime) -> Counts:
    """Count the lines of the file by class: nothing is written or released, but that it was counted is audited.

    Raises OrganisationNotFound, FlowNotFound, CannotCheck.
    """
    organisation = refuse_suspended(_organisation(new.ods_code).pk)
    if isinstance(new.flow, str):
        _flow(organisation, new.flow, by, at)
    numbers = TestNumberSet() if new.is_test else take_snapshot().numbers
    layout = layout_of(new.column, is_test=new.is_test)
    processes = new.processes or settings.CHECK_PROCESSES
    try:
        counts = filter_lines(
            new.source, Nowhere(), numbers=numbers, layout=layout, progress=watch, processes=processes
        )
    except Unreadable as error:
        raise CannotCheck(CheckProblem(error.reason)) from None
    if not new.is_test:
        refuse_few(organisation, counts.distinct, at=at)
    about = ("organisation", str(organisation.public_id))
    audit.record(AuditAction.CHECK_STARTED, by=by, at=at, about=about, channel=WayIn.COMMAND, reason="counts only")
    return counts


def _organisation(ods_code: str) -> Organisation:
    found = Organisation.objects.filter(ods_code=ods_code).first()
    if found is None:
        raise OrganisationNotFound("no such organisation")
    return found


def _flow(organisation: Organisation, flow: str | NewFlow, by: Actor, at: datetime) -> DataFlow:
    """Return the flow of this name, or the one that says the same as is described, described now if need be."""
    if isinstance(flow, str):
        return flow_named(organisation, flow)
    with transaction.atomic():
        said = DataFlow.objects.filter(
            organisation=organisation,
            archived_at__isnull=True,
            purpose=flow.purpose,
            purpose_detail=flow.purpose_detail,
            legal_basis=flow.legal_basis,
            basis_reference=flow.basis_reference,
            recipient=flow.recipient,
        )
        return said.order_by("pk").first() or save_flow(organisation, flow, by=by, at=at)


def _ask(new: LocalFile, organisation: Organisation, flow: DataFlow, by: Actor, at: datetime) -> Check:
    with check_store.create(organisation.public_id) as file:
        _spool(new.source, file)
        described = NewCheck(
            organisation=organisation,
            flow=flow,
            way_in=WayIn.COMMAND,
            input_bytes=file.size,
            input_sha256=file.sha256,
            input_name=file.keep(),
            file_name=new.file_name,
            column=new.column,
            is_test=new.is_test,
        )
    with destroyed_unless_used(described.input_name) as used:
        check = ask_for_check(described, by=by, at=at)
        used.append(check.input_name)
    return check


def _spool(source: BinaryIO, file: check_store.NewFile) -> None:
    try:
        while block := source.read(BLOCK):
            file.write(block)
            if file.size > largest_file(WayIn.COMMAND):
                raise CannotCheck(CheckProblem.TOO_LARGE)
    except check_store.NoRoom:
        raise CannotCheck(CheckProblem.NO_ROOM) from None

"""Asking for a check: one row, after which the checker does the rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from registry import audit
from registry.actions.preferences import new_reference
from registry.gateways import check_store
from registry.limits import NUMBERS_BY_ORGANISATION
from registry.models import ApiKey, AuditAction, Check, CheckProblem, DataFlow, Organisation, OrganisationPerson, WayIn
from registry.parties import Actor
from registry.queries.organisations import FlowNotFound


class CannotCheck(Exception):
    """This list gives no result; `problem` says why, in words for the organisation. Quotes nothing of the list."""

    def __init__(self, problem: CheckProblem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, kw_only=True, repr=False)
class NewCheck:
    """A list that lies in the check store, and for what it is to be checked.

    `input_sha256` is in hex, of the plain bytes. `column` names the column with the numbers; empty: one number a line.
    """

    organisation: Organisation
    flow: DataFlow
    way_in: WayIn
    input_name: UUID
    input_bytes: int
    input_sha256: str
    file_name: str = ""
    column: str = ""
    is_test: bool = False
    asked_by: OrganisationPerson | None = None
    api_key: ApiKey | None = None


@contextmanager
def destroyed_unless_used(name: UUID) -> Iterator[list[UUID | None]]:
    """Destroy a kept file at the end, unless it was put into the list that this yields: then a check names it."""
    used: list[UUID | None] = []
    try:
        yield used
    finally:
        if name not in used:
            check_store.destroy(name)


def ask_for_check(new: NewCheck, *, by: Actor, at: datetime) -> Check:
    """Queue one check. Raises CannotCheck, and FlowNotFound for a flow that is not the organisation's or put away.

    From then on the checker owns the input file; if this raises, it stays the caller's to destroy.
    """
    with transaction.atomic():
        _refuse_what_cannot_be(new)
        check = Check.objects.create(**_columns(new), **_work(at))
        audit.record(
            AuditAction.CHECK_STARTED,
            by=by,
            at=at,
            about=("check", str(check.public_id)),
            channel=new.way_in,
            details={"bytes": new.input_bytes, "flow": str(new.flow.public_id), "test": int(new.is_test)},
        )
    return check


def may_be_asked(organisation: Organisation, flow: DataFlow, *, is_test: bool) -> None:
    """Return if this organisation may have a list checked for this flow now. Raises CannotCheck, FlowNotFound.

    Read anew, so that a suspension bites at once, whatever the caller still remembers.
    """
    if (
        flow.organisation_id != organisation.pk
        or not DataFlow.objects.filter(pk=flow.pk, archived_at__isnull=True).exists()
    ):
        raise FlowNotFound("no such flow")
    now = refuse_suspended(organisation.pk)
    if not is_test and NUMBERS_BY_ORGANISATION.used(now.public_id) >= now.numbers_per_day:
        raise CannotCheck(CheckProblem.QUOTA)


def refuse_suspended(organisation_id: int) -> Organisation:
    """Return the organisation as it is now, whatever the caller remembers. Raises CannotCheck if it is suspended."""
    organisation = Organisation.objects.get(pk=organisation_id)
    if not organisation.is_active:
        raise CannotCheck(CheckProblem.SUSPENDED)
    return organisation


def largest_file(way_in: WayIn) -> int:
    """Return how many bytes a file may have that comes this way."""
    return int(settings.WEB_FILE_MAX_BYTES if way_in == WayIn.WEB else settings.API_FILE_MAX_BYTES)


def _refuse_what_cannot_be(new: NewCheck) -> None:
    may_be_asked(new.organisation, new.flow, is_test=new.is_test)
    if not new.input_bytes:
        raise CannotCheck(CheckProblem.EMPTY)
    if new.input_bytes > largest_file(new.way_in):
        raise CannotCheck(CheckProblem.TOO_LARGE)


def _columns(new: NewCheck) -> dict[str, object]:
    return {
        "organisation": new.organisation,
        "flow": new.flow,
        "way_in": new.way_in,
        "asked_by": new.asked_by,
        "api_key": new.api_key,
        "is_test": new.is_test,
        "file_name": new.file_name,
        "column": new.column,
        "input_name": new.input_name,
        "input_bytes": new.input_bytes,
        "input_sha256": new.input_sha256,
    }


def _work(at: datetime) -> dict[str, object]:
    return {
        "reference": new_reference(),
        "deadline_at": at + settings.CHECK_DEADLINE,
        "request_id": audit.current_request_id(),
    }

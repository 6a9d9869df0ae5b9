"""Putting a scan under its case, and what follows from that for the case."""

from datetime import datetime

from registry import audit
from registry.actions.cases.moves import lock_case, move
from registry.models import DECIDED_CASE_STATES, AuditAction, Case, CaseState, Scan, ScanState
from registry.parties import Actor


class CannotFile(Exception):
    """The case is decided, so that nothing more may be filed under it, or the scan lies elsewhere already."""


def file_under(scan: Scan, case: Case, *, by: Actor, at: datetime) -> None:
    """Put a scan under a case, inside the caller's transaction. Raises CannotFile, CaseNotFound."""
    current = lock_case(case.public_id)
    if scan.case_id == current.pk:
        return
    if scan.case_id is not None or current.state in DECIDED_CASE_STATES:
        raise CannotFile("the scan lies elsewhere, or the case is decided")
    Scan.objects.filter(pk=scan.pk).update(case=current)
    scan.case = current
    tell_case(scan, by=by, at=at)


def tell_case(scan: Scan, *, by: Actor, at: datetime) -> None:
    """Let the case go on to be entered once a scan of it is ready; each scan has its event."""
    if scan.case is None or scan.state != ScanState.READY:
        return
    case = lock_case(scan.case.public_id)
    if case.state == CaseState.RECEIVED:
        scan.case = move(case, CaseState.TO_ENTER, by=by, at=at, details={"scan": str(scan.pk)})
    else:
        about = ("case", case.reference)
        audit.record(AuditAction.CASE_SCANNED, by=by, at=at, about=about, details={"scan": str(scan.pk)})

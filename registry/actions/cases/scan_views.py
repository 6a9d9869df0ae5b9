"""Looking at scans. Who looked is written down, and committed, before a picture leaves the store."""

from datetime import datetime
from uuid import UUID

from registry import audit, permissions
from registry.actions.cases.moves import check_not_own
from registry.actions.claims import staff_user
from registry.actions.looking import before_showing
from registry.gateways import scan_store
from registry.models import AuditAction, Scan, ScanState
from registry.nhs_number import NHSNumber
from registry.parties import Actor
from registry.permissions import Permission
from registry.queries.cases import numbers_of
from registry.queries.scans import ScanNotFound, find_scan
from registry.scanning.pdf_of_pictures import pdf_of_pictures


def open_page(*, scan_id: UUID, number: int, by: Actor, at: datetime) -> bytes:
    """Return the picture of one page, a JPEG. Raises NotWrittenDown, ScanNotFound, OwnRecord, NotPermitted."""
    scan = _ready(scan_id)
    stored = [page.stored_name for page in scan.pages.all() if page.number == number]
    if not stored:
        raise ScanNotFound("there is no such page")
    _write_down(scan, str(number), by=by, at=at)
    return _fetch(stored[0])


def open_pdf(*, scan_id: UUID, by: Actor, at: datetime) -> bytes:
    """Return all pages of a scan as a PDF of our pictures.

    Raises NotWrittenDown, ScanNotFound, OwnRecord, NotPermitted.
    """
    scan = _ready(scan_id)
    stored = [page.stored_name for page in scan.pages.all()]
    if not stored:
        raise ScanNotFound("there are no pages")
    _write_down(scan, "all", by=by, at=at)
    return pdf_of_pictures([_fetch(name) for name in stored])


def _ready(scan_id: UUID) -> Scan:
    scan = find_scan(scan_id)
    if scan.state != ScanState.READY:
        raise ScanNotFound("this scan cannot be looked at yet")
    return scan


def _write_down(scan: Scan, page: str, *, by: Actor, at: datetime) -> None:
    """Write one event for each person whom the case is about, or one as long as none is known."""
    user = staff_user(by)
    permissions.check(user, Permission.SEE_WORK)
    numbers: list[NHSNumber | None] = [*(numbers_of(scan.case) if scan.case else [])]
    if scan.case:
        check_not_own(user, scan.case, numbers, by=by, at=at)
    details: dict[str, int | str] = {"page": page, "case": scan.case.reference if scan.case else ""}
    about, why = ("scan", str(scan.pk)), "scan of a case" if scan.case else "scan to be filed"
    with before_showing():
        for number in numbers or [None]:
            audit.record(
                AuditAction.SCAN_VIEWED, by=by, at=at, subject=number, about=about, reason=why, details=details
            )


def _fetch(name: UUID) -> bytes:
    try:
        return scan_store.get(name)
    except scan_store.ScanFileMissing as error:
        raise ScanNotFound("the file is gone") from error

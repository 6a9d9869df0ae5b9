"""Taking in scans: checked, re-made as pictures of ours and stored; or refused; or held for the virus scanner."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from registry import audit, permissions
from registry.actions.cases.filing import file_under
from registry.actions.cases.remaking import Remade, Upload, read_upload, remade
from registry.actions.claims import staff_user
from registry.gateways import scan_store, virus_scanner
from registry.models import AuditAction, Case, Scan, ScanPage, ScanProblem, ScanState
from registry.parties import Actor
from registry.permissions import Permission
from registry.queries.cases import get_case
from registry.queries.scans import LIVE, standing_scan
from registry.scanning.kinds import kind_of
from registry.scanning.problems import Refused


class AlreadyHere(Exception):
    """The same file was taken in while this one was being read."""

    def __init__(self, scan: Scan) -> None:
        super().__init__("the same file is here")
        self.scan = scan


def receive_scan(*, data: bytes, name: str, case_id: UUID | None, by: Actor, at: datetime) -> Scan:
    """Take in one file. The scan that comes back is ready, refused with its problem, or held for the virus scanner.

    The same file is kept once: under its case, or, where no case is named, wherever it lies already.
    Raises CannotFile, CaseNotFound, NotPermitted.
    """
    permissions.check(staff_user(by), Permission.RECEIVE)
    case = get_case(case_id) if case_id else None
    upload = read_upload(data, name)
    try:
        return _take_in(upload, case, by=by, at=at)
    except AlreadyHere as here:
        return _use(here.scan, case, by=by, at=at)
    except virus_scanner.VirusFound:
        return _refuse(upload, ScanProblem.VIRUS, case, by=by, at=at)
    except Refused as refused:
        return _refuse(upload, ScanProblem(refused.problem), case, by=by, at=at)


def _take_in(upload: Upload, case: Case | None, *, by: Actor, at: datetime) -> Scan:
    _check_new(upload, case)
    kind = kind_of(upload.data, upload.name, settings.SCAN_MAX_BYTES)
    try:
        virus_scanner.check(upload.data)
    except virus_scanner.ScannerUnavailable:
        return _hold(upload, kind, case, by=by, at=at)
    with remade(upload.data, kind) as made, transaction.atomic():
        scan = _scan(upload, by, at, state=ScanState.READY, media_type=kind, barcode=made.barcode)
        _write(scan, upload, case, made, by=by, at=at)
    return scan


def _hold(upload: Upload, kind: str, case: Case | None, *, by: Actor, at: datetime) -> Scan:
    """Keep the file itself, encrypted and shown to nobody, until `rechecks` has an answer."""
    name = scan_store.put(upload.data)
    try:
        with transaction.atomic():
            scan = _scan(upload, by, at, state=ScanState.QUARANTINED, media_type=kind, stored_name=name)
            _write(scan, upload, case, None, by=by, at=at)
    except BaseException:
        scan_store.destroy(name)
        raise
    return scan


def _write(scan: Scan, upload: Upload, case: Case | None, made: Remade | None, *, by: Actor, at: datetime) -> None:
    _lock(upload)
    _check_new(upload, case)
    scan.save(force_insert=True)
    if made:
        add_pages(scan, made)
    record(AuditAction.SCAN_RECEIVED, scan, by=by, at=at)
    if case:
        file_under(scan, case, by=by, at=at)


def _refuse(upload: Upload, problem: ScanProblem, case: Case | None, *, by: Actor, at: datetime) -> Scan:
    """Nothing of the file is kept but that it came and why it was refused."""
    with transaction.atomic():
        scan = _scan(upload, by, at, state=ScanState.REFUSED, problem=problem, case=case)
        scan.save(force_insert=True)
        record(AuditAction.SCAN_REFUSED, scan, by=by, at=at, reason=problem.value)
    return scan


def _use(scan: Scan, case: Case | None, *, by: Actor, at: datetime) -> Scan:
    """Take the scan that is here in place of its copy; if it waits to be filed, now it is known where."""
    if case and scan.case_id is None:
        with transaction.atomic():
            file_under(Scan.objects.select_for_update().get(pk=scan.pk), case, by=by, at=at)
    return Scan.objects.get(pk=scan.pk)


def _scan(upload: Upload, by: Actor, at: datetime, **columns: object) -> Scan:
    content = {"original_name": upload.name, "size": len(upload.data), "sha256": upload.sha256}
    return Scan(uploaded_by=staff_user(by), uploaded_at=at, **content, **columns)


def _check_new(upload: Upload, case: Case | None) -> None:
    standing = standing_scan(upload.sha256, case)
    if standing:
        raise AlreadyHere(standing)


def _lock(upload: Upload) -> None:
    """Two copies of one file, sent at the same instant, are looked for one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [upload.sha256])


def discard(scans: Iterable[Scan], *, by: Actor, at: datetime) -> None:
    """Undo taking in scans that were not filed, because something else that came with them was refused."""
    for scan in scans:
        with transaction.atomic():
            loose = Scan.objects.select_for_update().filter(pk=scan.pk, case=None, state__in=LIVE).first()
            if loose is None:
                continue
            names = [name for name in (*loose.pages.values_list("stored_name", flat=True), loose.stored_name) if name]
            record(AuditAction.SCAN_REFUSED, loose, by=by, at=at, reason="not kept: another file was refused")
            loose.pages.all().delete()
            loose.delete()
        for name in names:
            scan_store.destroy(name)


def add_pages(scan: Scan, made: Remade) -> None:
    """Write the rows of a scan's pages."""
    for page in made.pages:
        page.scan = scan
    ScanPage.objects.bulk_create(made.pages)


def record(action: AuditAction, scan: Scan, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Write an event about a scan; it names the case it belongs to, if that is known."""
    details: dict[str, int | str] = {"case": scan.case.reference} if scan.case else {}
    audit.record(action, by=by, at=at, about=("scan", str(scan.pk)), reason=reason, details=details)

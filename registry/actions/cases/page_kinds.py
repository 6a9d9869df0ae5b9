"""What the pages of a scan show, which decides when they are destroyed."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from registry import audit, permissions
from registry.actions.claims import staff_user
from registry.models import AuditAction, PageKind, ScanPage
from registry.parties import Actor
from registry.permissions import Permission
from registry.queries.scans import find_scan


def mark_pages(*, scan_id: UUID, kinds: Mapping[int, PageKind], by: Actor, at: datetime) -> None:
    """Say what pages show, by their numbers; pages that are not named stay as they are.

    Raises ScanNotFound, NotPermitted.
    """
    permissions.check(staff_user(by), Permission.RECEIVE)
    scan = find_scan(scan_id)
    with transaction.atomic():
        for number, kind in kinds.items():
            ScanPage.objects.filter(scan=scan, number=number, destroyed_at=None).update(kind=kind)
        marked: dict[str, int | str] = {str(number): kind.value for number, kind in kinds.items()}
        about = ("scan", str(scan.pk))
        audit.record(AuditAction.CASE_SCANNED, by=by, at=at, about=about, reason="pages marked", details=marked)

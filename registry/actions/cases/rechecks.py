"""Asks the virus scanner again about what it did not answer for (F34)."""

import time
from collections import Counter
from datetime import datetime
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction

from registry.actions.cases.filing import CannotFile, file_under, tell_case
from registry.actions.cases.receiving import case_for_barcode
from registry.actions.cases.remaking import Remade, remade
from registry.actions.cases.scans import add_pages, record
from registry.gateways import scan_store, virus_scanner
from registry.models import AuditAction, Scan, ScanProblem, ScanState
from registry.parties import Actor
from registry.scanning.kinds import kind_of
from registry.scanning.problems import Refused

log = structlog.get_logger("registry.rechecks")
# Runs every minute; a task has half a minute, and one file may take all but these seconds of it.
SECONDS = 4.0


class SettledElsewhere(Exception):
    """Another worker was quicker."""


def recheck_held(*, by: Actor, at: datetime) -> Counter[str]:
    """Check held scans, oldest first, until time is up or the scanner is away. Returns how many of each outcome."""
    counts: Counter[str] = Counter()
    end = time.monotonic() + SECONDS
    held = Scan.objects.filter(state=ScanState.QUARANTINED).order_by("uploaded_at").values_list("pk", flat=True)
    for scan_id in list(held):
        if time.monotonic() > end:
            break
        try:
            counts[_recheck(scan_id, by=by, at=at)] += 1
        except virus_scanner.ScannerUnavailable as error:
            log.warning("scans_held", count=len(held), error=str(error))
            break
        except SettledElsewhere:
            counts["elsewhere"] += 1
    return counts


def _recheck(scan_id: UUID, *, by: Actor, at: datetime) -> str:
    scan = Scan.objects.get(pk=scan_id)
    if scan.state != ScanState.QUARANTINED or scan.stored_name is None:
        raise SettledElsewhere
    try:
        data = scan_store.get(scan.stored_name)
        kind = kind_of(data, scan.original_name, settings.SCAN_MAX_BYTES)
        virus_scanner.check(data)
        with remade(data, kind) as made, transaction.atomic():
            _release(scan, made, by=by, at=at)
    except virus_scanner.VirusFound:
        _refuse(scan, ScanProblem.VIRUS, by=by, at=at)
    except Refused as refused:
        _refuse(scan, ScanProblem(refused.problem), by=by, at=at)
    except scan_store.ScanFileMissing:
        _refuse(scan, ScanProblem.DAMAGED, by=by, at=at)
    else:
        _file_by_code(scan, made.barcode, by=by, at=at)
    scan_store.destroy(scan.stored_name)
    return Scan.objects.values_list("state", flat=True).get(pk=scan.pk)


def _release(scan: Scan, made: Remade, *, by: Actor, at: datetime) -> None:
    current = _settle(scan, state=ScanState.READY, barcode=made.barcode)
    add_pages(current, made)
    record(AuditAction.SCAN_RECEIVED, current, by=by, at=at, reason="checked for viruses later")
    tell_case(current, by=by, at=at)


def _refuse(scan: Scan, problem: ScanProblem, *, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        current = _settle(scan, state=ScanState.REFUSED, problem=problem)
        record(AuditAction.SCAN_REFUSED, current, by=by, at=at, reason=problem.value)


def _settle(scan: Scan, **columns: str) -> Scan:
    held = Scan.objects.filter(pk=scan.pk, state=ScanState.QUARANTINED)
    if not held.update(stored_name=None, **columns):
        raise SettledElsewhere
    return Scan.objects.select_related("case").get(pk=scan.pk)


def _file_by_code(scan: Scan, code: str, *, by: Actor, at: datetime) -> None:
    """Only where the code names a case: how and when a form came is for a person to say."""
    case = case_for_barcode(code)
    if case is None:
        return
    try:
        with transaction.atomic():
            file_under(Scan.objects.select_for_update().get(pk=scan.pk), case, by=by, at=at)
    except CannotFile as error:  # it lies elsewhere, or stays among the unfiled for a person to look at
        log.info("scan_not_filed", scan=str(scan.pk), error=str(error))

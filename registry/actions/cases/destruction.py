"""Every night: what is past its period is destroyed, an audit row says so, and nothing else is touched.

Source: the policy. Copies of identity papers go once their case is decided; all pages, and what was keyed from them,
three calendar months after the decision. Files go first and rows follow, under a lock on the case: if the night is
cut short, the next one finds the same rows again, and a file that is gone already is no error.
"""

import time as stopwatch
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from registry import audit
from registry.actions.cases.periods import kept_from
from registry.gateways import scan_store
from registry.models import DECIDED_CASE_STATES, AuditAction, Case, CaseEntry, PageKind, Scan, ScanPage, ScanState
from registry.parties import Actor

log = structlog.get_logger("registry.destruction")
BATCH = 200
# A worker's task may take two minutes; what is left then, the next night finds.
SECONDS = 80.0
# A file is written just before its row; one that is older than this and still has no row never gets one.
ORPHAN_SECONDS = 3600


def destroy_paper(*, by: Actor, at: datetime) -> Counter[str]:
    """Destroy all that is due at `at`. Returns how much of each, which is also in the night's audit row."""
    counts: Counter[str] = Counter(identity_copies=0, cases=0, files_without_row=0, failed=0)
    end = stopwatch.monotonic() + SECONDS
    for name, due, destroy in (
        ("identity_copies", _with_identity_copies(), _destroy_identity),
        ("cases", _past_their_period(kept_from(at)), _destroy_all),
    ):
        for case_id in _each(due, end):
            counts.update(_try(name, case_id, destroy, by=by, at=at))
    Scan.objects.filter(state=ScanState.REFUSED, uploaded_at__lt=kept_from(at)).update(original_name="")
    counts["files_without_row"] = _sweep()
    audit.record(AuditAction.PAPER_DESTROYED, by=by, at=at, about=("night", ""), details=dict(counts))
    return counts


def _each(due: QuerySet[Case], end: float) -> Iterator[int]:
    """Yield the ids, a batch at a time, until the time is up."""
    last = 0
    while ids := list(due.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        for last in ids:
            if stopwatch.monotonic() > end:
                log.warning("night_too_short", next=last)
                return
            yield last


def _try(name: str, case_id: int, destroy: Callable[..., int], *, by: Actor, at: datetime) -> Counter[str]:
    """One file that cannot be removed must not keep the others from being removed."""
    try:
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=case_id)
            return Counter({name: destroy(case, by=by, at=at)})
    except OSError as error:
        log.exception("paper_not_destroyed", case=case_id, error=type(error).__name__)
        return Counter(failed=1)


def _with_identity_copies() -> QuerySet[Case]:
    copies = _pages_left(OuterRef("pk")).filter(kind=PageKind.IDENTITY)
    return Case.objects.filter(Exists(copies), state__in=DECIDED_CASE_STATES)


def _past_their_period(until: datetime) -> QuerySet[Case]:
    keyed = CaseEntry.objects.filter(case=OuterRef("pk")).exclude(answers=b"", form=b"")
    left = Q(paper_destroyed_at=None) | Q(Exists(_pages_left(OuterRef("pk")))) | Q(Exists(keyed))
    return Case.objects.filter(left, state__in=DECIDED_CASE_STATES, decided_at__lt=until)


def _pages_left(case: Any) -> QuerySet[ScanPage]:
    """`case` is a case, or in a larger question the one that is asked about."""
    return ScanPage.objects.filter(scan__case=case, destroyed_at=None)


def _destroy_identity(case: Case, *, by: Actor, at: datetime) -> int:
    """Destroy copies of identity papers of a case that is still decided."""
    if case.state not in DECIDED_CASE_STATES:
        return 0
    gone = _destroy_pages(_pages_left(case).filter(kind=PageKind.IDENTITY), at)
    _record(case, "identity copies", gone, by=by, at=at)
    return gone


def _destroy_all(case: Case, *, by: Actor, at: datetime) -> int:
    """Destroy all pages of a case that is still past its period, and empty what was keyed from them."""
    if not _past_their_period(kept_from(at)).filter(pk=case.pk).exists():
        return 0
    gone = _destroy_pages(_pages_left(case), at)
    scans = Scan.objects.filter(case=case)
    for held in scans.filter(state=ScanState.QUARANTINED, stored_name__isnull=False):
        assert held.stored_name
        scan_store.destroy(held.stored_name)
    live = scans.filter(state__in=(ScanState.READY, ScanState.QUARANTINED))
    live.update(state=ScanState.DESTROYED, stored_name=None, destroyed_at=at)
    scans.update(original_name="")
    CaseEntry.objects.filter(case=case).update(answers={}, form={})
    Case.objects.filter(pk=case.pk).update(paper_destroyed_at=at)
    _record(case, "end of the period", gone, by=by, at=at)
    return 1


def _destroy_pages(pages: QuerySet[ScanPage], at: datetime) -> int:
    for name in pages.values_list("stored_name", flat=True):
        scan_store.destroy(name)
    return pages.update(destroyed_at=at)


def _record(case: Case, why: str, pages: int, *, by: Actor, at: datetime) -> None:
    about = ("case", case.reference)
    audit.record(AuditAction.PAPER_DESTROYED, by=by, at=at, about=about, reason=why, details={"pages": pages})


def _sweep() -> int:
    """Remove files that no row names: what a crash between file and row left behind."""
    removed = 0
    names = list(scan_store.older_than(ORPHAN_SECONDS))
    for start in range(0, len(names), BATCH):
        batch = set(names[start : start + BATCH])
        pages = ScanPage.objects.filter(stored_name__in=batch, destroyed_at=None)
        named = {page.stored_name for page in pages.only("stored_name")}
        named |= {scan.stored_name for scan in Scan.objects.filter(stored_name__in=batch) if scan.stored_name}
        for name in batch - named:
            scan_store.destroy(name)
            removed += 1
    return removed

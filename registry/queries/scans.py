"""What staff read about scans. Pictures themselves are opened by `actions.cases.scan_views`, which writes it down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from registry.models import Case, PageKind, Scan, ScanPage, ScanProblem, ScanState

LIVE = (ScanState.READY, ScanState.QUARANTINED)
UNFILED_PAGE = 25


class ScanNotFound(Exception):
    """There is no such scan or page, or it was destroyed."""


@dataclass(frozen=True)
class ShownPage:
    """One page that can be looked at."""

    number: int
    kind: PageKind
    width: int
    height: int


@dataclass(frozen=True)
class ShownScan:
    """One scan with the pages that are left of it. `problem` is in words."""

    id: UUID
    name: str
    state: ScanState
    problem: str
    uploaded_at: datetime
    pages: Sequence[ShownPage]
    case_id: UUID | None
    reference: str


def standing_scan(sha256: str, case: Case | None) -> Scan | None:
    """Return the scan that has this content: of this case or not filed yet; without a case, any."""
    live = Scan.objects.filter(sha256=sha256, state__in=LIVE)
    if case:
        live = live.filter(Q(case=case) | Q(case=None))
    return live.select_related("case").order_by("case", "uploaded_at").first()


def scans_of(case: Case) -> list[ShownScan]:
    """Return the scans of a case in the order in which they came, each with its pages."""
    return [_shown(scan) for scan in _with_pages(Scan.objects.filter(case=case)).order_by("uploaded_at", "pk")]


def unfiled_scans() -> list[ShownScan]:
    """Return scans that wait for someone to say which case they belong to, oldest first."""
    waiting = Scan.objects.filter(case=None, state__in=LIVE)
    return [_shown(scan) for scan in _with_pages(waiting).order_by("uploaded_at", "pk")[:UNFILED_PAGE]]


def get_scan(scan_id: UUID) -> ShownScan:
    """Return one scan. Raises ScanNotFound."""
    return _shown(find_scan(scan_id))


def find_scan(scan_id: UUID) -> Scan:
    """Return the row of a scan that still has something to show. Raises ScanNotFound."""
    try:
        return _with_pages(Scan.objects.filter(state__in=LIVE)).get(pk=scan_id)
    except Scan.DoesNotExist:
        raise ScanNotFound("there is no such scan") from None


def _with_pages(scans: QuerySet[Scan]) -> QuerySet[Scan]:
    left = ScanPage.objects.filter(destroyed_at=None).order_by("number")
    return scans.select_related("case").prefetch_related(Prefetch("pages", left))


def _shown(scan: Scan) -> ShownScan:
    return ShownScan(
        id=scan.pk,
        name=scan.original_name,
        state=ScanState(scan.state),
        problem=ScanProblem(scan.problem).label if scan.problem else "",
        uploaded_at=scan.uploaded_at,
        pages=[ShownPage(page.number, PageKind(page.kind), page.width, page.height) for page in scan.pages.all()],
        case_id=scan.case.public_id if scan.case else None,
        reference=scan.case.reference if scan.case else "",
    )

"""Reads of checks. All take the organisation first: another's check answers as one that does not exist (T28)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from registry.models import Check, DataFlow, Organisation

PAGE_SIZE = 25


class CheckNotFound(Exception):
    """This organisation has no such check."""


@dataclass(frozen=True)
class CheckPage:
    """Up to 25 checks, newest first. `before` asks for the older page, `after` for the newer; None: there is none."""

    checks: Sequence[Check]
    before: UUID | None
    after: UUID | None = None


def checks_of(
    organisation: Organisation,
    *,
    before: UUID | None = None,
    after: UUID | None = None,
    flow: DataFlow | None = None,
    is_test: bool | None = None,
) -> CheckPage:
    """Return one page of an organisation's checks, with flow, person and key. Raises CheckNotFound for an edge.

    The long columns (receipt, sketch) are not read. Two statements at most.
    """
    rows = _rows(organisation).select_related("flow", "asked_by", "api_key").defer("receipt", "sketch")
    if flow is not None:
        rows = rows.filter(flow=flow)
    if is_test is not None:
        rows = rows.filter(is_test=is_test)
    if after is not None:
        return _newer_page(rows.filter(pk__gt=_place(organisation, after)))
    if before is not None:
        rows = rows.filter(pk__lt=_place(organisation, before))
    found = list(rows.order_by("-pk")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    older = shown[-1].public_id if len(found) > PAGE_SIZE else None
    return CheckPage(shown, older, shown[0].public_id if shown and before else None)


def _newer_page(rows: QuerySet[Check]) -> CheckPage:
    """Return the 25 oldest of these, newest first: the page before one that was shown."""
    found = list(rows.order_by("pk")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE][::-1]
    newer = shown[0].public_id if len(found) > PAGE_SIZE else None
    return CheckPage(shown, shown[-1].public_id if shown else None, newer)


def check_of(organisation: Organisation, public_id: UUID) -> Check:
    """Return one check with its organisation, flow, person and key. Raises CheckNotFound."""
    rows = _rows(organisation).select_related("organisation", "flow", "asked_by", "api_key").defer("sketch")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise CheckNotFound("no such check")
    return found


def _place(organisation: Organisation, public_id: UUID) -> int:
    found = _rows(organisation).filter(public_id=public_id).values_list("pk", flat=True).first()
    if found is None:
        raise CheckNotFound("no such check")
    return found


def _rows(organisation: Organisation) -> QuerySet[Check]:
    return Check.objects.filter(organisation=organisation)

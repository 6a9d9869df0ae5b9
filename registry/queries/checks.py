"""Reads of checks. All take the organisation first: another's check answers as one that does not exist (T28)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet, Sum

from registry.models import Check, DataFlow, Organisation, WorkState

PAGE_SIZE = 25
DAY = timedelta(days=1)


class CheckNotFound(Exception):
    """This organisation has no such check."""


@dataclass(frozen=True)
class CheckPage:
    """Up to 25 checks, newest first. `before` asks for the page after this one; None on the last."""

    checks: Sequence[Check]
    before: UUID | None


def checks_of(
    organisation: Organisation, *, before: UUID | None = None, flow: DataFlow | None = None, is_test: bool | None = None
) -> CheckPage:
    """Return one page of an organisation's checks, with flow, person and key. Raises CheckNotFound for `before`.

    The long columns (receipt, sketch) are not read. Two statements at most.
    """
    rows = _rows(organisation).select_related("flow", "asked_by", "api_key").defer("receipt", "sketch")
    if flow is not None:
        rows = rows.filter(flow=flow)
    if is_test is not None:
        rows = rows.filter(is_test=is_test)
    if before is not None:
        rows = rows.filter(pk__lt=_place(organisation, before))
    found = list(rows.order_by("-pk")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return CheckPage(shown, shown[-1].public_id if len(found) > PAGE_SIZE else None)


def check_of(organisation: Organisation, public_id: UUID) -> Check:
    """Return one check with its organisation, flow, person and key. Raises CheckNotFound."""
    rows = _rows(organisation).select_related("organisation", "flow", "asked_by", "api_key").defer("sketch")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise CheckNotFound("no such check")
    return found


def numbers_within_a_day(organisation: Organisation, at: datetime) -> int:
    """Return how many different numbers of each list were answered in the 24 hours before `at`, test mode aside."""
    answered = _rows(organisation).filter(state=WorkState.DONE, is_test=False, finished_at__gt=at - DAY)
    return int(answered.aggregate(total=Sum("distinct_numbers"))["total"] or 0)


def _place(organisation: Organisation, public_id: UUID) -> int:
    found = _rows(organisation).filter(public_id=public_id).values_list("pk", flat=True).first()
    if found is None:
        raise CheckNotFound("no such check")
    return found


def _rows(organisation: Organisation) -> QuerySet[Check]:
    return Check.objects.filter(organisation=organisation)

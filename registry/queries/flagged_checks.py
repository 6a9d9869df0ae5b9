"""Checks that look like another with a few numbers changed, of all organisations: for staff who read the audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from registry.models import Check
from registry.near_duplicates import differs_by, read_sketch

SHOWN = 50


class FlaggedCheckNotFound(Exception):
    """There is no such check, or it resembles no other."""


@dataclass(frozen=True)
class FlaggedChecks:
    """The 50 that have waited longest and how many wait in all; the 50 reviewed last."""

    waiting: Sequence[Check]
    waiting_in_all: int
    reviewed: Sequence[Check]


def flagged_checks() -> FlaggedChecks:
    """Return what waits for a review and what was reviewed, each with its organisation and the check it resembles."""
    waiting = _flagged().filter(reviewed_at__isnull=True)
    reviewed = _flagged().filter(reviewed_at__isnull=False).order_by("-reviewed_at", "-pk")
    return FlaggedChecks(list(waiting.order_by("pk")[:SHOWN]), waiting.count(), list(reviewed[:SHOWN]))


def flagged_check(public_id: UUID) -> Check:
    """Return one, with its organisation, who asked, and the check that it resembles. Raises FlaggedCheckNotFound."""
    related = ("asked_by", "api_key", "resembles__flow", "resembles__asked_by", "resembles__api_key")
    found = _flagged().select_related(*related).filter(public_id=public_id).first()
    if found is None:
        raise FlaggedCheckNotFound("no such check")
    return found


def numbers_between(check: Check) -> int | None:
    """Return by how many numbers a flagged check differs from the other; None once the summaries are erased."""
    other = check.resembles
    if other is None or not check.sketch or not other.sketch:
        return None
    return differs_by(read_sketch(bytes(check.sketch)), read_sketch(bytes(other.sketch)))


def _flagged() -> QuerySet[Check]:
    rows = Check.objects.filter(resembles__isnull=False)
    return rows.select_related("organisation", "flow", "resembles")

"""Notices a list that is another one with a few numbers changed: the way to ask about one person (T29)."""

from datetime import datetime

from django.conf import settings
from django.db import connection

from registry import audit
from registry.models import AuditAction, Check
from registry.near_duplicates import Summary, differs_by, read_sketch
from registry.parties import SYSTEM

# The first half of PostgreSQL's two-part lock numbers: ours alone.
COMPARING = 0x4E44
KEPT = ("sketch", "sketch_marks", "distinct_numbers", "resembles")


def flag_if_alike(check: Check, *, at: datetime) -> Check | None:
    """Compare a list with the organisation's other lists of the last 30 days, and write down the one it resembles.

    For the caller's transaction, as late as possible in it: lists of one organisation pass here one by one until they
    commit, so that two at once cannot miss each other. Reads `check.sketch` (from `Sketch.to_bytes`) and saves what is
    kept of it. Nothing is refused. Test checks, and lists so short that they need an exception, are not compared.
    """
    if not check.sketch or check.is_test:
        return None
    mine = read_sketch(bytes(check.sketch))
    if mine.count < settings.FEWEST_NUMBERS:
        return None
    _one_by_one(check.organisation_id)
    check.sketch_marks, check.distinct_numbers = mine.marks, mine.count
    check.resembles = _nearest(check, mine, at)
    check.save(update_fields=KEPT)
    if check.resembles:
        other: dict[str, int | str] = {"other": str(check.resembles.public_id)}
        audit.record(AuditAction.CHECK_FLAGGED, by=SYSTEM, at=at, about=("check", str(check.public_id)), details=other)
    return check.resembles


def _nearest(check: Check, mine: Summary, at: datetime) -> Check | None:
    """Return the list that differs least, the newest of several. The same list again is no question about anybody."""
    most = settings.NEAR_DUPLICATE_NUMBERS
    likely = (
        Check.objects.filter(
            organisation=check.organisation_id,
            is_test=False,
            created_at__gte=at - settings.NEAR_DUPLICATE_WITHIN,
            distinct_numbers__range=(mine.count - most, mine.count + most),
            sketch_marks__overlap=mine.marks,
            sketch__isnull=False,
        )
        .exclude(pk=check.pk)
        .only("public_id", "sketch")
    )
    compared = [(differs_by(mine, read_sketch(bytes(other.sketch or b""))), -other.pk, other) for other in likely]
    alike = [found for found in compared if 1 <= found[0] <= most]
    return min(alike)[2] if alike else None


def _one_by_one(organisation_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [COMPARING, organisation_id])

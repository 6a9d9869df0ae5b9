"""What a check leaves behind, and when it goes. Source: trust.md 5.1, test P01; domain.md (seven days, two years).

Files go first and their names in the rows follow: if the purge is cut short, the next one finds the same rows again,
and a file that is gone already is no error.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from registry import audit
from registry.gateways import check_store
from registry.models import AuditAction, Check, MeshMessage, UploadPart, WebhookDelivery, WorkState
from registry.parties import Actor

log = structlog.get_logger("registry.erasing")
FILES = ("input_name", "result_name", "report_name")
ENDED = (WorkState.DONE, WorkState.FAILED, WorkState.EXPIRED)
# Whoever writes a file names it in a row within this time.
ORPHAN_AFTER = timedelta(days=1)
AT_ONCE = 1000


def erase_expired_files(*, by: Actor, at: datetime) -> int:
    """Erase lists whose check has ended, results and reports that have expired, and files that no row names.

    Returns how many files; what is more than can be done at once, the next purge finds. Each check whose files go has
    its own audit row. One file that cannot be removed is logged, and keeps no other from being removed.
    """
    due = Check.objects.filter(_with_files_past_their_period(at))
    erased = sum(_erase_files_of(check_id, by=by, at=at) for check_id in due.values_list("pk", flat=True)[:AT_ONCE])
    return erased + sum(_erase_orphans(names) for names in _in_groups(_old_files()))


def erase_old_checks(at: datetime) -> int:
    """Erase what is left of checks that ended two years ago, with what refers to them. Returns how many checks.

    For the caller's transaction. What still has a file stays until that is gone.
    """
    until = at - timedelta(days=settings.CHECK_KEPT_DAYS)
    old = Check.objects.filter(
        state__in=ENDED, finished_at__lte=until, upload=None, input_name=None, result_name=None, report_name=None
    )
    ids = list(old.values_list("pk", flat=True)[:AT_ONCE])
    Check.objects.filter(resembles__in=ids).update(resembles=None)
    WebhookDelivery.objects.filter(check_told__in=ids).delete()
    MeshMessage.objects.filter(check_made__in=ids).delete()
    MeshMessage.objects.filter(check_made=None, answered_at__lte=until).delete()
    Check.objects.filter(pk__in=ids).delete()
    return len(ids)


def erase_old_sketches(at: datetime) -> int:
    """Empty what serves to notice near-duplicates, once nothing is compared with it any more. Returns how many."""
    old = Check.objects.filter(created_at__lte=at - settings.NEAR_DUPLICATE_WITHIN, state__in=ENDED)
    return old.filter(sketch__isnull=False).update(sketch=None, sketch_marks=[])


def _with_files_past_their_period(at: datetime) -> Q:
    has_answer = Q(result_name__isnull=False) | Q(report_name__isnull=False)
    return Q(state__in=ENDED) & (
        Q(input_name__isnull=False) | has_answer & (Q(valid_until=None) | Q(valid_until__lte=at))
    )


def _erase_files_of(check_id: int, *, by: Actor, at: datetime) -> int:
    """Each in a transaction of its own: removing a large file takes its time, and must hold up nothing else."""
    with transaction.atomic():
        due = Check.objects.filter(_with_files_past_their_period(at), pk=check_id)
        check = due.select_for_update(skip_locked=True).first()
        if check is None:
            return 0
        is_over = check.valid_until is None or at >= check.valid_until
        going = [column for column in (FILES if is_over else FILES[:1]) if getattr(check, column)]
        if not all(_is_destroyed(getattr(check, column)) for column in going):
            return 0
        gone = dict.fromkeys(going) | ({"files_gone_at": at} if is_over else {})
        Check.objects.filter(pk=check.pk).update(**gone)
        about = ("check", str(check.public_id))
        audit.record(AuditAction.CHECK_FILES_ERASED, by=by, at=at, about=about, details={"files": len(going)})
    return len(going)


def _old_files() -> Iterator[UUID]:
    return check_store.older_than(ORPHAN_AFTER.total_seconds())


def _in_groups(names: Iterator[UUID]) -> Iterator[set[UUID]]:
    while group := set(islice(names, AT_ONCE)):
        yield group


def _erase_orphans(names: set[UUID]) -> int:
    """Erase those of these files that no row names: what was left by a process that died between file and row."""
    return sum(_is_destroyed(name) for name in names - _named(names))


def _is_destroyed(name: UUID) -> bool:
    try:
        check_store.destroy(name)
    except OSError as error:
        log.exception("file_not_erased", file=str(name), error=type(error).__name__)
        return False
    return True


def _named(names: Iterable[UUID]) -> set[UUID]:
    found = {*UploadPart.objects.filter(stored_name__in=names).values_list("stored_name", flat=True)}
    for column in FILES:
        rows = Check.objects.filter(**{f"{column}__in": names})
        found |= {name for name in rows.values_list(column, flat=True) if name is not None}
    return found

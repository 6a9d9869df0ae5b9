"""The moment at which a result is released, or a check ends without one. One transaction each.

Until this commits nobody can name the result; when it commits, everyone whose opt-out had been committed is out of
it (I7, F25). So writers of choices are held off for that moment by a table lock: every writer meets it, whatever code
it runs, which no lock of our own convention could promise. It is asked for with a short patience, because writers
queue behind whoever waits for it, and it is held for one look at what changed, a signature and a few rows.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection, transaction

from registry import audit, outbox, receipts
from registry.actions.checks.answers import Answer
from registry.actions.checks.asking import refuse_suspended
from registry.actions.checks.flagging import flag_if_alike
from registry.actions.checks.telling import tell
from registry.clock import now
from registry.gateways import check_store
from registry.models import AuditAction, Check, CheckProblem, WorkState
from registry.parties import SYSTEM
from registry.queries.opted_out import Snapshot, opted_out_since
from registry.queries.receipts import receipt_claims
from registry.upholding.terms import NineDigits

# Choices wait behind us as long as we wait here.
PATIENCE = "SET LOCAL lock_timeout = '200ms'"
# In the order in which a merge writes them, so that nobody waits in a circle.
HOLD_WRITERS = "LOCK TABLE registry_person, registry_preferencechange IN SHARE MODE"
LOCK_NOT_AVAILABLE = "55P03"
COUNTS = ("lines", "headers", "kept", "removed", "invalid", "duplicates", "superseded", "superseded_removed")


class Overtaken(Exception):
    """Someone whose number the result may hold opted out. `opted_out`: everyone who did so since the snapshot."""

    def __init__(self, opted_out: NineDigits) -> None:
        super().__init__("someone opted out since the snapshot")
        self.opted_out = opted_out


class WritersBusy(Exception):
    """Choices were being written all the time: try again in a moment."""


def publish(
    check: Check,
    answer: Answer,
    snapshot: Snapshot | None,
    leave_out: Callable[[NineDigits], Answer] | None = None,
) -> None:
    """Release the result. `snapshot` is None in test mode, where nothing of the registry is known or looked at.

    With `leave_out` nobody overtakes it: whoever opted out is left out here, and choices wait that long.
    Raises CannotCheck, Overtaken, WritersBusy, outbox.ClaimLost: then nothing is released.
    """
    input_name = check.input_name
    with transaction.atomic(durable=True):
        refuse_suspended(check.organisation_id)
        check.sketch = answer.sketch.to_bytes()
        if snapshot is not None:
            flag_if_alike(check, at=now())
            _hold_writers()
            opted_out = opted_out_since(snapshot)
            if answer.still_holds(opted_out):
                if leave_out is None:
                    raise Overtaken(answer.marks.may_hold(opted_out))
                answer = leave_out(answer.marks.may_hold(opted_out))
        _release(check, answer, snapshot, at=now())
    _erase_input(input_name)


def fail(check: Check, problem: CheckProblem) -> None:
    """End our claim without a result, and say why. Raises outbox.ClaimLost."""
    input_name, at = check.input_name, now()
    with transaction.atomic(durable=True):
        outbox.finish(check, WorkState.FAILED, error=problem, input_name=None)
        _say_that_it_failed(check, problem, at)
    _erase_input(input_name)


def end_late_checks() -> int:
    """Tell of checks whose deadline passed while they waited, and erase their lists. Returns how many."""
    with transaction.atomic(durable=True):
        late = Check.objects.filter(state=WorkState.EXPIRED, input_name__isnull=False)
        checks = list(late.select_for_update(skip_locked=True))
        at = now()
        for check in checks:
            _say_that_it_failed(check, CheckProblem.TOO_LATE, at)
        Check.objects.filter(pk__in=[check.pk for check in checks]).update(input_name=None)
    for check in checks:
        _erase_input(check.input_name)
    return len(checks)


def _hold_writers() -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(PATIENCE)
            cursor.execute(HOLD_WRITERS)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) == LOCK_NOT_AVAILABLE:
            raise WritersBusy("choices are being written") from error
        raise


def _release(check: Check, answer: Answer, snapshot: Snapshot | None, *, at: datetime) -> None:
    """Write the check's end, its receipt and its audit row. The instant of release is `at`."""
    columns = _columns(answer, snapshot, at)
    for name, value in columns.items():
        setattr(check, name, value)
    receipt = receipts.sign(receipt_claims(check, at=at))
    outbox.finish(check, WorkState.DONE, receipt=receipt, sketch=check.sketch, **columns)
    check.receipt, check.last_error = receipt, ""
    audit.record(
        AuditAction.CHECK_PUBLISHED,
        by=SYSTEM,
        at=at,
        about=("check", str(check.public_id)),
        channel=check.way_in,
        details={"lines": check.lines, "flow": str(check.flow.public_id), "test": int(check.is_test)},
    )
    tell(check, at=at)


def _columns(answer: Answer, snapshot: Snapshot | None, at: datetime) -> dict[str, Any]:
    return {name: getattr(answer.counts, name) for name in COUNTS} | {
        "distinct_numbers": answer.counts.distinct,
        "done_lines": answer.counts.lines,
        "as_of": snapshot.as_of if snapshot else at,
        "position": snapshot.position if snapshot else 0,
        "result_name": answer.result,
        "result_bytes": answer.size,
        "result_sha256": answer.sha256,
        "report_name": answer.report,
        "published_at": at,
        "valid_until": at + settings.RESULT_VALID,
        "input_name": None,
    }


def _say_that_it_failed(check: Check, problem: CheckProblem, at: datetime) -> None:
    check.last_error = problem
    about = ("check", str(check.public_id))
    audit.record(AuditAction.CHECK_FAILED, by=SYSTEM, at=at, about=about, channel=check.way_in, reason=problem)
    tell(check, at=at)


def _erase_input(name: UUID | None) -> None:
    """Erase the list; if we die before, the purge finds that no row names it."""
    if name is not None:
        check_store.destroy(name)

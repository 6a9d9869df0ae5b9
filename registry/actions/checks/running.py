"""Does one check: claim it, answer it, publish it; or say why it gave no result, or give it back for a later try.

In doubt nothing is released: whatever happens on the way, the result has no name until `publishing` gives it one.
"""

import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event

import structlog
from django.conf import settings
from django.db import connection
from django.db.models import F

from registry import outbox
from registry.actions.checks.allowances import refuse_few, spend_numbers
from registry.actions.checks.answers import Answer
from registry.actions.checks.asking import CannotCheck, refuse_suspended
from registry.actions.checks.computing import answered
from registry.actions.checks.cutting import Cutting
from registry.actions.checks.publishing import Overtaken, WritersBusy, fail, publish
from registry.actions.relay import DATABASE_FAILURES
from registry.clock import now
from registry.gateways import check_store
from registry.models import Check, CheckProblem
from registry.queries.known_choices import KnownChoices
from registry.queries.opted_out import Snapshot
from registry.upholding import Progress, TestNumberSet
from registry.upholding.terms import NineDigits

log = structlog.get_logger("registry.checks")
# How often whoever opted out meanwhile is left out while choices go on, and how long choices may wait once after that:
# less than the patience of whoever makes one. A larger list then waits for a quieter time.
ROUNDS = 10
LONGEST_HOLD_SECONDS = 1.0
PUBLISHING_TRIES = 50
BETWEEN_TRIES = 0.1
SECOND = 1.0
QUIETER = timedelta(minutes=5)
FIRST_WAIT_SECONDS = 10
# The result, a copy without late opt-outs, and notes of its lines: none is larger than the list.
FILES_AT_ONCE = 3
# A report of a million lines, the most that it may have.
LONGEST_REPORT = 48 * 1024 * 1024
LONGEST_REPORT_LINE = 40


class Stopped(Exception):
    """The checker was asked to end: the check goes back, as if it had not begun."""


def run_check(
    check_id: int,
    *,
    known: KnownChoices | None = None,
    stop: Event | None = None,
    watch: Callable[[Progress], None] | None = None,
    processes: int | None = None,
) -> None:
    """Do this check if it is open and due; safe to call twice and at the same time.

    `known` is what the checker remembers from earlier checks. Ends early, giving the check back, once `stop` is set.
    `watch` hears of progress: of reading the list, then of reading the result back. A long list is shared by so many
    `processes`, one or two; if none are named, by as many as the setting CHECK_PROCESSES says.
    """
    claimed = outbox.claim(Check, check_id, settings.CHECK_LEASE)
    if claimed is None:
        return
    check, _ = claimed
    with structlog.contextvars.bound_contextvars(request_id=check.request_id, check=str(check.public_id)):
        try:
            lease = Lease(check, stop or Event(), watch)
            _end(check, known or KnownChoices(), lease, processes or settings.CHECK_PROCESSES)
        except outbox.ClaimLost:
            log.warning("claim lost")


class Lease:
    """Keeps our claim while the work goes on, and shows how far it has come, once a second at most."""

    def __init__(self, check: Check, stop: Event, watch: Callable[[Progress], None] | None) -> None:
        self._check = check
        self._stop = stop
        self._watch = watch
        self._written_at = 0.0

    def renew(self, progress: Progress) -> None:
        """Note progress. Raises Stopped, outbox.ClaimLost."""
        if self._stop.is_set():
            raise Stopped("asked to end")
        if self._watch is not None:
            self._watch(progress)
        if time.monotonic() - self._written_at >= SECOND:
            done = {"done_bytes": progress.bytes_read, "done_lines": progress.lines}
            outbox.hold(self._check, settings.CHECK_LEASE, **done)
            self._written_at = time.monotonic()


def _end(check: Check, known: KnownChoices, lease: Lease, processes: int) -> None:
    """Run it and see to it that it ends or goes back. A failure that we do not know must not stop other checks."""
    if check.attempts > settings.CHECK_ATTEMPTS:
        fail(check, CheckProblem.GAVE_UP)
        return
    try:
        _run(check, known, lease, processes)
        log.info("check", outcome="published", lines=check.lines)
    except outbox.ClaimLost:
        raise
    except CannotCheck as error:
        fail(check, error.problem)
        log.info("check", outcome="failed", problem=error.problem)
    except (Stopped, Overtaken, WritersBusy) as error:
        _give_back(check, after=timedelta() if isinstance(error, Stopped) else QUIETER)
        log.info("check", outcome="given back", why=type(error).__name__)
    except check_store.NoRoom:
        _wait(check, CheckProblem.NO_ROOM)
    except DATABASE_FAILURES as error:
        # The connection may be gone or amid something; the next statement begins on a new one.
        connection.close()
        _wait(check, CheckProblem.GAVE_UP, error)
    except Exception as error:  # noqa: BLE001 - it is logged, counted, tried again and then told
        _wait(check, CheckProblem.GAVE_UP, error)


def _run(check: Check, known: KnownChoices, lease: Lease, processes: int) -> None:
    check.organisation = refuse_suspended(check.organisation_id)
    _refuse_without_room(check)
    lease.renew(Progress(0, 0))
    snapshot = None if check.is_test else known.now()
    numbers = snapshot.numbers if snapshot else TestNumberSet()
    with answered(check, numbers, lease.renew, processes) as answer:
        if not check.is_test:
            refuse_few(check.organisation, answer.counts.distinct, at=now())
            # Not in the transaction of the release: the counter is written without waiting for disks.
            spend_numbers(check.organisation, answer.counts.distinct)
        with Cutting(check, answer) as cutting:
            _publish_without_late(check, cutting, snapshot, lease)


def _publish_without_late(check: Check, cutting: Cutting, snapshot: Snapshot | None, lease: Lease) -> None:
    """Leave out whoever opts out meanwhile, until nobody did; or, if that never ends, while choices have to wait."""
    for _ in range(ROUNDS):
        try:
            _publish_between_writers(check, cutting.answer, snapshot)
        except Overtaken as error:
            cutting.leave_out(error.opted_out, lease.renew)
            continue
        return
    _publish_between_writers(
        check, cutting.answer, snapshot, cutting.leave_out if cutting.took <= LONGEST_HOLD_SECONDS else None
    )


def _publish_between_writers(
    check: Check,
    answer: Answer,
    snapshot: Snapshot | None,
    leave_out: Callable[[NineDigits], Answer] | None = None,
) -> None:
    for _ in range(PUBLISHING_TRIES):
        try:
            publish(check, answer, snapshot, leave_out)
        except WritersBusy:
            time.sleep(BETWEEN_TRIES)
            continue
        return
    raise WritersBusy("choices were being written all the time")


def _refuse_without_room(check: Check) -> None:
    """Raise NoRoom before the work rather than in the middle of it."""
    report = min(check.input_bytes * LONGEST_REPORT_LINE, LONGEST_REPORT)
    if check_store.free_bytes() < FILES_AT_ONCE * check.input_bytes + report:
        raise check_store.NoRoom("the result may not fit")


def _give_back(check: Check, *, after: timedelta) -> None:
    """Give the check back without counting this attempt: nothing was wrong with it."""
    outbox.hold(check, settings.CHECK_LEASE, attempts=F("attempts") - 1)
    outbox.put_back(check, after=after, error="")


def _wait(check: Check, problem: CheckProblem, error: BaseException | None = None) -> None:
    """Give the check back for a later try, or end it after the last one."""
    log.warning("check", outcome="attempt failed", problem=problem, attempts=check.attempts, **_place_of(error))
    if check.attempts >= settings.CHECK_ATTEMPTS:
        fail(check, problem)
        return
    outbox.put_back(check, after=timedelta(seconds=FIRST_WAIT_SECONDS * 2**check.attempts), error=problem)


def _place_of(error: BaseException | None) -> dict[str, str]:
    """Where it went wrong; never the words of the error, which might quote a line of the list."""
    if error is None:
        return {}
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return {"error": type(error).__name__, "where": f"{Path(frame.filename).name}:{frame.lineno}"}

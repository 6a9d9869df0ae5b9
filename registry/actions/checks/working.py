"""The checker: takes checks one after the other until it is told to end. Several may run at once."""

import time
from datetime import timedelta
from threading import Event

import structlog
from django.db import connection
from django.db.models import Case, F, Q, Value, When

from registry import metrics, outbox
from registry.actions.checks.publishing import end_late_checks
from registry.actions.checks.running import run_check
from registry.actions.heartbeat import beat
from registry.actions.relay import DATABASE_FAILURES, Outage
from registry.clock import DatabaseNow
from registry.models import Check
from registry.models.dispatchable import OPEN_STATES
from registry.queries.known_choices import KnownChoices

log = structlog.get_logger("registry.checker")
# Up to here a check takes seconds.
SMALL_BYTES = 64 * 1024**2
# After so long a large file goes before small ones that came later.
LONG_ENOUGH = timedelta(minutes=10)
LOOK_SECONDS = 0.5
SWEEP_SECONDS = 5.0


def work(stop: Event, *, small_only: bool = False) -> None:
    """Do checks until `stop` is set; a check in hand goes back within a second or so.

    With `small_only` large files are left to another checker, so that small ones never wait behind them.
    """
    known, outage = KnownChoices(), Outage("database")
    sweep_at = 0.0
    while not stop.is_set():
        try:
            if time.monotonic() >= sweep_at:
                sweep()
                sweep_at = time.monotonic() + SWEEP_SECONDS
            done = work_once(known, stop, small_only=small_only)
            outage.over()
            stop.wait(0 if done else LOOK_SECONDS)
        except DATABASE_FAILURES as error:
            stop.wait(outage.failed(error))
            connection.close()


def work_once(known: KnownChoices, stop: Event, *, small_only: bool = False) -> bool:
    """Do the check whose turn it is; False if there is none."""
    check_id = next_check(small_only=small_only)
    if check_id is None:
        return False
    run_check(check_id, known=known, stop=stop)
    return True


def next_check(*, small_only: bool = False) -> int | None:
    """Return whose turn it is: small files and files that waited long before large ones, then the oldest first."""
    due = Check.objects.filter(state__in=OPEN_STATES, available_at__lte=DatabaseNow(), deadline_at__gt=DatabaseNow())
    if small_only:
        due = due.filter(input_bytes__lte=SMALL_BYTES)
    has_waited = Q(created_at__lte=DatabaseNow() - LONG_ENOUGH)
    goes_first = Case(When(Q(input_bytes__lte=SMALL_BYTES) | has_waited, then=Value(0)), default=Value(1))
    return due.order_by(goes_first, F("pk")).values_list("pk", flat=True).first()


def sweep() -> None:
    """Free what a dead checker held, end what is too late, and show that the checker lives."""
    freed = outbox.recover(Check)
    for why, count in freed.items():
        metrics.RECOVERED.labels(Check.__name__, why).inc(count)
    if any(freed.values()):
        log.info("swept", model=Check.__name__, **freed)
    end_late_checks()
    beat("checker")

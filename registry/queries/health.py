"""Is each part of the service ready? Names the part and its state, nothing else."""

from collections.abc import Callable
from datetime import timedelta

import structlog
from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from kombu.exceptions import OperationalError

from registry.clock import DatabaseNow
from registry.models import Heartbeat
from registry.queries import mesh  # noqa: F401 - not a part of being ready, but measured where the others are

log = structlog.get_logger("registry.health")
SILENT_AFTER = timedelta(seconds=60)
BROKER_TIMEOUT = 1
# What the parts are known to fail with; anything else is a fault of ours and must show as one.
KNOWN_FAILURES = (DatabaseError, OperationalError, OSError)


def readiness() -> dict[str, str]:
    """Return `ok`, or what is wrong, for each part."""
    return {name: _guarded(name, check) for name, check in CHECKS.items()}


def _guarded(name: str, check: Callable[[], str]) -> str:
    try:
        return check()
    except KNOWN_FAILURES as error:
        log.warning("not ready", part=name, error=type(error).__name__)
        return "failed"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    return "waiting" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else "ok"


def _broker() -> str:
    """The only question a request ever asks Redis, with a one-second limit and without a retry."""
    options = {"socket_timeout": BROKER_TIMEOUT, "socket_connect_timeout": BROKER_TIMEOUT}
    with current_app.connection_for_write(settings.CELERY_BROKER_URL, transport_options=options) as link:
        link.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_TIMEOUT)
    return "ok"


def _heartbeat(name: str) -> Callable[[], str]:
    def check() -> str:
        fresh = Heartbeat.objects.filter(name=name, seen_at__gt=DatabaseNow() - SILENT_AFTER)
        return "ok" if fresh.exists() else "silent"

    return check


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "broker": _broker,
    "worker": _heartbeat("worker"),
    "relay": _heartbeat("relay"),
}

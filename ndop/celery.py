"""The worker's and the scheduler's entry point."""

import os
from typing import Any

import structlog
from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ndop.settings")
app = Celery("ndop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["registry"])


@signals.setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Having a receiver stops Celery from replacing the logging configuration."""


@signals.task_prerun.connect
def bind_task(task_id: str, task: Any, **_: Any) -> None:
    """Name the task in each log line; the row it works on binds the browser's request id."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(task=task.name, task_id=task_id)

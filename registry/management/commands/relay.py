"""`manage.py relay`: hands due work to Celery until it is told to end."""

import signal
from threading import Event
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from registry.actions import relay


class Command(BaseCommand):
    help = "Hand due work to Celery until SIGTERM or SIGINT. Several may run at once."

    def handle(self, *_args: Any, **_options: Any) -> None:
        stop = Event()

        def end(_number: int, _frame: FrameType | None) -> None:
            # Leaving at once is safe wherever it is: an open transaction rolls back and marks nothing as handed over.
            stop.set()
            raise SystemExit(0)

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        relay.run(stop)

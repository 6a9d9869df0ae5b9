"""`manage.py checker`: checks lists until it is told to end."""

import signal
from argparse import ArgumentParser
from threading import Event
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from registry.actions.checks import working


class Command(BaseCommand):
    help = "Check lists until SIGTERM or SIGINT; a list in hand is given back. Several may run at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--small", action="store_true", help="leave large files to another checker, so that small ones never wait"
        )

    def handle(self, *_args: Any, small: bool = False, **_options: Any) -> None:
        stop = Event()

        def end(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        working.work(stop, small_only=small)

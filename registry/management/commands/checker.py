"""`manage.py checker`: checks lists until it is told to end."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from registry.actions.checks import working
from registry.management.stopping import told_to_end


class Command(BaseCommand):
    help = "Check lists until SIGTERM or SIGINT; a list in hand is given back. Several may run at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--small", action="store_true", help="leave large files to another checker, so that small ones never wait"
        )

    def handle(self, *_args: Any, small: bool = False, **_options: Any) -> None:
        working.work(told_to_end(leaves_at_once=False), small_only=small)

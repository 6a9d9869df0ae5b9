"""`manage.py relay`: hands due work to Celery until it is told to end."""

from typing import Any

from django.core.management.base import BaseCommand

from registry.actions import relay
from registry.management.stopping import told_to_end


class Command(BaseCommand):
    help = "Hand due work to Celery until SIGTERM or SIGINT. Several may run at once."

    def handle(self, *_args: Any, **_options: Any) -> None:
        # Safe wherever it is: an open transaction rolls back and marks nothing as handed over.
        relay.run(told_to_end(leaves_at_once=True))

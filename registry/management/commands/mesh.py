"""`manage.py mesh`: fetches files from the MESH mailbox and answers them until it is told to end."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from registry.actions.mesh import worker
from registry.clock import now
from registry.management.stopping import told_to_end
from registry.queries.mesh import unanswered


class Command(BaseCommand):
    help = "Fetch and answer files that come by MESH, until SIGTERM or SIGINT. One works, a second one waits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--status", action="store_true", help="say what is unanswered as JSON; exit code 1 if something is overdue"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["status"]:
            found = unanswered(now())
            self.stdout.write(json.dumps(asdict(found), default=str))
            sys.exit(1 if found.overdue else 0)
        if not (settings.MESH_URL and settings.MESH_MAILBOX):
            raise CommandError("No mailbox is configured: set MESH_URL, MESH_MAILBOX and what docs/runbook.md names.")
        # Safe wherever it is: what is not acknowledged stays with MESH.
        worker.run(told_to_end(leaves_at_once=True))

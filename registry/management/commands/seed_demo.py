"""`manage.py seed_demo`: made-up people for the demonstration."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.actions.demo import NotADemonstration, seed_demo, start_table
from registry.clock import now
from registry.models import ActorKind
from registry.parties import Actor

SEEDER = Actor(ActorKind.SYSTEM, "seed_demo")


class Command(BaseCommand):
    help = "Write the made-up people and staff of the demonstration, or list them as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--list", action="store_true", help="print people to try and staff log-ins as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        try:
            if options["list"]:
                self.stdout.write(json.dumps(start_table(), ensure_ascii=False, indent=2))
            else:
                seed_demo(by=SEEDER, at=now())
        except NotADemonstration as error:
            raise CommandError(f"Refused: {error}") from error

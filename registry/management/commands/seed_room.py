"""`manage.py seed_room`: paper forms for the demonstration's back office."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from registry.actions.demo import NotADemonstration
from registry.actions.demo_room import seed_room
from registry.clock import now


class Command(BaseCommand):
    help = "Log, key and decide the made-up paper forms of the demonstration."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            new = seed_room(size=settings.DEMO_FORMS, at=now())
        except NotADemonstration as error:
            raise CommandError(f"Refused: {error}") from error
        self.stdout.write(f"{new} new forms")

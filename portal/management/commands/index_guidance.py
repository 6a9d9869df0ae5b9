"""`manage.py index_guidance`: gives the search of the guidance the content of this release."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.guidance.search.entries import content_digest, entries
from registry.actions.guidance.indexing import replace_index
from registry.clock import now
from registry.parties import SYSTEM
from registry.queries.guidance_vocabulary import index_digest


class Command(BaseCommand):
    help = "Make the search index of the guidance that of this release. Run after `migrate`; it may run at any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit code 1 if it is another release's"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["check"]:
            if index_digest() != content_digest():
                raise CommandError("The search index is not that of this release. Run `manage.py index_guidance`.")
            self.stdout.write("The search index is that of this release.")
            return
        change = replace_index(entries(), by=SYSTEM, at=now())
        self.stdout.write(
            f"{change.total} entries: {change.added} added, {change.changed} changed, {change.removed} removed."
        )

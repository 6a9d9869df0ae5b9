"""Checks the guidance before a release: `manage.py check_guidance`."""

from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.guidance.review import reviewed
from portal.guidance.review.findings import Finding
from portal.guidance.review.whole import Checked, check


class Command(BaseCommand):
    help = "Check links, pictures, front matter, reading age and reviews of the guidance. docs/guidance.md says more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--accept", action="store_true", help="write down that every page was reviewed")
        parser.add_argument("--on", type=date.fromisoformat, help="check as of this day (2027-01-31), not today")
        parser.add_argument("--ages", action="store_true", help="show the reading age of every page")

    def handle(self, **options: Any) -> None:
        on: date = options["on"] or timezone.localdate()
        if options["accept"]:
            self._accept(on)
        else:
            self._check(on, ages=options["ages"])

    def _check(self, on: date, *, ages: bool) -> None:
        checked = check(on)
        if ages:
            self._show_ages(checked)
        self._refuse(checked.findings, f"guidance: {len(checked.findings)} to put right")
        pages, oldest = len(checked.library.everything), max(age.years for age in checked.ages)
        self.stdout.write(f"guidance: fine; {pages} pages, reading age {oldest} at most")

    def _accept(self, on: date) -> None:
        library = check(on).library
        unread = tuple(reviewed.unread(library, reviewed.record(), on))
        self._refuse(unread, "nothing was accepted: a review has a date of its own")
        self.stdout.write(f"guidance: {reviewed.accept(library)} pages accepted as reviewed")

    def _refuse(self, findings: Sequence[Finding], words: str) -> None:
        for finding in findings:
            self.stderr.write(str(finding))
        if findings:
            raise CommandError(words)

    def _show_ages(self, checked: Checked) -> None:
        for age in sorted(checked.ages, key=lambda age: -age.years):
            self.stdout.write(f"{age.years:5} (at most {age.limit})  {age.page.address}")

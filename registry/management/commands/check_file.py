"""`manage.py check_file`: takes the people who opted out away from a list of NHS numbers."""

import io
import sys
from argparse import ArgumentParser
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from registry.actions.checks.asking import CannotCheck
from registry.actions.checks.collecting import ResultExpired, ResultGone, collect
from registry.actions.checks.local_files import LocalFile, check_local_file, count_local_file
from registry.actions.organisations.flows import FlowNameTaken, NewFlow
from registry.clock import now
from registry.management.terminal import PIPE, ProgressBar, write_out
from registry.models import ActorKind, Check, CheckProblem, FlowPurpose, LegalBasis
from registry.parties import Actor
from registry.queries.organisations import FlowNotFound, OrganisationNotFound
from registry.upholding import Counts, Progress
from registry.upholding.report import HEADER

WRONG_USE, REFUSED, NOT_NOW, NOT_WRITTEN = 2, 3, 4, 5
PASSING = (
    CheckProblem.QUOTA, CheckProblem.NO_ROOM, CheckProblem.GAVE_UP, CheckProblem.INPUT_LOST, CheckProblem.TOO_LATE,
)  # fmt: skip
BY = Actor(ActorKind.SYSTEM, "check_file")
COUNTED = ("lines", "headers", "kept", "removed", "invalid", "duplicates", "superseded", "superseded_removed")
DESCRIPTION = ("purpose", "purpose_detail", "basis", "basis_reference", "recipient")
EXIT_CODES = """Exit codes: 0 done, 2 wrong use, 3 the list is refused, 4 not now (try later),
5 the list was checked but an output could not be written. With any other code than 0 and 5 nothing was released."""


class Command(BaseCommand):
    help = f"Copy a list of NHS numbers without those whose choice is opted out. {EXIT_CODES}"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("input", help="the list; - for standard input")
        parser.add_argument("output", help="where the result goes; - for standard output")
        parser.add_argument("--organisation", required=True, metavar="ODS", help="who discloses")
        parser.add_argument("--flow", help="the name of one of its data flows, or instead of it describe one:")
        parser.add_argument("--purpose", choices=FlowPurpose.values)
        parser.add_argument("--purpose-detail", help="what is found out or planned")
        parser.add_argument("--basis", choices=LegalBasis.values)
        parser.add_argument("--basis-reference", help="the CAG reference, or what the other basis is")
        parser.add_argument("--recipient", help="to whom the data go")
        parser.add_argument(
            "--column", default="", help="the list is a CSV with a header; the numbers are in this column"
        )
        parser.add_argument("--report", metavar="FILE", help="write which lines hold no NHS number")
        parser.add_argument("--receipt", metavar="FILE", help="write the signed receipt")
        parser.add_argument("--test", action="store_true", help="made-up numbers and answers; no choice is looked at")
        parser.add_argument("--dry-run", action="store_true", help="count only: nothing is written or released")
        parser.add_argument(
            "--processes",
            type=int,
            choices=(1, 2),
            help="how many share a long list that is no CSV, instead of the setting CHECK_PROCESSES; "
            "if a checker takes the list first, its setting holds",
        )
        parser.add_argument("--quiet", action="store_true", help="print nothing that is no error")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with _opened(options["input"]) as source:
                self._handle(_local_file(source, options), options)
        except (OrganisationNotFound, FlowNotFound, FlowNameTaken) as error:
            raise CommandError(f"Cannot check: {error}", returncode=WRONG_USE) from None
        except CannotCheck as error:
            raise _refusal(error.problem) from None
        except OperationalError:
            raise CommandError("The database does not answer. Try again later.", returncode=NOT_NOW) from None

    def _handle(self, new: LocalFile, options: dict[str, Any]) -> None:
        bar = ProgressBar(sys.stderr, total=_size(options["input"]), is_quiet=options["quiet"])

        def watch(progress: Progress) -> None:
            bar.show(progress.bytes_read, progress.lines)

        if options["dry_run"]:
            counts = count_local_file(new, watch=watch, by=BY, at=now())
            bar.end()
            self._say(counts, "Counted only", options)
            return
        check = check_local_file(new, watch=watch, by=BY, at=now())
        bar.end()
        if check.published_at is None:
            raise _refusal(CheckProblem(check.last_error))
        _write(check, options)
        self._say(check, f"Check {check.reference}, good until {check.valid_until:%d %B %Y, %H:%M} UTC", options)

    def _say(self, counted: Check | Counts, first: str, options: dict[str, Any]) -> None:
        """Tell on standard error, since standard output may carry the result."""
        if not options["quiet"]:
            lines = [first, *(f"{name.replace('_', ' '):>18} {getattr(counted, name):>14,}" for name in COUNTED)]
            self.stderr.write("\n".join(lines))


def _local_file(source: BinaryIO, options: dict[str, Any]) -> LocalFile:
    if options["input"] != PIPE and Path(options["input"]).absolute() == Path(options["output"]).absolute():
        raise CommandError("The result must not take the place of the list.", returncode=WRONG_USE)
    return LocalFile(
        source=source,
        ods_code=options["organisation"],
        flow=_flow(options),
        file_name="" if options["input"] == PIPE else Path(options["input"]).name,
        column=options["column"],
        is_test=options["test"],
        processes=options["processes"],
    )


def _flow(options: dict[str, Any]) -> str | NewFlow:
    given = [name for name in DESCRIPTION if options[name]]
    if bool(options["flow"]) == bool(given) or (given and len(given) < len(DESCRIPTION)):
        wanted = ", ".join(f"--{name.replace('_', '-')}" for name in DESCRIPTION)
        raise CommandError(f"Give --flow, or all of {wanted}.", returncode=WRONG_USE)
    if options["flow"]:
        return str(options["flow"])
    return NewFlow(
        name=f"{options['recipient']}: {options['purpose_detail']}"[:100],
        purpose=FlowPurpose(options["purpose"]),
        purpose_detail=options["purpose_detail"],
        legal_basis=LegalBasis(options["basis"]),
        basis_reference=options["basis_reference"],
        recipient=options["recipient"],
    )


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    if name == PIPE:
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise CommandError(f"Cannot read the list: {error.strerror}", returncode=WRONG_USE) from None


def _size(name: str) -> int:
    return 0 if name == PIPE else Path(name).stat().st_size


def _write(check: Check, options: dict[str, Any]) -> None:
    try:
        if options["report"]:
            _write_report(check, options["report"])
        if options["receipt"]:
            write_out(io.BytesIO(check.receipt.encode()), options["receipt"])
        with collect(check, "result", by=BY, at=now()).file as result:
            write_out(result, options["output"])
    except (OSError, ResultExpired, ResultGone) as error:
        message = f"Checked, but an output could not be written: {error}. The result waits under {check.reference}."
        raise CommandError(message, returncode=NOT_WRITTEN) from None


def _write_report(check: Check, target: str) -> None:
    if check.report_name is None:
        write_out(io.BytesIO(HEADER.encode()), target)
        return
    with collect(check, "report", by=BY, at=now()).file as report:
        write_out(report, target)


def _refusal(problem: CheckProblem) -> CommandError:
    return CommandError(f"{problem.label}.", returncode=NOT_NOW if problem in PASSING else REFUSED)

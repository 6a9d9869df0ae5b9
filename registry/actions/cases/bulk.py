"""A pile of scans at once: each is filed by the code printed on its form, or waits for someone to look at it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import models

from registry import barcodes
from registry.actions.cases.filing import CannotFile
from registry.actions.cases.receiving import case_for_barcode, file_scan, log_case
from registry.actions.cases.scans import receive_scan
from registry.models import Case, Scan, ScanProblem, ScanState
from registry.parties import Actor
from registry.queries.cases import get_case_by_reference
from registry.queries.scans import find_scan


class Result(models.TextChoices):
    """What became of one file."""

    FILED = "filed", "Filed by its code"
    NEW_CASE = "new_case", "New case, by its code"
    UNFILED = "unfiled", "No code that can be read: to be filed by hand"
    CASE_IS_DECIDED = "case_is_decided", "Its case is decided: to be filed by hand"
    UNKNOWN_CASE = "unknown_case", "Its code names no case of ours: to be filed by hand"
    RETURNED_LETTER = "returned_letter", "One of our letters that came back: to be filed by hand"
    HELD = "held", "Held until the virus scanner answers"
    HERE_BEFORE = "here_before", "The same file came before"
    REFUSED = "refused", "Refused"


@dataclass(frozen=True)
class Outcome:
    """What became of one file, and of which case it is now, if that is known."""

    name: str
    result: Result
    case: Case | None = None
    problem: ScanProblem | None = None


def receive_loose(*, data: bytes, name: str, arrived_by: str, received_on: date, by: Actor, at: datetime) -> Outcome:
    """Take in one file of a pile and put it where its code says. The same file again changes nothing.

    Raises NotPermitted.
    """
    scan = receive_scan(data=data, name=name, case_id=None, by=by, at=at)
    if scan.state == ScanState.REFUSED:
        return Outcome(scan.original_name, Result.REFUSED, problem=ScanProblem(scan.problem))
    if scan.case:
        return Outcome(scan.original_name, Result.HERE_BEFORE, scan.case)
    if scan.state == ScanState.QUARANTINED:
        return Outcome(scan.original_name, Result.HELD)
    code = barcodes.parse(scan.barcode)
    if isinstance(code, barcodes.FormCode) and not code.case_reference:
        return _new_case(scan, code.form_type, arrived_by, received_on, by=by, at=at)
    return _file(scan, code, by=by, at=at)


def file_as_new_case(
    *, scan_id: UUID, form_type: str, arrived_by: str, received_on: date, by: Actor, at: datetime
) -> Case:
    """Log a new case for a scan that waits to be filed. Raises CannotFile, ScanNotFound, KeyReused, NotPermitted."""
    scan = find_scan(scan_id)
    if scan.case:
        raise CannotFile("the scan lies elsewhere")
    outcome = _new_case(scan, form_type, arrived_by, received_on, by=by, at=at)
    assert outcome.case
    return outcome.case


def file_by_reference(*, scan_id: UUID, reference: str, by: Actor, at: datetime) -> Case:
    """Put a scan under the case of this reference. Raises CannotFile, CaseNotFound, ScanNotFound, NotPermitted."""
    case = get_case_by_reference(reference)
    file_scan(scan_id=scan_id, case_id=case.public_id, by=by, at=at)
    return case


def _new_case(scan: Scan, form_type: str, arrived_by: str, received_on: date, *, by: Actor, at: datetime) -> Outcome:
    """The scan's id is the key, so that two who send the same file log one case."""
    case = log_case(form_type=form_type, arrived_by=arrived_by, received_on=received_on, by=by, at=at, key=scan.pk)
    file_scan(scan_id=scan.pk, case_id=case.public_id, by=by, at=at)
    return Outcome(scan.original_name, Result.NEW_CASE, case)


def _file(scan: Scan, code: barcodes.FormCode | barcodes.LetterCode | None, *, by: Actor, at: datetime) -> Outcome:
    if code is None:
        return Outcome(scan.original_name, Result.UNFILED)
    if isinstance(code, barcodes.LetterCode):
        return Outcome(scan.original_name, Result.RETURNED_LETTER)
    case = case_for_barcode(scan.barcode)
    if case is None:
        return Outcome(scan.original_name, Result.UNKNOWN_CASE)
    try:
        file_scan(scan_id=scan.pk, case_id=case.public_id, by=by, at=at)
    except CannotFile:
        return Outcome(scan.original_name, Result.CASE_IS_DECIDED, case)
    return Outcome(scan.original_name, Result.FILED, case)

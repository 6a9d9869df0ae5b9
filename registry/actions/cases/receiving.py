"""Logging paper forms, and filing their scans."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction

from registry import audit, barcodes, permissions
from registry.actions.cases.filing import file_under
from registry.actions.cases.scans import discard, receive_scan
from registry.actions.claims import staff_user
from registry.models import AuditAction, Case, Scan, ScanProblem, ScanState
from registry.parties import Actor
from registry.permissions import Permission
from registry.queries.cases import get_case
from registry.queries.scans import find_scan


class KeyReused(Exception):
    """The same key came with another form: refused, nothing written. `reference` is the case that has it."""

    def __init__(self, reference: str) -> None:
        super().__init__("this key was already used for another form")
        self.reference = reference


class FilesRefused(Exception):
    """Some of the files cannot be used."""

    def __init__(self, problems: Sequence[tuple[str, ScanProblem]]) -> None:
        super().__init__(f"{len(problems)} refused")
        self.problems = problems


class FiledElsewhere(Exception):
    """One of the files is the scan of another case already. Nothing was logged."""

    def __init__(self, name: str, reference: str) -> None:
        super().__init__("it is filed under another case")
        self.name, self.reference = name, reference


def receive_form(
    *,
    key: UUID,
    form_type: str,
    arrived_by: str,
    received_on: date,
    files: Iterable[tuple[str, bytes]],
    by: Actor,
    at: datetime,
) -> Case:
    """Log a form together with its scans: all of it, or nothing. A repeat with the same key changes nothing.

    `files` are read one at a time; when one of them cannot be used, none is kept. Raises FilesRefused,
    FiledElsewhere, KeyReused, NotPermitted.
    """
    taken: list[Scan] = []
    try:
        for name, data in files:
            taken.append(receive_scan(data=data, name=name, case_id=None, by=by, at=at))
        _check_usable(taken, key)
        with transaction.atomic():
            case = log_case(form_type=form_type, arrived_by=arrived_by, received_on=received_on, by=by, at=at, key=key)
            for scan in taken:
                file_under(Scan.objects.select_for_update().get(pk=scan.pk), case, by=by, at=at)
    except (FilesRefused, FiledElsewhere, KeyReused):
        discard([scan for scan in taken if scan.uploaded_at == at], by=by, at=at)
        raise
    return get_case(case.public_id)


def add_scans(*, case_id: UUID, files: Iterable[tuple[str, bytes]], by: Actor, at: datetime) -> None:
    """Take in more scans of a case. Those that can be used are filed, whatever the others are.

    Raises FilesRefused, CannotFile, CaseNotFound, NotPermitted.
    """
    taken = [receive_scan(data=data, name=name, case_id=case_id, by=by, at=at) for name, data in files]
    refused = [scan for scan in taken if scan.state == ScanState.REFUSED]
    if refused:
        raise FilesRefused([(scan.original_name, ScanProblem(scan.problem)) for scan in refused])


def _check_usable(taken: Sequence[Scan], key: UUID) -> None:
    refused = [scan for scan in taken if scan.state == ScanState.REFUSED]
    if refused:
        raise FilesRefused([(scan.original_name, ScanProblem(scan.problem)) for scan in refused])
    for scan in taken:
        if scan.case and scan.case.public_id != key:
            raise FiledElsewhere(scan.original_name, scan.case.reference)


def log_case(
    *, form_type: str, arrived_by: str, received_on: date, by: Actor, at: datetime, key: UUID | None = None
) -> Case:
    """Log a form that came, and return its case. A repeat with the same `key` returns the case of the first.

    The key becomes the case's public id, so that the database itself holds that there is one. Raises KeyReused,
    NotPermitted.
    """
    user = staff_user(by)
    permissions.check(user, Permission.RECEIVE)
    form = {"form_type": form_type, "arrived_by": arrived_by, "received_on": received_on, "logged_by": user}
    due_on = received_on + timedelta(days=settings.PROCESS_WITHIN_DAYS)
    made = {"reference": _next_reference(), "due_on": due_on, "logged_at": at}
    with transaction.atomic():
        case, is_new = Case.objects.get_or_create(public_id=key or uuid4(), defaults=form | made)
        if is_new:
            audit.record(AuditAction.CASE_LOGGED, by=by, at=at, about=("case", case.reference))
        elif any(getattr(case, name) != value for name, value in form.items()):
            raise KeyReused(case.reference)
    return case


def file_scan(*, scan_id: UUID, case_id: UUID, by: Actor, at: datetime) -> None:
    """Put a scan under its case; a case that waited for it goes on to be entered. Repeating it changes nothing.

    Raises CannotFile, CaseNotFound, ScanNotFound, NotPermitted.
    """
    permissions.check(staff_user(by), Permission.RECEIVE)
    find_scan(scan_id)
    with transaction.atomic():
        scan = Scan.objects.select_for_update().get(pk=scan_id)
        file_under(scan, get_case(case_id), by=by, at=at)


def case_for_barcode(text: str) -> Case | None:
    """Return the case that the code on a form names; None if it names none, or one that does not exist."""
    code = barcodes.parse(text)
    if not isinstance(code, barcodes.FormCode) or not code.case_reference:
        return None
    return Case.objects.filter(reference=code.case_reference).first()


def _next_reference() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('registry_case_number')")
        (number,) = cursor.fetchone()
    return f"{number:05d}-C"

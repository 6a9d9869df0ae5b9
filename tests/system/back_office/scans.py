"""Paper forms with real scans, for pages that show them."""

from typing import Any

from registry.actions.cases.scans import receive_scan
from registry.clock import now
from registry.models import Case, CaseState, StaffUser
from tests.factories.cases import insert_case
from tests.support.scans import as_file, page
from tests.support.staff import as_actor


def with_scan(case: Case, pages: int = 2) -> Case:
    """File a scan of this many pages under a case."""
    by = as_actor(case.logged_by)
    pictures = [page(f"Page {number} of form {case.reference}") for number in range(1, pages + 1)]
    receive_scan(data=as_file("PDF", *pictures), name="form.pdf", case_id=case.public_id, by=by, at=now())
    case.refresh_from_db()
    return case


def scanned_case(form_type: str, by: StaffUser, pages: int = 2, **columns: Any) -> Case:
    """Log a form and file its scan, ready to be keyed."""
    case = with_scan(insert_case(form_type, logged_by=by, **columns), pages)
    assert case.state == CaseState.TO_ENTER
    return case

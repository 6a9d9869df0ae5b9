"""Opening a case is written down before it is shown (T16), and notes for whoever opens it next."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from registry import audit, permissions
from registry.actions.cases.moves import check_not_own
from registry.actions.claims import staff_user
from registry.actions.looking import before_showing
from registry.models import AuditAction, Case, CaseNote
from registry.nhs_number import NHSNumber
from registry.parties import Actor
from registry.permissions import Permission
from registry.queries.cases import get_case, numbers_of


def open_case(*, case_id: UUID, by: Actor, at: datetime, reason: str = "reading") -> Case:
    """Return a case to look at, once it is written down who opened it and why, for everybody it is about.

    Raises NotWrittenDown, OwnRecord, NotPermitted, CaseNotFound.
    """
    user = staff_user(by)
    permissions.check(user, Permission.SEE_WORK)
    case = get_case(case_id)
    numbers = numbers_of(case)
    check_not_own(user, case, numbers, by=by, at=at)
    with before_showing():
        record_view(case, numbers, reason=reason, by=by, at=at)
    return case


def record_view(case: Case, numbers: Iterable[NHSNumber | None], *, by: Actor, at: datetime, reason: str) -> None:
    """Write one event for each person whom the case is about, or one that names only the case while none is known."""
    known: list[NHSNumber | None] = [number for number in numbers if number]
    for number in known or [None]:
        audit.record(
            AuditAction.CASE_VIEWED, by=by, at=at, subject=number, about=("case", case.reference), reason=reason
        )


def add_note(*, case_id: UUID, text: str, by: Actor, at: datetime) -> CaseNote:
    """Keep what someone writes about a case; it names its writer itself. Raises NotPermitted, CaseNotFound."""
    user = staff_user(by)
    permissions.check(user, Permission.SEE_WORK)
    return CaseNote.objects.create(case=get_case(case_id), text=text.strip(), by=user, at=at)

"""Taking a case to decide it, and holding it while the decision is written."""

from datetime import datetime
from uuid import UUID

from registry import permissions
from registry.actions.cases.moves import check_nobody_else_has_it, check_not_own, lock_version
from registry.actions.cases.problems import CannotDecide, DecidingProblem
from registry.actions.cases.viewing import record_view
from registry.actions.claims import claim
from registry.actions.claims import staff_user as account
from registry.actions.looking import before_showing
from registry.models import Case, CaseState, StaffUser
from registry.parties import Actor
from registry.permissions import Permission
from registry.queries.cases import get_case, numbers_of


def open_deciding(*, case_id: UUID, by: Actor, at: datetime) -> Case:
    """Take a form to decide it, and write down who sees it.

    Raises NotWrittenDown, CannotDecide, OwnRecord, CannotClaim, NotPermitted, CaseNotFound.
    """
    case = may_decide(case_id, by=by, at=at)[0]
    if case.state != CaseState.TO_DECIDE:
        raise CannotDecide(DecidingProblem.NOT_DUE)
    with before_showing():
        claim(Case, case_id, by=by, at=at)
        record_view(case, numbers_of(case), by=by, at=at, reason="deciding")
    return get_case(case_id)


def may_decide(case_id: UUID, *, by: Actor, at: datetime) -> tuple[Case, StaffUser]:
    """Return the case and the account, if it may decide and the form is not about its holder.

    Raises NotPermitted, OwnRecord, CaseNotFound.
    """
    user = account(by)
    permissions.check(user, Permission.DECIDE)
    case = get_case(case_id)
    check_not_own(user, case, numbers_of(case), by=by, at=at)
    return case, user


def lock_to_decide(case_id: UUID, version: int, *, by: Actor, at: datetime) -> Case:
    """Return the locked case, of this version and in nobody else's hands. Raises StaleVersion, CannotClaim."""
    case = lock_version(case_id, version)
    check_nobody_else_has_it(case, by=by, at=at)
    return case

"""Which forms a member of staff may work on: by their permissions, and never on their own work a second time (T18)."""

from registry.models import OPEN_CASE_STATES, Case, CaseState, StaffUser
from registry.permissions import Permission, may

NEEDED: dict[CaseState, Permission] = {
    CaseState.TO_ENTER: Permission.ENTER,
    CaseState.TO_CHECK: Permission.CHECK,
    CaseState.TO_SETTLE: Permission.CHECK,
    CaseState.TO_DECIDE: Permission.DECIDE,
}


def workable_states(user: StaffUser) -> tuple[CaseState, ...]:
    """Return the states in which this account has something to do on a form."""
    return tuple(state for state, permission in NEEDED.items() if may(user, permission))


def default_states(user: StaffUser) -> tuple[CaseState, ...]:
    """Return the states that this account's worklist begins with: its own work, or everything open to assign it."""
    return OPEN_CASE_STATES if may(user, Permission.ASSIGN) else workable_states(user)


def may_work_on(user: StaffUser, case: Case) -> bool:
    """Say whether this account may work on this form now."""
    return case.state in workable_states(user) and not (case.entered_by_id == user.pk and _needs_another(case))


def _needs_another(case: Case) -> bool:
    """Whoever keyed a form first leaves these to somebody else; the worklist and "take next" say the same in SQL."""
    if case.state == CaseState.TO_DECIDE:
        return bool(case.second_check)
    return case.state in {CaseState.TO_CHECK, CaseState.TO_SETTLE}

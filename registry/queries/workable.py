"""Which forms a member of staff may work on: by permission, and never again on what they keyed any of first (T18)."""

from registry.models import OPEN_CASE_STATES, Case, CaseState, StaffUser
from registry.permissions import Permission, may

NEEDED: dict[CaseState, Permission] = {
    CaseState.TO_ENTER: Permission.ENTER,
    CaseState.TO_CHECK: Permission.CHECK,
    CaseState.TO_SETTLE: Permission.CHECK,
    CaseState.TO_DECIDE: Permission.DECIDE,
}

# `is_left_to_others` for statements: of a row named `candidate`, and of the account in `me`.
NOT_LEFT = """NOT (
    candidate.first_keyers @> ARRAY[%(me)s::bigint] AND (candidate.state IN ('to_check', 'to_settle')
    OR (candidate.state = 'to_decide' AND candidate.second_check <> '')))
"""


def workable_states(user: StaffUser) -> tuple[CaseState, ...]:
    """Return the states in which this account has something to do on a form."""
    return tuple(state for state, permission in NEEDED.items() if may(user, permission))


def default_states(user: StaffUser) -> tuple[CaseState, ...]:
    """Return the states that this account's worklist begins with: its own work, or everything open to assign it."""
    return OPEN_CASE_STATES if may(user, Permission.ASSIGN) else workable_states(user)


def may_work_on(user: StaffUser, case: Case) -> bool:
    """Say whether this account may work on this form now."""
    return case.state in workable_states(user) and not is_left_to_others(user, case)


def is_left_to_others(user: StaffUser, case: Case) -> bool:
    """Say whether the form waits for somebody who keyed none of it first, and this account did; SQL: NOT_LEFT."""
    return user.pk in case.first_keyers and _waits_for_others(case)


def _waits_for_others(case: Case) -> bool:
    if case.state == CaseState.TO_DECIDE:
        return bool(case.second_check)
    return case.state in {CaseState.TO_CHECK, CaseState.TO_SETTLE}

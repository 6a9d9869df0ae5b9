"""Who among staff may do what. Roles are bundles of permissions; pages and actions ask for a permission.

This table is the only source. tests/architecture/staff_matrix.toml repeats it by hand, so that a slip here is seen.
"""

from collections.abc import Iterable

from django.db import models

from registry.models import Role, StaffUser


class Permission(models.TextChoices):
    """One thing that staff may do."""

    SEE_WORK = "see_work", "See worklists and open cases"
    RECEIVE = "receive", "Log forms and upload scans"
    ENTER = "enter", "Key forms"
    CHECK = "check", "Key forms a second time and settle differences"
    DECIDE = "decide", "Accept forms or send them back"
    TAKE_CALLS = "take_calls", "Take calls"
    DO_TASKS = "do_tasks", "Do tasks and deal with returned post"
    SEARCH = "search", "Search for people and open their record"
    ASSIGN = "assign", "Assign work"
    REOPEN = "reopen", "Reopen cases"
    REVERSE = "reverse", "Reverse a choice recorded by mistake"
    SEE_MESSAGES = "see_messages", "See messages that were not delivered"
    SEE_REPORTS = "see_reports", "See reports and download them"
    REVIEW_LOOK_UPS = "review_look_ups", "Review unusual look-ups"
    READ_AUDIT = "read_audit", "Read the audit"
    MANAGE_ACCOUNTS = "manage_accounts", "Manage accounts"
    MANAGE_ORGANISATIONS = "manage_organisations", "Manage organisations"


P = Permission
ROLES: dict[Role, frozenset[Permission]] = {
    Role.AGENT: frozenset({P.SEE_WORK, P.RECEIVE, P.ENTER, P.DECIDE, P.TAKE_CALLS, P.DO_TASKS, P.SEARCH}),
    Role.CHECKER: frozenset({P.SEE_WORK, P.CHECK, P.DECIDE}),
    Role.SUPERVISOR: frozenset(
        {
            P.SEE_WORK,
            P.DO_TASKS,
            P.SEARCH,
            P.ASSIGN,
            P.REOPEN,
            P.REVERSE,
            P.SEE_MESSAGES,
            P.SEE_REPORTS,
            P.REVIEW_LOOK_UPS,
        }
    ),
    Role.AUDITOR: frozenset({P.READ_AUDIT}),
    Role.ADMINISTRATOR: frozenset({P.MANAGE_ACCOUNTS, P.MANAGE_ORGANISATIONS}),
}


class NotPermitted(Exception):
    """This member of staff may not do this."""


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """Return all that these roles may do together."""
    return frozenset().union(*(ROLES[Role(role)] for role in roles))


def may(user: StaffUser, permission: Permission) -> bool:
    """Say whether this account may do this, now. A suspended account may do nothing."""
    return user.is_active and permission in permissions_of(user.roles)


def check(user: StaffUser, permission: Permission) -> None:
    """Raise NotPermitted unless this account may do this."""
    if not may(user, permission):
        raise NotPermitted(permission.value)

"""Changing one's own password."""

from datetime import datetime

from django.db import transaction

from registry import audit
from registry.actions.accounts.sessions import end_other_sessions
from registry.models import AuditAction, StaffUser
from registry.parties import Actor, staff_id


def change_password(*, password: str, current_key: str, by: Actor, at: datetime) -> StaffUser:
    """Set one's own password, which the form has checked, and end all sessions but this one."""
    with transaction.atomic():
        user = StaffUser.objects.select_for_update().get(pk=staff_id(by))
        user.set_password(password)
        user.save(update_fields=["password"])
        end_other_sessions(current_key=current_key, by=by, at=at)
        audit.record(AuditAction.PASSWORD_CHANGED, by=by, at=at, about=("staff", by.id))
    return user

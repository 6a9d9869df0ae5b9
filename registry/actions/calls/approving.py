"""A choice by phone for somebody else is recorded only once a second member of staff agrees (T18)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from registry.actions.calls.choosing import record_for_call
from registry.actions.calls.opening import finish
from registry.actions.claims import staff_user
from registry.actions.person_views import check_not_own
from registry.gateways.directory import get_directory
from registry.models import Call, CallOutcome, CallState
from registry.parties import Actor, staff_id
from registry.permissions import Permission, check
from registry.queries.calls import CallNotFound, get_waiting_call


def approve_choice(*, call_id: UUID | str, by: Actor, at: datetime) -> Call:
    """Record the choice that waits and end the call.

    Raises NotPermitted, CallNotFound (also for whoever took the call, and once somebody else was faster), OwnRecord,
    CannotChoose, PersonNotFound, DirectoryUnavailable.
    """
    call = _waiting(call_id, by, at)
    person = get_directory().get(call.nhs_number)
    with transaction.atomic():
        call = _lock(call_id, by)
        call.approved_by_id = staff_id(by)
        call.save(update_fields=["approved_by"])
        decided_at = datetime.fromisoformat(call.answers["review"]["decided_at"])
        record_for_call(call, person, decided_at=decided_at, by=by, at=at)
        finish(call, CallOutcome.CHOICE_RECORDED, by=by, at=at)
    return call


def refuse_choice(*, call_id: UUID | str, by: Actor, at: datetime) -> Call:
    """End the call without recording anything. Raises NotPermitted, CallNotFound, OwnRecord."""
    _waiting(call_id, by, at)
    with transaction.atomic():
        call = _lock(call_id, by)
        call.approved_by_id = staff_id(by)
        call.save(update_fields=["approved_by"])
        finish(call, CallOutcome.NOT_APPROVED, by=by, at=at)
    return call


def _waiting(call_id: UUID | str, by: Actor, at: datetime) -> Call:
    user = staff_user(by)
    check(user, Permission.CHECK)
    call = get_waiting_call(call_id, by=by)
    check_not_own(user, call.nhs_number, by=by, at=at)
    return call


def _lock(call_id: UUID | str, by: Actor) -> Call:
    waiting = Call.objects.select_for_update().filter(public_id=call_id, state=CallState.WAITING)
    call = waiting.exclude(agent_id=staff_id(by)).first()
    if call is None:
        raise CallNotFound("no such call for this member of staff")
    return call

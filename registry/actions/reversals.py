"""A supervisor reverses a choice that was recorded by mistake: what stood before is recorded anew, with the reason.

Nothing is taken back or rubbed out. The history keeps the mistake and its reversal, and the person is told by letter.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from registry import audit, policies, record
from registry.actions.claims import staff_user
from registry.actions.person_views import check_not_own
from registry.actions.preferences import Submission, record_choice
from registry.demographics import Demographics
from registry.gateways.directory import get_directory
from registry.models import (
    ActorKind,
    AuditAction,
    AuditEvent,
    ChangeKind,
    MessageChannel,
    PreferenceChange,
    ProxyRole,
    Source,
    Status,
)
from registry.nhs_number import NHSNumber
from registry.parties import Actor, Patient, Proxy
from registry.queries.people import current_number


class CannotReverse(Exception):
    """This choice may not be reversed; `problem` says why: missing, nothing (to undo), later (choice) or own."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"the choice cannot be reversed: {problem}")
        self.problem = problem


@dataclass(frozen=True)
class Reversal:
    """What a reversal would record. `was_none` says that no choice stood before, which is recorded as allowed."""

    reference: str
    status_now: Status
    status_after: Status
    was_none: bool


def plan_reversal(*, reference: str, number: NHSNumber, by: Actor) -> Reversal:
    """Say what reversing this choice would do, without doing it. Raises CannotReverse."""
    change = _find(reference, current_number(number))
    _check(change, by)
    return Reversal(
        reference=change.reference,
        status_now=Status(change.after_status),
        status_after=_before(change),
        was_none=not change.before_status,
    )


def reverse_choice(*, reference: str, number: NHSNumber, reason: str, by: Actor, at: datetime) -> PreferenceChange:
    """Record the status that stood before this choice, once; a repeat returns the first reversal.

    `number` is the person whose record is open: a reference of somebody else's is not found. Raises CannotReverse,
    OwnRecord, policies.CannotChoose, PersonNotFound, DirectoryUnavailable.
    """
    check_not_own(staff_user(by), number, by=by, at=at)
    # The demographic service is asked before the transaction: a slow answer must not hold a lock.
    person = get_directory().get(number)
    with transaction.atomic(durable=True):
        record.lock_person(person.nhs_number, "")
        change = _find(reference, person.nhs_number)
        if earlier := _reversed_before(change):
            return earlier
        _check(change, by)
        made = record_choice(_submission(change, person, reason, at), by=by, at=at)
        audit.record(
            AuditAction.CHOICE_REVERSED,
            by=by,
            at=at,
            subject=made.nhs_number,
            about=("change", change.reference),
            channel=made.source,
            reason=reason,
            details={"reversal": made.reference},
        )
    return made


def _find(reference: str, number: NHSNumber) -> PreferenceChange:
    try:
        return PreferenceChange.objects.get(reference=reference, nhs_number=number)
    except PreferenceChange.DoesNotExist:
        raise CannotReverse("missing") from None


def _check(change: PreferenceChange, by: Actor) -> None:
    """Two people, always; and only the choice that stands: a later one was the person's own wish."""
    if _before(change) == change.after_status:
        raise CannotReverse("nothing")
    if change.actor_kind == ActorKind.STAFF and change.actor_id == by.id:
        raise CannotReverse("own")
    later = PreferenceChange.objects.filter(nhs_number=change.nhs_number, version__gt=change.version)
    if later.exclude(kind=ChangeKind.CONFIRMATION).exists():
        raise CannotReverse("later")


def _reversed_before(change: PreferenceChange) -> PreferenceChange | None:
    event = AuditEvent.objects.filter(
        subject=audit.subject_key(change.nhs_number),
        action=AuditAction.CHOICE_REVERSED,
        object_type="change",
        object_id=change.reference,
    ).first()
    return PreferenceChange.objects.get(reference=event.details["reversal"]) if event else None


def _before(change: PreferenceChange) -> Status:
    """No choice cannot be recorded again, and means the same for the person's information as allowing it."""
    return Status(change.before_status or Status.ALLOWED)


def _submission(change: PreferenceChange, person: Demographics, reason: str, at: datetime) -> Submission:
    return Submission(
        person=person,
        status=_before(change),
        source=Source.CALL_CENTRE,
        party=_party(change, person, at),
        decided_at=at,
        idempotency_key=f"reversal of {change.reference}",
        confirm_by=(MessageChannel.LETTER,),
        reason=reason,
    )


def _party(change: PreferenceChange, person: Demographics, at: datetime) -> Patient | Proxy:
    """Whoever decided what is restored, else whoever stands behind the mistake, as far as they may act at all."""
    before = PreferenceChange.objects.filter(nhs_number=change.nhs_number, version__lt=change.version)
    behind = before.exclude(kind=ChangeKind.CONFIRMATION).order_by("-version").first() or change
    if not behind.proxy_role:
        return Patient()
    proxy = Proxy(ProxyRole(behind.proxy_role), behind.proxy_name, behind.proxy_contact)
    try:
        policies.check_may_choose(person, proxy, Source.CALL_CENTRE, at)
    except (policies.OldEnoughToDecide, policies.ProxyNotAllowed):
        return Patient()
    return proxy

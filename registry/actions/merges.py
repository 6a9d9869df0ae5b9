"""A person's number is superseded by another: the choice follows the person.

Rule: on a merge the stricter choice wins and both histories stay. The old number keeps its rows; every read and
write resolves to the current number.
"""

import hashlib
from datetime import datetime

from django.db import transaction

from registry import audit, record
from registry.actions.preferences import AUDIT_OF_KIND, new_reference
from registry.models import AuditAction, ChangeKind, Person, Preference, PreferenceChange, Status
from registry.nhs_number import NHSNumber
from registry.parties import Actor
from registry.record import Standing

MERGED = "carried over from a superseded number"


class CannotSupersede(Exception):
    """The numbers are the same, would lead in a circle, or the old one is unknown or leads elsewhere."""


def supersede_number(*, old: NHSNumber, current: NHSNumber, by: Actor, at: datetime) -> PreferenceChange | None:
    """Make `current` the person's number and carry the choice over if it is the stricter one, or the only one.

    Returns the history row written for the current number, or None when what stands there stays. Repeating it
    changes nothing. Raises CannotSupersede.
    """
    with transaction.atomic():
        before = record.lock_person(old, "")
        if before.number == current and old != current:
            return None
        after = record.lock_person(current, "")
        if before.number != old or after.number == old:
            raise CannotSupersede("the old number leads elsewhere, or the numbers lead to each other")
        if not Person.objects.filter(nhs_number=old).update(superseded_by=after.number):
            raise CannotSupersede("the old number is not known")
        audit.record(AuditAction.NUMBER_SUPERSEDED, by=by, at=at, subject=after.number)
        return _carry_over(Preference.objects.filter(nhs_number=old).first(), after, by, at)


def _carry_over(preference: Preference | None, standing: Standing, by: Actor, at: datetime) -> PreferenceChange | None:
    if preference is None or not _is_stricter(preference.status, standing.status):
        return None
    change = _carried(preference, standing, by)
    event = audit.describe(
        AUDIT_OF_KIND[ChangeKind(change.kind)],
        by=by,
        at=at,
        subject=standing.number,
        about=("change", change.reference),
        channel=change.source,
        reason=MERGED,
    )
    record.write(change, event, [])
    return change


def _is_stricter(old: str, current: str | None) -> bool:
    """An opt-out is stricter than allowing, and any choice says more than none."""
    return current is None or (old == Status.OPTED_OUT and current == Status.ALLOWED)


def _carried(preference: Preference, standing: Standing, by: Actor) -> PreferenceChange:
    return PreferenceChange(
        reference=new_reference(),
        nhs_number=standing.number,
        version=standing.version + 1,
        kind=ChangeKind.CHANGE if standing.status else ChangeKind.FIRST,
        before_status=standing.status or "",
        after_status=preference.status,
        source=preference.source,
        case_reference=preference.case_reference,
        decided_at=preference.decided_at,
        actor_kind=by.kind,
        actor_id=by.id,
        reason=MERGED,
        idempotency_key=_key(preference, standing.number),
        consenting_party=standing.number if preference.consenting_party else None,
        proxy_role=preference.proxy_role,
        proxy_name=preference.proxy_name,
        proxy_contact=preference.proxy_contact,
    )


def _key(preference: Preference, current: NHSNumber) -> str:
    """One row for each version of the old choice and each number it is carried to."""
    text = f"merge\0{preference.public_id}\0{preference.version}\0{current.digits}"
    return hashlib.sha256(text.encode()).hexdigest()

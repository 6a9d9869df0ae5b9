"""Registering organisations, and what was agreed with each of them. Administrators do this."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from registry import audit
from registry.models import AuditAction, Organisation
from registry.parties import Actor, staff_id
from registry.queries.organisations import OrganisationNotFound


class OdsCodeTaken(Exception):
    """Another organisation has this ODS code."""


class MailboxTaken(Exception):
    """Another organisation has this MESH mailbox."""


@dataclass(frozen=True)
class NewOrganisation:
    """What an administrator types to register one. The ODS code is never changed afterwards."""

    ods_code: str
    name: str
    contact_name: str
    contact_email: str
    agreement_on: date


@dataclass(frozen=True)
class Agreed:
    """What may change later: the contact, and what was agreed. `mesh_mailbox` is empty without MESH."""

    name: str
    contact_name: str
    contact_email: str
    agreement_on: date
    mesh_mailbox: str
    requests_per_minute: int
    numbers_per_day: int


def register(*, new: NewOrganisation, by: Actor, at: datetime) -> Organisation:
    """Register an organisation. Raises OdsCodeTaken."""
    with _named_clashes(), transaction.atomic():
        organisation = Organisation.objects.create(**asdict(new), registered_by_id=staff_id(by))
        _record(AuditAction.ORGANISATION_REGISTERED, organisation, by, at)
    return organisation


def change(*, organisation_id: UUID, agreed: Agreed, by: Actor, at: datetime) -> None:
    """Change what is known of an organisation. Raises OrganisationNotFound or MailboxTaken.

    The audit says which of these changed, not to what: a contact is a person.
    """
    with _named_clashes(), transaction.atomic():
        organisation = _lock(organisation_id)
        changed = [name for name, value in asdict(agreed).items() if getattr(organisation, name) != value]
        if not changed:
            return
        for name in changed:
            setattr(organisation, name, getattr(agreed, name))
        organisation.save(update_fields=changed)
        _record(AuditAction.ORGANISATION_CHANGED, organisation, by, at, changed=",".join(changed))


def suspend(*, organisation_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """Let nobody and nothing of an organisation in any more, from their next click or call.

    Raises OrganisationNotFound. A repeat changes nothing.
    """
    with transaction.atomic():
        organisation = _lock(organisation_id)
        if organisation.suspended_at is None:
            organisation.suspended_at = at
            organisation.save(update_fields=["suspended_at"])
            _record(AuditAction.ORGANISATION_SUSPENDED, organisation, by, at, reason)


def restore(*, organisation_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """Let an organisation in again, with the people and keys it had. Raises OrganisationNotFound."""
    with transaction.atomic():
        organisation = _lock(organisation_id)
        if organisation.suspended_at is not None:
            organisation.suspended_at = None
            organisation.save(update_fields=["suspended_at"])
            _record(AuditAction.ORGANISATION_RESTORED, organisation, by, at, reason)


def grant_few_numbers(*, organisation_id: UUID, until: datetime, reason: str, by: Actor, at: datetime) -> None:
    """Allow checks of fewer than ten numbers until then, in place of any earlier exception (D6, T29).

    Raises OrganisationNotFound.
    """
    with transaction.atomic():
        organisation = _lock(organisation_id)
        organisation.few_numbers_until, organisation.few_numbers_reason = until, reason
        organisation.save(update_fields=["few_numbers_until", "few_numbers_reason"])
        _record(AuditAction.EXCEPTION_GRANTED, organisation, by, at, reason, until=until.isoformat())


def end_few_numbers(*, organisation_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """End the exception now. Raises OrganisationNotFound. Without one, nothing changes."""
    with transaction.atomic():
        organisation = _lock(organisation_id)
        if organisation.few_numbers_until is None:
            return
        organisation.few_numbers_until, organisation.few_numbers_reason = None, ""
        organisation.save(update_fields=["few_numbers_until", "few_numbers_reason"])
        _record(AuditAction.ORGANISATION_CHANGED, organisation, by, at, reason, changed="few_numbers_until")


@contextmanager
def _named_clashes() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if "ods_code" in str(error):
            raise OdsCodeTaken("another organisation has this code") from None
        if "organisation_mailbox_once" in str(error):
            raise MailboxTaken("another organisation has this mailbox") from None
        raise


def _lock(organisation_id: UUID) -> Organisation:
    found = Organisation.objects.select_for_update().filter(public_id=organisation_id).first()
    if found is None:
        raise OrganisationNotFound("no such organisation")
    return found


def _record(
    action: AuditAction, organisation: Organisation, by: Actor, at: datetime, reason: str = "", **details: str
) -> None:
    whom = ("organisation", str(organisation.public_id))
    audit.record(action, by=by, at=at, about=whom, reason=reason, details=dict(details))

"""An organisation's people: who is invited, with what roles, and who may no longer sign in.

Managers do this for their own organisation, administrators for any. Each change bites at the other's next click.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from registry import audit
from registry.actions.organisations.invitations import send_invitation
from registry.actions.organisations.signing_in import about
from registry.models import (
    AuditAction,
    Organisation,
    OrganisationInvitation,
    OrganisationPerson,
    OrganisationRole,
)
from registry.parties import Actor, organisation_person
from registry.queries.organisations import PersonNotFound


class EmailTaken(Exception):
    """Somebody signs in with this address already."""


class CannotChangeOwn(Exception):
    """People change others, never themselves."""


class LastManager(Exception):
    """Somebody must be left who can manage people."""


class CannotInvite(Exception):
    """There is nothing to invite to: in use already, or suspended."""


@dataclass(frozen=True)
class NewPerson:
    """Who is invited, and what they may do."""

    name: str
    email: str
    roles: Sequence[OrganisationRole]


def invite(*, organisation: Organisation, new: NewPerson, by: Actor, at: datetime) -> tuple[UUID, str]:
    """Make someone who cannot sign in yet, and send them a link. Returns their id and the link. Raises EmailTaken."""
    person = OrganisationPerson(
        organisation=organisation, name=new.name, email=new.email.strip().lower(), roles=_in_order(new.roles)
    )
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            link = send_invitation(person, at)
            _record(AuditAction.MEMBER_INVITED, person, by, at, roles=",".join(person.roles))
    except IntegrityError as error:
        if "email" in str(error):
            raise EmailTaken("somebody has this address") from None
        raise
    return person.public_id, link


def invite_again(*, organisation: Organisation, person_id: UUID, by: Actor, at: datetime) -> None:
    """Send a new link to someone who never signed in. Raises PersonNotFound or CannotInvite."""
    with transaction.atomic():
        person = _lock_of_another(organisation, person_id, by)
        if person.has_usable_password() or person.suspended_at:
            raise CannotInvite("signs in already, or is suspended")
        send_invitation(person, at)
        _record(AuditAction.MEMBER_INVITED, person, by, at, reason="again")


def change_roles(
    *, organisation: Organisation, person_id: UUID, roles: Sequence[OrganisationRole], by: Actor, at: datetime
) -> None:
    """Give someone other roles. Raises PersonNotFound, CannotChangeOwn or LastManager."""
    with transaction.atomic():
        person = _lock_of_another(organisation, person_id, by)
        if OrganisationRole.MANAGE not in roles:
            _check_one_is_left(person)
        before, person.roles = ",".join(person.roles), _in_order(roles)
        person.save(update_fields=["roles"])
        _record(AuditAction.MEMBER_CHANGED, person, by, at, before=before, after=",".join(person.roles))


def suspend_person(*, organisation: Organisation, person_id: UUID, by: Actor, at: datetime) -> None:
    """Let someone in no more: their sessions end and their invitation is void. A repeat changes nothing.

    Raises PersonNotFound, CannotChangeOwn or LastManager.
    """
    with transaction.atomic():
        person = _lock_of_another(organisation, person_id, by)
        if person.suspended_at:
            return
        _check_one_is_left(person)
        person.suspended_at = at
        person.session_number += 1
        person.save(update_fields=["suspended_at", "session_number"])
        OrganisationInvitation.objects.filter(person=person).delete()
        _record(AuditAction.MEMBER_SUSPENDED, person, by, at)


def restore_person(*, organisation: Organisation, person_id: UUID, by: Actor, at: datetime) -> None:
    """Let someone sign in again, with the roles they had. Raises PersonNotFound or CannotChangeOwn."""
    with transaction.atomic():
        person = _lock_of_another(organisation, person_id, by)
        if person.suspended_at is None:
            return
        person.suspended_at = None
        person.save(update_fields=["suspended_at"])
        _record(AuditAction.MEMBER_RESTORED, person, by, at)


def reset_sign_in(*, organisation: Organisation, person_id: UUID, by: Actor, at: datetime) -> None:
    """For whoever lost their phone: take away password, app and recovery codes, and send a new link.

    The password goes too: whoever knows it could otherwise set up an app of their own.
    Raises PersonNotFound, CannotChangeOwn or CannotInvite.
    """
    with transaction.atomic():
        person = _lock_of_another(organisation, person_id, by)
        if person.suspended_at:
            raise CannotInvite("is suspended")
        person.set_unusable_password()
        person.app_secret, person.last_code_step, person.recovery_codes = "", 0, []
        person.session_number += 1
        person.save(update_fields=["password", "app_secret", "last_code_step", "recovery_codes", "session_number"])
        send_invitation(person, at)
        _record(AuditAction.MEMBER_CHANGED, person, by, at, reason="reset")


def _lock_of_another(organisation: Organisation, person_id: UUID, by: Actor) -> OrganisationPerson:
    """Lock all managers too, always in one order, so that the last two cannot suspend each other at once."""
    people = OrganisationPerson.objects.select_for_update(of=("self",)).filter(organisation=organisation)
    list(people.filter(roles__contains=[OrganisationRole.MANAGE]).order_by("pk"))
    person = people.select_related("organisation").filter(public_id=person_id).first()
    if person is None:
        raise PersonNotFound("no such person")
    if by == organisation_person(person.pk):
        raise CannotChangeOwn("not oneself")
    return person


def _check_one_is_left(person: OrganisationPerson) -> None:
    others = OrganisationPerson.objects.filter(
        organisation=person.organisation, roles__contains=[OrganisationRole.MANAGE], suspended_at__isnull=True
    )
    is_manager = OrganisationRole.MANAGE in person.roles and person.suspended_at is None
    if is_manager and not others.exclude(pk=person.pk).exists():
        raise LastManager("somebody must be left who can manage people")


def _in_order(roles: Sequence[str]) -> list[str]:
    return [role.value for role in OrganisationRole if role in roles]


def _record(
    action: AuditAction, person: OrganisationPerson, by: Actor, at: datetime, *, reason: str = "", **more: str
) -> None:
    details: dict[str, int | str] = {"organisation": str(person.organisation.public_id), **more}
    audit.record(action, by=by, at=at, about=about(person), reason=reason, details=details)

"""What administrators do to the accounts of others. Each change bites at the other's next click."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from registry import audit
from registry.actions.accounts.invitations import send_invitation
from registry.actions.accounts.leaving import let_go
from registry.actions.accounts.sessions import end_sessions_of
from registry.models import AuditAction, Invitation, Role, StaffUser
from registry.nhs_number import NHSNumber
from registry.own_record import home_key, own_number_key
from registry.parties import Actor
from registry.queries.accounts import AccountNotFound


class UsernameTaken(Exception):
    """Another account has this username."""


class CannotChangeOwn(Exception):
    """Administrators change the accounts of others, never their own."""


class LastAdministrator(Exception):
    """Somebody must be left who can manage accounts."""


class CannotInvite(Exception):
    """This account is in use, or suspended: there is nothing to invite to."""


@dataclass(frozen=True, repr=False)
class NewAccount:
    """What an administrator types. Of the own number and postcode only keyed hashes are kept (T19)."""

    username: str
    name: str
    family_name: str
    email: str
    roles: Sequence[Role] = field(default_factory=tuple)
    own_number: NHSNumber | None = None
    home_postcode: str = ""


def invite(*, new: NewAccount, by: Actor, at: datetime) -> tuple[UUID, str]:
    """Make an account that nobody can open yet, and send its owner a link. Returns its id and the link.

    Raises UsernameTaken.
    """
    try:
        with transaction.atomic():
            user = _create(new)
            audit.record(
                AuditAction.STAFF_INVITED, by=by, at=at, about=_about(user), details={"roles": _in_order(new.roles)}
            )
            return user.public_id, send_invitation(user, at)
    except IntegrityError as error:
        if "username" in str(error):
            raise UsernameTaken("another account has this username") from None
        raise


def invite_again(*, account_id: UUID, by: Actor, at: datetime) -> None:
    """Send a new link for an account that was never opened. Raises AccountNotFound or CannotInvite."""
    with transaction.atomic():
        user = _lock(account_id)
        if user.has_usable_password() or not user.is_active:
            raise CannotInvite("this account is in use")
        send_invitation(user, at)
        audit.record(AuditAction.STAFF_INVITED, by=by, at=at, about=_about(user), reason="again")


def change_roles(*, account_id: UUID, roles: Sequence[Role], by: Actor, at: datetime) -> None:
    """Give an account other roles. Raises AccountNotFound, CannotChangeOwn or LastAdministrator."""
    with transaction.atomic():
        user = _lock_of_another(account_id, by)
        if Role.ADMINISTRATOR not in roles:
            _check_one_is_left(user)
        before, user.roles = _in_order(user.roles), [role for role in Role if role in roles]
        user.save(update_fields=["roles"])
        details: dict[str, int | str] = {"before": before, "after": _in_order(roles)}
        audit.record(AuditAction.STAFF_CHANGED, by=by, at=at, about=_about(user), details=details)


def suspend(*, account_id: UUID, by: Actor, at: datetime) -> None:
    """Close an account at once: its sessions end, its work and calls go back, its invitation is void.

    Raises AccountNotFound, CannotChangeOwn or LastAdministrator. A repeat changes nothing.
    """
    with transaction.atomic():
        user = _lock_of_another(account_id, by)
        if not user.is_active:
            return
        _check_one_is_left(user)
        user.is_active, user.suspended_at = False, at
        user.save(update_fields=["is_active", "suspended_at"])
        Invitation.objects.filter(user=user).delete()
        end_sessions_of(user, by=by, at=at)
        let_go(user, by=by, at=at)
        audit.record(AuditAction.STAFF_SUSPENDED, by=by, at=at, about=_about(user))


def restore(*, account_id: UUID, by: Actor, at: datetime) -> None:
    """Open a suspended account again, with the roles it had. Raises AccountNotFound or CannotChangeOwn."""
    with transaction.atomic():
        user = _lock_of_another(account_id, by)
        if user.is_active:
            return
        user.is_active, user.suspended_at = True, None
        user.save(update_fields=["is_active", "suspended_at"])
        audit.record(AuditAction.STAFF_RESTORED, by=by, at=at, about=_about(user))


def end_sessions(*, account_id: UUID, by: Actor, at: datetime) -> None:
    """Sign somebody out everywhere. Raises AccountNotFound."""
    with transaction.atomic():
        end_sessions_of(_lock(account_id), by=by, at=at)


def reset_sign_in(*, account_id: UUID, by: Actor, at: datetime) -> None:
    """For whoever lost their phone or key: take away factors and password, and send a new link.

    The password goes too: whoever knows it could otherwise set up a second factor of their own.
    Raises AccountNotFound, CannotChangeOwn or CannotInvite.
    """
    with transaction.atomic():
        user = _lock_of_another(account_id, by)
        if not user.is_active:
            raise CannotInvite("this account is suspended")
        Authenticator.objects.filter(user=user).delete()
        user.set_unusable_password()
        user.save(update_fields=["password"])
        end_sessions_of(user, by=by, at=at)
        send_invitation(user, at)
        audit.record(AuditAction.FACTOR_REMOVED, by=by, at=at, about=_about(user), reason="reset")


def _create(new: NewAccount) -> StaffUser:
    return StaffUser.objects.create_user(
        username=new.username,
        password=None,
        display_name=new.name,
        family_name=new.family_name,
        email=new.email,
        roles=[role for role in Role if role in new.roles],
        own_number_key=own_number_key(new.own_number) if new.own_number else None,
        home_key=home_key(new.home_postcode) if new.home_postcode else None,
    )


def _lock(account_id: UUID) -> StaffUser:
    found = StaffUser.objects.select_for_update().filter(public_id=account_id).first()
    if found is None:
        raise AccountNotFound("no such account")
    return found


def _lock_of_another(account_id: UUID, by: Actor) -> StaffUser:
    """Lock all administrators too, always in one order, so that the last two cannot suspend each other at once."""
    list(StaffUser.objects.select_for_update().filter(roles__contains=[Role.ADMINISTRATOR]).order_by("pk"))
    user = _lock(account_id)
    if str(user.pk) == by.id:
        raise CannotChangeOwn("not one's own account")
    return user


def _check_one_is_left(user: StaffUser) -> None:
    administrators = StaffUser.objects.filter(roles__contains=[Role.ADMINISTRATOR], is_active=True)
    if Role.ADMINISTRATOR in user.roles and not administrators.exclude(pk=user.pk).exists():
        raise LastAdministrator("somebody must be left who can manage accounts")


def _about(user: StaffUser) -> tuple[str, str]:
    return ("staff", str(user.pk))


def _in_order(roles: Sequence[str]) -> str:
    return ",".join(role.value for role in Role if role in roles)

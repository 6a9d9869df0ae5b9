"""Second factors: the app on a phone, security keys, and recovery codes for when these are lost.

allauth keeps the rows and encrypts their secrets through our adapter. That a code works once
and that few are tried is held here, by the database: its own memory of used codes lives in one process.
"""

from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.db import transaction

from registry import audit
from registry.actions.accounts.signing_in import actor_for, record_refusal
from registry.app_codes import fitting_step
from registry.limits import Limit
from registry.models import AuditAction, StaffUser
from registry.parties import Actor
from registry.queries.accounts import SECOND_FACTORS

KEY_NAME_LENGTH = 50
TRIES = Limit("second-factor", timedelta(minutes=15), lambda: settings.SECOND_FACTOR_TRIES)
Type = Authenticator.Type


class CodeNotAccepted(Exception):
    """Wrong, or used already: nobody is told which."""


class TooManyCodes(Exception):
    """So many wrong codes that none is looked at for a quarter of an hour."""


class LastFactor(Exception):
    """An account cannot be without a second factor."""


class HasApp(Exception):
    """There is an app on this account already."""


def use_code(*, user: StaffUser, code: str, at: datetime) -> str:
    """Use up a code of the app or a recovery code, and say of which kind it was.

    Raises CodeNotAccepted or TooManyCodes. A wrong code is counted before it is looked at.
    """
    _count_try(user, at)
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update().filter(user=user, type__in=[Type.TOTP, Type.RECOVERY_CODES])
        used = next((row.type for row in rows.order_by("-type") if _use(row, code, at)), "")
    if not used:
        record_refusal(username=user.username, reason="code", at=at)
        raise CodeNotAccepted("the code was not accepted")
    TRIES.give_back(str(user.pk))
    return str(used)


def use_key(*, user: StaffUser, factor_id: int | None, at: datetime) -> str:
    """Write down that a security key of this account answered rightly, or, without an id, that it did not.

    Raises CodeNotAccepted or TooManyCodes.
    """
    _count_try(user, at)
    found = Authenticator.objects.filter(pk=factor_id, user=user, type=Type.WEBAUTHN)
    if not found.update(last_used_at=at):
        record_refusal(username=user.username, reason="key", at=at)
        raise CodeNotAccepted("the key was not accepted")
    TRIES.give_back(str(user.pk))
    return str(Type.WEBAUTHN)


def add_app(*, user: StaffUser, secret: str, code: str, at: datetime) -> None:
    """Add the app that holds `secret`, which `code` proves. Raises CodeNotAccepted, TooManyCodes or HasApp."""
    _count_try(user, at)
    step = fitting_step(secret, code, at)
    if step is None:
        raise CodeNotAccepted("the code is not of this app")
    TRIES.give_back(str(user.pk))
    with transaction.atomic():
        _lock(user)
        if Authenticator.objects.filter(user=user, type=Type.TOTP).exists():
            raise HasApp("one app is enough")
        data = {"secret": encrypt(secret), "last_step": step}
        _added(Authenticator.objects.create(user=user, type=Type.TOTP, data=data), at)


def add_key(*, user: StaffUser, name: str, credential: dict[str, Any], at: datetime) -> None:
    """Add a security key whose answer was checked by the caller."""
    with transaction.atomic():
        _lock(user)
        _added(WebAuthn.add(user, name[:KEY_NAME_LENGTH] or "Security key", credential).instance, at)


def remove_factor(*, factor_id: int, by: Actor, at: datetime) -> None:
    """Remove one of one's own factors. Raises LastFactor; one that is not there stays away."""
    with transaction.atomic():
        user = StaffUser.objects.select_for_update().get(pk=int(by.id))
        mine = Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS)
        row = mine.filter(pk=factor_id).first()
        if row is None:
            return
        if mine.count() == 1:
            raise LastFactor("an account cannot be without a second factor")
        row.delete()
        audit.record(AuditAction.FACTOR_REMOVED, by=by, at=at, about=("staff", by.id), reason=row.type)


def renew_recovery_codes(*, by: Actor, at: datetime) -> None:
    """Replace all recovery codes, used and unused."""
    with transaction.atomic():
        user = StaffUser.objects.select_for_update().get(pk=int(by.id))
        Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).delete()
        RecoveryCodes.activate(user)
        audit.record(AuditAction.FACTOR_ADDED, by=by, at=at, about=("staff", by.id), reason=Type.RECOVERY_CODES)


def _count_try(user: StaffUser, at: datetime) -> None:
    if not TRIES.allows(str(user.pk)):
        record_refusal(username=user.username, reason="too_many_codes", at=at)
        raise TooManyCodes("too many wrong codes")


def _use(row: Authenticator, code: str, at: datetime) -> bool:
    if row.type == Type.RECOVERY_CODES:
        return bool(row.wrap().validate_code(code))
    step = fitting_step(decrypt(row.data["secret"]), code, at, after=row.data.get("last_step", -1))
    if step is None:
        return False
    row.data["last_step"], row.last_used_at = step, at
    row.save(update_fields=["data", "last_used_at"])
    return True


def _lock(user: StaffUser) -> None:
    """One at a time: two factors added at once must not make two apps or two sets of recovery codes."""
    StaffUser.objects.select_for_update().get(pk=user.pk)


def _added(row: Authenticator, at: datetime) -> None:
    """Write down a new factor, and see that there are recovery codes beside it."""
    by = actor_for(row.user)
    RecoveryCodes.activate(row.user)
    audit.record(AuditAction.FACTOR_ADDED, by=by, at=at, about=("staff", by.id), reason=row.type)

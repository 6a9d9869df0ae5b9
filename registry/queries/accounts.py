"""Reads about staff accounts: who there is, with what roles, second factors and sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet

from registry.encryption import keyed_hash
from registry.models import Role, StaffUser

PAGE_SIZE = 25
# What lets somebody in beside the password. Recovery codes only stand in for one of these.
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class AccountNotFound(Exception):
    """There is no such account."""


class InvitationOver(Exception):
    """No such link, used already, replaced, too old, or its account was suspended: nobody is told which."""


@dataclass(frozen=True)
class Account:
    """One account, as administrators see it."""

    id: int
    public_id: UUID
    username: str
    name: str
    email: str
    roles: tuple[Role, ...]
    is_active: bool
    is_invited: bool
    has_second_factor: bool
    last_seen_at: datetime | None

    @property
    def role_names(self) -> str:
        """Say the roles in words."""
        return ", ".join(role.label for role in self.roles) or "None"

    @property
    def state(self) -> str:
        """Say in words whether the account is in use."""
        if not self.is_active:
            return "Suspended"
        return "Invited" if self.is_invited else "Active"


@dataclass(frozen=True)
class AccountPage:
    """Up to 25 accounts by username. `after` asks for the page behind this one; empty on the last."""

    accounts: Sequence[Account]
    after: str


@dataclass(frozen=True)
class Factor:
    """One second factor of an account."""

    id: int
    type: str
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class OpenSession:
    """One browser in which somebody is signed in."""

    id: int
    began_at: datetime
    seen_at: datetime
    device: str
    is_this: bool


def list_accounts(*, after: str = "") -> AccountPage:
    """Return accounts by username. `after` is the username that the page before ended with."""
    rows = _accounts().filter(username__gt=after).order_by("username")
    found = [_account(row) for row in rows[: PAGE_SIZE + 1]]
    shown = found[:PAGE_SIZE]
    return AccountPage(shown, shown[-1].username if len(found) > PAGE_SIZE else "")


def get_account(public_id: UUID) -> Account:
    """Return one account. Raises AccountNotFound."""
    row = _accounts().filter(public_id=public_id).first()
    if row is None:
        raise AccountNotFound("no such account")
    return _account(row)


def active_user(user_id: int) -> StaffUser | None:
    """Return the account with this id unless it is suspended or gone."""
    return StaffUser.objects.filter(pk=user_id, is_active=True).first()


def invited_user(token: str, *, at: datetime) -> StaffUser:
    """Return whose invitation this is, while it lasts. Raises InvitationOver."""
    found = StaffUser.objects.filter(
        invitation__token_hash=token_hash(token), invitation__expires_at__gt=at, is_active=True
    ).first()
    if found is None:
        raise InvitationOver("this link is over")
    return found


def token_hash(token: str) -> bytes:
    """Return the keyed hash under which an invitation's token is kept."""
    return keyed_hash("invitation", token)


def has_second_factor(user: StaffUser) -> bool:
    """Say whether this account can give a second factor at all."""
    return bool(Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists())


def factors_of(user: StaffUser) -> list[Factor]:
    """Return the app and the security keys of an account, oldest first."""
    rows = Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).order_by("pk")
    return [_factor(row) for row in rows]


def unused_recovery_codes(user: StaffUser) -> list[str]:
    """Return the recovery codes that still work; decrypted, so for their owner's eyes only."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(row.wrap().get_unused_codes()) if row else []


def sessions_of(user: StaffUser, current_key: str) -> list[OpenSession]:
    """Return where the account is signed in now, the newest first."""
    alive = Exists(Session.objects.filter(session_key=OuterRef("session_key")))
    rows = UserSession.objects.filter(alive, user=user).order_by("-last_seen_at", "-pk")
    return [
        OpenSession(
            row.pk, row.created_at, row.last_seen_at, device_in_words(row.user_agent), row.session_key == current_key
        )
        for row in rows
    ]


BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


def device_in_words(user_agent: str) -> str:
    """Say roughly what device this is; browsers call themselves by several names, the most telling first."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "Unknown browser")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return f"{browser} on {system}" if system else browser


def _accounts() -> QuerySet[StaffUser]:
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
    return StaffUser.objects.annotate(has_second_factor=Exists(factor))


def _account(row: StaffUser) -> Account:
    return Account(
        id=row.pk,
        public_id=row.public_id,
        username=row.username,
        name=row.display_name,
        email=row.email,
        roles=tuple(role for role in Role if role in row.roles),
        is_active=row.is_active,
        is_invited=not row.has_usable_password(),
        has_second_factor=row.has_second_factor,  # type: ignore[attr-defined]  # annotated by _accounts
        last_seen_at=row.last_seen_at,
    )


def _factor(row: Authenticator) -> Factor:
    is_app = row.type == Authenticator.Type.TOTP
    name = "Authenticator app" if is_app else row.data["name"]
    return Factor(row.pk, row.type, name, row.created_at, row.last_used_at)

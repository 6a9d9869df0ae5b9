"""The staff of the demonstration: one of each role, with passwords and apps that are no secret."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from registry.actions.accounts.factors import add_app
from registry.app_codes import app_code, step_at
from registry.models import Role, StaffUser


@dataclass(frozen=True)
class DemoStaff:
    """An account for the back office; nothing about it is secret."""

    username: str
    password: str
    display_name: str
    role: Role
    secret: str


@dataclass(frozen=True)
class DemoCode:
    """What an account's app shows now."""

    username: str
    code: str


STAFF = (
    DemoStaff("demo-agent", "copper-lantern-meadow", "Priya Fenwick", Role.AGENT, "MRSW23ZNMFTWK3TUEEQSCIJB"),
    DemoStaff("demo-checker", "walnut-ribbon-harvest", "Tom Aldersey", Role.CHECKER, "MRSW23ZNMNUGKY3LMVZCCIJB"),
    DemoStaff(
        "demo-supervisor", "willow-harbour-thimble", "Grace Adeyemi", Role.SUPERVISOR, "MRSW23ZNON2XAZLSOZUXG33S"
    ),
    DemoStaff("demo-auditor", "pebble-orchard-compass", "Iwan Prosser", Role.AUDITOR, "MRSW23ZNMF2WI2LUN5ZCCIJB"),
    DemoStaff(
        "demo-administrator", "saffron-glacier-button", "Ruth Lindqvist", Role.ADMINISTRATOR, "MRSW23ZNMFSG22LONFZXI4TB"
    ),
)


def write_staff(*, at: datetime) -> None:
    """Make the accounts that are missing. One whose app or password somebody changed since stays as it is."""
    for account in STAFF:
        if not StaffUser.objects.filter(username=account.username).exists():
            _write(account, at)


def current_codes(*, at: datetime) -> list[DemoCode]:
    """Return what the apps of the demonstration show at `at`."""
    return [DemoCode(account.username, app_code(account.secret, step_at(at))) for account in STAFF]


def _write(account: DemoStaff, at: datetime) -> None:
    user = StaffUser.objects.create_user(
        username=account.username,
        password=account.password,
        display_name=account.display_name,
        family_name=account.display_name.partition(" ")[2],
        email=f"{account.username}@example.com",
        roles=[account.role],
    )
    # The app was set up earlier, so that the code that it shows now is still unused.
    then = at - timedelta(minutes=5)
    code = app_code(account.secret, step_at(then))
    add_app(user=user, secret=account.secret, code=code, at=then)

"""Signing in with two factors, one's own account, and the accounts of others."""

import re

from django.urls import reverse

from registry.actions.accounts.administration import NewAccount, invite
from registry.clock import now
from registry.models import Role, StaffUser
from registry.parties import SYSTEM
from tests.support.staff import PASSWORD, give_app, make_staff, signed_in_client
from tests.system import situations as at
from tests.system.state import State
from tests.system.visitor import Visitor

WRONG_CODE = {"code": "000000"}
SLIPS = {"username": "Nia Newcomer", "email": "nia"}


def half_way(visitor: Visitor, name: str, *, with_app: bool) -> str:
    """The right password is given, and nothing else."""
    user = make_staff(Role.AGENT)
    if with_app:
        give_app(user)
    answer = visitor.client.post(reverse("staff:sign-in"), {"username": user.username, "password": PASSWORD})
    assert answer.status_code == 302
    return reverse(name)


def second_factor(visitor: Visitor) -> str:
    return half_way(visitor, "staff:second-factor", with_app=True)


def setting_up(name: str) -> State:
    """One page of the setting up, as somebody without a second factor meets it."""
    return State(f"staff-{name}", f"staff:{name}", lambda v: half_way(v, f"staff:{name}", with_app=False))


def own(name: str) -> State:
    """One page of one's own account."""
    return State(f"staff-{name}", f"staff:{name}", lambda v: with_factors(v, f"staff:{name}"))


def with_factors(visitor: Visitor, name: str) -> str:
    """Signed in, with an app and a session elsewhere."""
    user = make_staff(Role.AGENT)
    give_app(user)
    signed_in_client(user)
    signed_in_client(user, visitor.client)
    return reverse(name)


def sent_to_sign_in(_visitor: Visitor) -> str:
    return reverse("staff:home")


def invitation(_visitor: Visitor) -> str:
    new = NewAccount(f"new.{StaffUser.objects.count()}", "Nia Newcomer", "Newcomer", "nia@example.com", (Role.AGENT,))
    _, link = invite(new=new, by=SYSTEM, at=now())
    return re.sub(r"^https?://[^/]+", "", link)


def invitation_over(_visitor: Visitor) -> str:
    return reverse("staff:invitation", args=["A" * 43])


def somebody(visitor: Visitor, name: str, **more: str) -> str:
    at.signed_in(visitor, "staff:home")
    return reverse(name, kwargs={"public_id": make_staff(Role.AGENT).public_id, **more})


STATES = (
    State("staff-sign-in-sent", "staff:sign-in", sent_to_sign_in),
    State("staff-second-factor", "staff:second-factor", second_factor),
    State("staff-second-factor-wrong", "staff:second-factor", second_factor, WRONG_CODE, 422),
    setting_up("set-up"),
    setting_up("set-up-app"),
    setting_up("set-up-key"),
    own("account"),
    own("confirm"),
    own("second-factors"),
    own("recovery-codes"),
    own("change-password"),
    State("staff-invitation", "staff:invitation", invitation),
    State("staff-invitation-weak", "staff:invitation", invitation, {"new_password": "short", "again": "other"}, 422),
    State("staff-invitation-over", "staff:invitation", invitation_over, status=404),
    State("staff-account-list", "staff:account-list", lambda v: at.signed_in(v, "staff:account-list")),
    State("staff-account-invite", "staff:account-invite", lambda v: at.signed_in(v, "staff:account-invite")),
    State(
        "staff-account-invite-wrong", "staff:account-invite", lambda v: at.signed_in(v, "staff:account-invite"),
        SLIPS, 422,
    ),
    State("staff-account-detail", "staff:account-detail", lambda v: somebody(v, "staff:account-detail")),
    State("staff-account-roles", "staff:account-roles", lambda v: somebody(v, "staff:account-roles")),
    State("staff-account-step", "staff:account-step", lambda v: somebody(v, "staff:account-step", step="suspend")),
)  # fmt: skip

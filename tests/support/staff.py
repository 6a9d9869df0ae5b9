"""Members of staff, and browsers in which they are signed in as the sign-in pages would leave them."""

from datetime import timedelta
from itertools import count

from allauth.usersessions.models import UserSession
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from registry.actions.accounts.factors import add_app
from registry.app_codes import app_code, step_at
from registry.clock import now
from registry.models import Role, StaffUser
from registry.parties import Actor, staff_member
from staff.accounts.sessions import FACTOR, NOTED, PROVED, SEEN, STARTED

PASSWORD = "a long demonstration phrase"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_numbers = count(1)


def make_staff(*roles: Role, **columns) -> StaffUser:
    """Make an account with these roles; its name is nobody else's."""
    number = next(_numbers)
    defaults = {"username": f"staff-{number}", "display_name": f"Sam Staff {number}", "family_name": f"Staff{number}"}
    return StaffUser.objects.create_user(**{"password": PASSWORD, "roles": list(roles)} | defaults | columns)


def as_actor(user: StaffUser) -> Actor:
    """Return the account as actions want it."""
    return staff_member(user.pk)


def signed_in_client(user: StaffUser, client: Client | None = None) -> Client:
    """Return a browser with a session of this account, both factors given, without going through the pages."""
    client = client or Client()
    session = client.session
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.update(dict.fromkeys((STARTED, SEEN, NOTED, FACTOR, PROVED), now().isoformat()))
    session.save()
    UserSession.objects.create(user=user, session_key=session.session_key, ip="203.0.113.7", user_agent="Chrome/1")
    client.cookies["session"] = session.session_key
    return client


def give_app(user: StaffUser, secret: str = SECRET) -> str:
    """Give the account an authenticator app, set up an hour ago, and return its secret."""
    then = now() - timedelta(hours=1)
    add_app(user=user, secret=secret, code=app_code(secret, step_at(then)), at=then)
    return secret


def code_now(secret: str = SECRET, *, later: int = 0) -> str:
    """Return what the app shows now, or some half minutes later."""
    return app_code(secret, step_at(now()) + later)

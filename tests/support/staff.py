"""Members of staff, and browsers in which they are signed in as the sign-in pages would leave them."""

from itertools import count

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from registry.models import ActorKind, Role, StaffUser
from registry.parties import Actor

PASSWORD = "a long demonstration phrase"
_numbers = count(1)


def make_staff(*roles: Role, **columns) -> StaffUser:
    """Make an account with these roles; its name is nobody else's."""
    number = next(_numbers)
    defaults = {"username": f"staff-{number}", "display_name": f"Sam Staff {number}", "family_name": f"Staff{number}"}
    return StaffUser.objects.create_user(**{"password": PASSWORD, "roles": list(roles)} | defaults | columns)


def as_actor(user: StaffUser) -> Actor:
    """Return the account as actions want it."""
    return Actor(ActorKind.STAFF, str(user.pk))


def signed_in_client(user: StaffUser, client: Client | None = None) -> Client:
    """Return a browser with a session of this account, both factors given, without going through the pages."""
    client = client or Client()
    session = client.session
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    client.cookies["session"] = session.session_key
    return client

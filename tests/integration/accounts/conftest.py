"""Members of staff, with apps and without."""

import pytest

from registry.models import AuditEvent, Role
from tests.support.staff import PASSWORD, give_app, make_staff


@pytest.fixture
def agent(db):
    """An agent with an app."""
    user = make_staff(Role.AGENT)
    give_app(user)
    return user


@pytest.fixture
def newcomer(db):
    """Somebody with a password and no second factor yet."""
    return make_staff(Role.AGENT)


@pytest.fixture
def administrator(db):
    user = make_staff(Role.ADMINISTRATOR)
    give_app(user)
    return user


@pytest.fixture
def give_password(client):
    """Send the right password of an account; answers where that leads."""

    def give(user, **more):
        return client.post("/staff/sign-in/", {"username": user.username, "password": PASSWORD, **more})["Location"]

    return give


@pytest.fixture
def happened(db):
    """What the audit holds of one kind: who, about what, why."""

    def read(action):
        rows = AuditEvent.objects.filter(action=action).order_by("pk")
        return list(rows.values_list("actor_kind", "actor_id", "object_id", "reason"))

    return read

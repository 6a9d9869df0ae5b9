"""Agents, callers, and calls brought to where a test begins."""

import pytest

from registry.models import Role
from tests.factories import PersonFactory
from tests.support.calls import Agent
from tests.support.staff import make_staff


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Argon2 is slow on purpose; what it guards is not what these tests look at."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def person(db):
    return PersonFactory()


@pytest.fixture
def agent(db):
    return Agent(make_staff(Role.AGENT))


@pytest.fixture
def checker(db):
    return Agent(make_staff(Role.CHECKER))

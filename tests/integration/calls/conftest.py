"""Agents, callers, and calls brought to where a test begins."""

import pytest

from registry.models import Role
from tests.factories import PersonFactory
from tests.support.calls import Agent
from tests.support.staff import make_staff


@pytest.fixture
def person(db):
    return PersonFactory()


@pytest.fixture
def agent(db):
    return Agent(make_staff(Role.AGENT))


@pytest.fixture
def checker(db):
    return Agent(make_staff(Role.CHECKER))

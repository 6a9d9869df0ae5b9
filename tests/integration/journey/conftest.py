"""People to walk the journey, and a slow hash that is quick here."""

import pytest
from argon2 import PasswordHasher

from registry import one_time_codes
from tests.factories import PersonFactory
from tests.fakes.directory import CountingDirectory
from tests.support.journey import Walk


@pytest.fixture(autouse=True)
def quick_hash(monkeypatch):
    """The same hash at its smallest cost: what is slow on purpose is measured elsewhere."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(one_time_codes, "HASHER", hasher)
    monkeypatch.setattr(one_time_codes, "NOBODYS_HASH", hasher.hash("nobody"))


@pytest.fixture
def person(db):
    return PersonFactory()


@pytest.fixture
def walk(person):
    return Walk(person)


@pytest.fixture
def directory(settings):
    """The local directory, counting who is asked for; can be taken down."""
    CountingDirectory.reset()
    settings.DIRECTORY_GATEWAY = "tests.fakes.directory.CountingDirectory"
    yield CountingDirectory
    CountingDirectory.reset()

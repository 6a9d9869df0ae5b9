"""A service of real processes on a private PostgreSQL and Redis, with a scripted provider on loopback."""

import shutil
import tempfile
import uuid
from pathlib import Path

import pytest
from django.db import connection, connections

from ndop.env import read_database
from tests.fakes.notify_stub import API_KEY, NotifyStub
from tests.faults.harness import Harness
from tests.support.migrated import fill
from tests.support.service import private_service

NOTIFY = "registry.gateways.notify.Notify"


def pytest_collection_modifyitems(items):
    """Those that share a service run in one process, one after the other; there are two, as all of them mostly wait."""
    files = sorted({item.path for item in items if "harness" in getattr(item, "fixturenames", ())})
    for item in items:
        if "harness" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group(f"faults-{files.index(item.path) % 2}"))


@pytest.fixture(scope="session")
def stub():
    with NotifyStub() as made:
        yield made


@pytest.fixture(scope="session")
def private(stub):
    """Servers that tests may kill; each test starts the parts that it needs."""
    folder = Path(tempfile.mkdtemp(prefix="ndop-faults-"))
    with private_service(folder, fill=fill) as made:
        made.environment = {
            "SMS_GATEWAY": NOTIFY,
            "EMAIL_GATEWAY": NOTIFY,
            "LETTER_GATEWAY": NOTIFY,
            "NOTIFY_URL": stub.url,
            "NOTIFY_API_KEY": API_KEY,
            "NOTIFY_SMS_TEMPLATE": str(uuid.UUID(int=3)),
            "NOTIFY_EMAIL_TEMPLATE": str(uuid.UUID(int=4)),
            "PROVIDER_TIMEOUT_SECONDS": "1",
            "MESSAGE_LEASE_SECONDS": "4",
            "CHECK_LEASE_SECONDS": "2",
            "PLAIN_STATIC_FILES": "1",
        }
        yield made
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def harness(private, stub, django_db_blocker):
    """The running service as a test sees it; Django's models in this process read the private database."""
    stub.reset()
    settings = connections.settings["default"]
    before = dict(settings)
    connection.close()
    settings.update(read_database(private.postgres.dsn()) | {"OPTIONS": {"connect_timeout": 3}})
    made = Harness(private, stub)
    with django_db_blocker.unblock():
        made.empty()
        try:
            yield made
        finally:
            made.stop_parts()
            connection.close()
            settings.clear()
            settings.update(before)

"""The real MESH sandbox, once for all tests of a process, and an organisation whose mailbox it has."""

import pytest

from tests.factories.organisations import make_flow, make_organisation
from tests.support.mesh_post import Post
from tests.support.mesh_sandbox import SENDER, sandbox


def pytest_collection_modifyitems(items):
    """All of them in one process: the sandbox takes longer to start than they take to run."""
    for item in items:
        if "running" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("mesh"))


@pytest.fixture(scope="session")
def running(tmp_path_factory):
    """With mutual TLS, as MESH has it."""
    with sandbox(tmp_path_factory.mktemp("mesh"), tls=True) as made:
        yield made


@pytest.fixture
def mesh(running, settings):
    running.reset()
    for name, value in running.settings().items():
        setattr(settings, name, value)
    return running


@pytest.fixture
def trust(transactional_db):
    return make_organisation(mesh_mailbox=SENDER)


@pytest.fixture
def flow(trust):
    return make_flow(trust, name="Asthma study")


@pytest.fixture
def post(mesh, transactional_db, settings, tmp_path):
    settings.MESH_POLL_SECONDS = 0
    settings.CHECKS_DIR = tmp_path / "checks"
    made = Post(mesh)
    yield made
    made.close()

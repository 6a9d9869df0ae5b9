"""The real MESH sandbox, once for all tests of a process, and an organisation whose mailbox it has."""

import pytest

from tests.factories.organisations import make_flow, make_organisation
from tests.support.mesh_sandbox import SENDER, sandbox


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
def trust(db):
    return make_organisation(mesh_mailbox=SENDER)


@pytest.fixture
def flow(trust):
    return make_flow(trust, name="Asthma study")

import pytest

from tests.factories.organisations import make_flow, make_organisation
from tests.support.api import ApiClient, new_key


@pytest.fixture(autouse=True)
def lists_and_results(settings, tmp_path):
    """A check store of its own for each test."""
    settings.CHECKS_DIR = tmp_path / "checks"


@pytest.fixture
def organisation(db):
    return make_organisation(requests_per_minute=10_000)


@pytest.fixture
def flow(organisation):
    return make_flow(organisation, name="Asthma study")


@pytest.fixture
def key(organisation):
    """A live key with all scopes: the row and its secret."""
    return new_key(organisation)


@pytest.fixture
def api(key):
    return ApiClient(key[1])

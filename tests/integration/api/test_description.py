"""What the OpenAPI description promises, tried against the service itself by schemathesis."""

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from portal.api.describe import description
from registry.actions.organisations.keys import NewKey, make_key
from registry.clock import now
from registry.models import ApiScope
from registry.parties import SYSTEM
from tests.factories.organisations import make_flow, make_organisation

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
schema = schemathesis.openapi.from_dict(description())


@pytest.fixture(autouse=True)
def committed(transactional_db, settings, tmp_path):
    """The application opens connections of its own."""
    settings.CHECKS_DIR = tmp_path / "checks"
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture
def secret():
    organisation = make_organisation(requests_per_minute=1_000_000)
    make_flow(organisation, name="Asthma research")
    made = NewKey(name="Tries everything", scopes=tuple(ApiScope))
    return make_key(organisation, made, made_by=None, by=SYSTEM, at=now())[1]


@schema.parametrize()
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_service_keeps_what_its_description_promises(case, secret):
    case.operation.app = WSGIHandler()
    answer = case.call(headers={"Authorization": f"Bearer {secret}"}, base_url="http://localhost")
    assert "x-request-id" in answer.headers  # it came through the whole application
    case.validate_response(answer, checks=list(CHECKS))

"""Two organisations: each call of the one with whatever the other has (T28)."""

import json

import pytest

from registry.actions.checks.running import run_check
from registry.models import Check
from tests.factories.organisations import make_flow, make_organisation
from tests.support.api import ApiClient, new_key, numbers, texts

pytestmark = pytest.mark.django_db(transaction=True)
STRANGE = "00000000-0000-4000-8000-00000000abcd"


@pytest.fixture
def other():
    return ApiClient(new_key(make_organisation())[1])


def said(answer):
    """What was answered, but for the id of the request."""
    body = json.loads(answer.content)
    body.pop("instance", None)
    return answer.status_code, body


def test_T28_nothing_of_one_organisation_exists_for_another(api, other, flow):
    listed_numbers = texts(numbers(12))
    listed = api.check(flow.name, listed_numbers).json()["id"]
    sent = api.send(flow.name, "\n".join(listed_numbers)).json()["id"]
    run_check(Check.objects.get(public_id=sent).pk)
    assert api.get(f"/api/jobs/{sent}/result").status_code == 200
    for one in (listed, sent):
        for what in ("", "/result", "/report", "/receipt"):
            theirs = said(other.get(f"/api/jobs/{one}{what}"))
            assert theirs == said(other.get(f"/api/jobs/{STRANGE}{what}"))
            assert theirs[0] == 404
    assert said(other.get(f"/api/jobs?before={sent}")) == said(other.get(f"/api/jobs?before={STRANGE}"))
    assert other.get("/api/jobs").json() == {"jobs": [], "next": None}
    assert other.get("/api/flows").json() == {"flows": []}
    for name in (flow.name, str(flow.public_id)):
        assert said(other.check(name, listed_numbers)) == said(other.check(STRANGE, listed_numbers))
        assert said(other.send(name, "x")) == said(other.send(STRANGE, "x"))
    assert Check.objects.count() == 2


def test_T28_another_organisations_idempotency_key_is_another(api, flow):
    theirs = make_organisation()
    make_flow(theirs, name=flow.name)
    other = ApiClient(new_key(theirs)[1])
    mine = api.check(flow.name, texts(numbers(12)), **{"Idempotency-Key": "same"})
    answer = other.check(flow.name, texts(numbers(12, start=300)), **{"Idempotency-Key": "same"})
    assert answer.status_code == 200
    assert answer.json()["released"] != mine.json()["released"]
    assert {check.organisation_id for check in Check.objects.all()} == {flow.organisation_id, theirs.pk}

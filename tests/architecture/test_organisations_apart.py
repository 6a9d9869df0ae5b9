"""Organisations never see each other (T28): walked over every address with an id, and over every query's source."""

import ast
import json

import pytest
from django.test import Client

from portal.organisations.access import AnyMember, role_of
from portal.organisations.checks.upload_views import OFFSET
from registry.actions.checks.uploads import NewUpload, begin_upload
from registry.clock import now
from registry.models import OrganisationPerson, OrganisationRole
from registry.parties import organisation_person
from tests.factories.organisations import make_flow, make_member
from tests.support.addresses import SAMPLES, every_address
from tests.support.api import new_key
from tests.support.finished_checks import finished_check
from tests.support.members import member_client
from tests.support.sources import functions, name_of, python_files

SAMPLE = str(SAMPLES["public_id"])
NOBODYS = "00000000-0000-4000-8000-00000000abcd"
ADDRESSES = [address for address in every_address() if address.name.startswith(("organisations:", "api:"))]
WITH_ID = [address for address in ADDRESSES if SAMPLE in address.path]
# To forget what is not there is no error.
GONE_IS_DONE = {"organisations:upload-cancel"}
METHODS = ("get", "head", "post", "put", "delete")
# Rows of one organisation each. A query that finds one by its id must ask for the organisation, or person, too.
OWNED = {"ApiKey", "Check", "DataFlow", "OrganisationPerson", "Upload", "Webhook"}
BY_ID = {"pk", "id", "public_id", "reference"}
OWNERS = {"organisation", "organisation_id", "person", "api_key"}
# By what else a row may be found: the secret that came with the request.
SECRETS = {"session_number", "key_hash"}


def upload_of(owner):
    new = NewUpload(make_flow(owner.organisation), "list.csv", 1000)
    return begin_upload(owner, new, by=organisation_person(owner.pk), at=now())


def check_of(owner):
    return finished_check(owner.organisation)


# Something of the owner's for each kind of id, by the first word of the address's name.
MAKERS = {
    "check": check_of,
    "flow": lambda owner: make_flow(owner.organisation),
    "job": check_of,
    "key": lambda owner: new_key(owner.organisation)[0],
    "person": lambda owner: make_member(owner.organisation),
    "receipt": check_of,
    "report": check_of,
    "result": check_of,
    "upload": upload_of,
}


@pytest.fixture(autouse=True)
def lists_and_results(settings, tmp_path):
    settings.CHECKS_DIR = tmp_path / "checks"


def kind_of(address):
    return address.name.split(":")[1].split("-")[0]


def answers(owner: OrganisationPerson, path):
    """What this person, or their organisation's key, is answered by each method."""
    client = member_client(owner, Client(raise_request_exception=False))
    headers = {OFFSET: "0"}
    if path.startswith("/api/"):
        headers = {"Authorization": f"Bearer {new_key(owner.organisation)[1]}"}
    return {method: said(getattr(client, method)(path, headers=headers)) for method in METHODS}


def said(answer):
    """The status and what stands in the answer, but for the id of the request."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content and answer.headers.get("Content-Type", "").startswith("application/problem+json"):
        content = json.loads(content)
        content.pop("instance", None)
    return answer.status_code, content


def test_T28_every_kind_of_id_has_something_to_try_it_with():
    assert {kind_of(address) for address in WITH_ID} - set(MAKERS) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("address", WITH_ID, ids=lambda address: address.name)
def test_T28_an_id_of_another_organisation_answers_as_one_that_does_not_exist(address):
    owner, stranger = make_member(), make_member()
    row = MAKERS[kind_of(address)](owner)
    before = columns_of(row)
    theirs = address.path.replace(SAMPLE, str(row.public_id))
    refused = answers(stranger, theirs)
    assert refused == answers(stranger, address.path.replace(SAMPLE, NOBODYS))
    assert columns_of(row) == before
    if address.name in GONE_IS_DONE:
        return
    assert {status for status, _ in refused.values()} <= {404, 405}
    # The owner gets something by one of the ways that are refused; else this proves nothing.
    own = answers(owner, theirs)
    assert any(own[method][0] != 404 for method, (status, _) in refused.items() if status == 404)


def columns_of(row):
    return type(row).objects.filter(pk=row.pk).values().get()


@pytest.mark.parametrize(
    "address",
    [a for a in ADDRESSES if a.name.startswith("organisations:") and getattr(a.view, "login_required", True)],
    ids=lambda address: address.name,
)
def test_T28_every_page_for_members_names_its_role(address):
    role = role_of(address.view)
    roles = role if isinstance(role, tuple) else (role,)
    assert roles
    assert all(isinstance(one, OrganisationRole | AnyMember) for one in roles)


def look_ups(path):
    """Each call of filter, get or exclude on a manager of an owned model, with the names it asks for."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"get", "filter"}:
            model = model_of(node.func.value)
            if model in OWNED:
                yield node, {str(word.arg) for word in node.keywords}


def model_of(node):
    """The model at the beginning of a chain such as `Check.objects.select_related(...).filter`."""
    while isinstance(node, ast.Call | ast.Attribute):
        node = node.func if isinstance(node, ast.Call) else node.value
    return getattr(node, "id", "")


def is_apart(asked):
    """By id only together with an owner or a secret."""
    return not asked & BY_ID or bool(asked & (OWNERS | SECRETS))


def test_T28_no_query_finds_a_row_of_an_organisation_by_its_id_alone():
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files("registry/queries")
        for node, asked in look_ups(path)
        if not is_apart(asked)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("asked", "apart"),
    [
        ({"public_id"}, False),
        ({"public_id", "organisation"}, True),
        ({"pk", "session_number"}, True),
        ({"state"}, True),
    ],
)
def test_the_rule_of_look_ups_tells_them_apart(asked, apart):
    assert is_apart(asked) == apart


def test_T28_reads_of_an_organisations_rows_take_it_or_its_person_first():
    firsts = {
        f"{name_of(path)}:{node.name}": node.args.args[0].arg
        for path in python_files("registry/queries")
        for node in functions(path)
        if not node.name.startswith("_") and node.name.endswith("_of") and node.args.args
        if path.stem in {"checks", "uploads", "api_keys", "organisations", "webhooks"}
    }
    assert len(firsts) > 5
    assert set(firsts.values()) <= {"organisation", "person"}

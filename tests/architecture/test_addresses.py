"""Every address: public by an explicit list or closed to strangers; changes only by POST that comes from our page."""

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from registry.models import Role
from tests.factories.organisations import make_member
from tests.support.addresses import every_address
from tests.support.members import member_client
from tests.support.staff import make_staff, signed_in_client

pytestmark = pytest.mark.django_db
PUBLIC = {
    "healthz", "readyz",
    "pages:start", "pages:nhs-number", "pages:how-information-is-used", "pages:where-your-choice-does-not-apply",
    "pages:other-ways", "pages:form", "pages:form-self", "pages:someone-else", "pages:privacy", "pages:cookies",
    "pages:accessibility", "pages:robots",
    "guidance:home", "guidance:page", "guidance:section", "guidance:glossary", "guidance:style",
    "guidance:what-changed", "guidance:feed", "guidance:useful", "guidance:useful-thanks",
    "guidance:applies", "guidance:applies-question", "guidance:applies-answer", "guidance:applies-table",
    "guidance:applies-record", "guidance:search", "guidance:suggestions",
    "guidance:materials", "guidance:material-checksums", "guidance:material-pack", "guidance:material-preview",
    "guidance:material-file", "guidance:website-paragraph", "guidance:make-it-yours",
    "choice:question", "choice:new-code", "choice:saved", "choice:stay", "choice:end", "choice:ended",
    "choice:assisted",
    "demo:post-room", "demo:post-room-item", "demo:post-room-email", "demo:post-room-letter", "demo:staff-codes",
    "staff:sign-in", "staff:second-factor", "staff:set-up", "staff:set-up-app", "staff:set-up-key", "staff:stay",
    "staff:invitation",
    "organisations:sign-in", "organisations:stay", "organisations:second-factor", "organisations:set-up",
    "organisations:invitation", "organisations:receipts", "receipt-keys",
    "api:docs", "api:openapi",
}  # fmt: skip
# These ask for an organisation's key with every call, and know no session.
CALLED_WITH_A_KEY = {
    "api:checks", "api:jobs", "api:job", "api:result", "api:report", "api:receipt", "api:flows", "api:limits",
}  # fmt: skip
# These only ever change something.
POST_ONLY = {
    "guidance:useful",
    "choice:stay", "choice:end", "choice:new-code", "staff:sign-out",
    "staff:assign", "staff:give-back", "staff:give-back-task", "staff:take-next", "staff:take-task",
    "staff:call-link", "staff:call-website", "organisations:sign-out", "organisations:stay",
    "organisations:end-sessions", "organisations:flow-archive", "organisations:upload-begin",
    "organisations:upload-finish", "organisations:upload-cancel", "organisations:webhook-remove",
}  # fmt: skip
ADDRESSES = every_address()
METHODS = ["get", "post", "head", "put", "delete", "patch", "options"]
by_name = pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)


def is_public(address):
    return not getattr(address.view, "login_required", True)


def rows_of_every_table():
    counts = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(
                f"SELECT count(*), coalesce(sum(hashtext(t::text)::bigint), 0) FROM {model._meta.db_table} t"
            )
            counts[model._meta.label] = cursor.fetchone()
    return counts


def test_addresses_have_names_of_their_own():
    names = [address.name for address in ADDRESSES]
    assert len(names) == len(set(names))


def test_T20_public_addresses_are_these_and_no_others():
    assert {address.name for address in ADDRESSES if is_public(address)} == PUBLIC | CALLED_WITH_A_KEY


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "address", [a for a in ADDRESSES if a.name not in PUBLIC | CALLED_WITH_A_KEY], ids=lambda address: address.name
)
def test_I08_every_other_address_sends_a_stranger_to_sign_in(client, address, method):
    response = getattr(client, method)(address.path)
    assert response.status_code == 302
    sign_in = "organisations:sign-in" if address.name.startswith("organisations:") else "staff:sign-in"
    assert response["Location"].split("?")[0] == reverse(sign_in)


@pytest.mark.parametrize("name", sorted(CALLED_WITH_A_KEY))
def test_I08_the_api_asks_every_stranger_for_a_key(client, name):
    address = next(address for address in ADDRESSES if address.name == name)
    before = rows_of_every_table()
    answers = [getattr(client, method)(address.path) for method in METHODS]
    assert {answer.status_code for answer in answers} <= {401, 405}
    assert 401 in {answer.status_code for answer in answers}
    assert {answer["Content-Type"] for answer in answers} == {"application/problem+json"}
    assert not client.cookies
    assert rows_of_every_table() == before


@by_name
@pytest.mark.parametrize("method", ["get", "head"])
def test_T12_reading_changes_nothing(client, address, method):
    before = rows_of_every_table()
    response = getattr(client, method)(address.path)
    assert rows_of_every_table() == before
    assert response.status_code < 500 or address.name == "readyz"
    if address.name in POST_ONLY and address.name in PUBLIC:
        assert response.status_code in {302, 405}


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a.name in POST_ONLY], ids=lambda address: address.name)
def test_T12_addresses_that_change_something_refuse_get(client, address):
    if address.name.startswith("organisations:"):
        member_client(make_member(), client)
    else:
        signed_in_client(make_staff(*Role.values, password=None), client)
    assert client.get(address.path).status_code in {302, 405}
    if address.name != "choice:new-code":
        assert client.get(address.path).status_code == 405


FORGERIES = {
    "without a token": {"data": {"a": "b"}},
    "from another origin": {"HTTP_ORIGIN": "https://elsewhere.example"},
    "as plain text": {"content_type": "text/plain", "data": "x"},
    "with a made-up token": {"data": {"csrfmiddlewaretoken": "x" * 64}},
}


@by_name
def test_T12_a_post_that_did_not_come_from_our_page_changes_nothing(address):
    before = rows_of_every_table()
    for forgery, options in FORGERIES.items():
        response = Client(enforce_csrf_checks=True).post(address.path, **options)
        assert response.status_code in ({401, 405} if address.name in CALLED_WITH_A_KEY else {403, 405}), forgery
    assert rows_of_every_table() == before

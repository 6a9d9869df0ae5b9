import re
from datetime import timedelta

import pytest
from django.urls import reverse

from registry.actions.organisations.keys import revoke_key
from registry.clock import now
from registry.models import ApiKey, OrganisationRole, Webhook
from registry.parties import organisation_person
from tests.factories.organisations import make_member, make_organisation
from tests.support.api import ApiClient, new_key
from tests.support.members import member_client

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"ndo_(?:live|test)_[A-Za-z0-9_-]{43}")
KEY = {"name": "Night run", "kind": "live", "scopes": ["check"], "lasts": "90"}


@pytest.fixture
def manager(organisation):
    return member_client(make_member(organisation))


def address(name, key=None):
    return reverse(f"organisations:{name}", args=[key.public_id] if key else [])


def test_key_is_shown_once_and_works(manager, organisation):
    page = manager.post(address("key-new"), KEY)
    [secret] = SECRET.findall(page.content.decode())
    assert ApiClient(secret).get("/api/limits").status_code == 200
    key = ApiKey.objects.get()
    assert (key.organisation, key.scopes, key.is_test) == (organisation, ["check"], False)
    assert timedelta(days=89) < key.expires_at - now() <= timedelta(days=90)
    listed = manager.get(address("key-list")).content.decode()
    assert secret not in listed
    assert key.hint in listed
    assert secret not in str(dict(manager.session))
    assert page["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"name": ""}, "name", "Enter a name for the key"),
        ({"kind": "other"}, "kind", "Select a valid choice"),
        ({"scopes": []}, "scopes", "Select what the key may do"),
        ({"networks": "192.0.2.0/24\nnowhere"}, "networks", "Enter each network on a line of its own"),
        ({"certificate": "xyz"}, "certificate", "The fingerprint must be 64"),
    ],
)
def test_key_that_is_described_wrongly_is_not_made(manager, typed, field, words):
    page = manager.post(address("key-new"), KEY | typed)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "<title>Error: " in page.content.decode()
    assert not ApiKey.objects.exists()


def test_networks_and_certificate_are_kept_in_one_spelling(manager):
    typed = {"networks": " 192.0.2.7/24 \n\n2001:db8::1\n", "certificate": ":".join(["AB"] * 32)}
    manager.post(address("key-new"), KEY | typed)
    key = ApiKey.objects.get()
    assert key.networks == ["192.0.2.0/24", "2001:db8::1/128"]
    assert key.certificate_sha256 == "ab" * 32


def test_key_is_replaced_without_a_gap(manager, organisation):
    old, old_secret = new_key(organisation)
    page = manager.post(address("key-rotate", old)).content.decode()
    [secret] = SECRET.findall(page)
    assert {ApiClient(one).get("/api/limits").status_code for one in (secret, old_secret)} == {200}
    revoke_key(organisation, old.public_id, by=organisation_person(1), at=now())
    again = manager.post(address("key-rotate", old))
    assert again.status_code == 409
    assert ApiKey.objects.count() == 2


def test_key_is_revoked_at_once(manager, organisation):
    key, secret = new_key(organisation)
    assert manager.get(address("key-revoke", key)).status_code == 200
    assert ApiClient(secret).get("/api/limits").status_code == 200
    assert manager.post(address("key-revoke", key))["Location"] == address("key-list")
    assert ApiClient(secret).get("/api/limits").status_code == 401


def test_T28_keys_of_another_organisation_do_not_exist(manager):
    other = make_organisation()
    key, secret = new_key(other)
    Webhook.objects.create(organisation=other, url="https://other.example.com/", secret="x")
    for name in ("key-rotate", "key-revoke"):
        assert manager.get(address(name, key)).status_code == 404
        assert manager.post(address(name, key)).status_code == 404
    listed = manager.get(address("key-list")).content.decode()
    assert key.hint not in listed
    assert "other.example.com" not in listed
    manager.post(address("webhook-remove"))
    assert Webhook.objects.get().removed_at is None
    assert ApiClient(secret).get("/api/limits").status_code == 200


def test_only_managers_open_pages_of_keys(organisation):
    key, _ = new_key(organisation)
    others = member_client(make_member(organisation, OrganisationRole.CHECK, OrganisationRole.RECEIPTS))
    for name, which in (("key-list", None), ("key-new", None), ("key-rotate", key), ("webhook", None)):
        assert others.get(address(name, which)).status_code == 403
        assert others.post(address(name, which)).status_code == 403
    assert ApiKey.objects.get().revoked_at is None


def test_address_to_call_is_set_shown_and_removed(manager, organisation):
    page = manager.post(address("webhook"), {"url": "http://127.0.0.1:9/told"})
    assert re.search(r"whsec_[A-Za-z0-9+/=]{44}", page.content.decode())
    assert "http://127.0.0.1:9/told" in manager.get(address("key-list")).content.decode()
    manager.post(address("webhook"), {"url": "http://127.0.0.1:9/other"})
    assert Webhook.objects.get(removed_at=None).url == "http://127.0.0.1:9/other"
    manager.post(address("webhook-remove"))
    assert not Webhook.objects.filter(removed_at=None).exists()


@pytest.mark.parametrize("url", ["", "nonsense", "ftp://example.com", "https://169.254.169.254/latest"])
def test_T37_address_inside_is_refused(manager, url, settings):
    settings.NDOP_DEMO = False
    page = manager.post(address("webhook"), {"url": url})
    assert page.status_code == 422
    assert not Webhook.objects.exists()


def test_page_for_programmers_draws_every_operation(client):
    page = client.get(reverse("api:docs")).content.decode()
    for name in ("checkList", "sendFile", "readJob", "fetchResult", "fetchReport", "fetchReceipt", "listFlows"):
        assert f'id="{name}"' in page
    assert "<script src=" not in page
    described = client.get(reverse("api:openapi")).json()
    assert described["openapi"] == "3.1.0"
    assert "session" not in client.cookies

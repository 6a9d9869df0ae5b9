"""The first page offers what each person may do, and each offer opens."""

import re

import pytest
from django.urls import reverse

from portal.organisations.accounts.home import OFFERS
from portal.organisations.navigation import PLACES
from registry.models import OrganisationRole
from tests.factories.organisations import MEMBER_PASSWORD, make_member
from tests.support.addresses import every_address
from tests.support.members import give_app, member_client

pytestmark = pytest.mark.django_db
ROLES = list(OrganisationRole)


def links(client):
    main = client.get("/organisations/").content.decode().partition("<main")[2]
    return re.findall(r'<h2[^>]*><a[^>]*href="([^"]+)"', main.partition("</main>")[0])


@pytest.mark.parametrize("role", ROLES)
def test_every_offer_and_place_of_a_role_opens(role):
    client = member_client(make_member(None, role))
    offered = links(client)
    assert offered
    places = re.findall(r'ndop-places__link" href="([^"]+)"', client.get("/organisations/").content.decode())
    assert [client.get(url).status_code for url in offered + places] == [200] * len(offered + places)


def test_offers_are_those_of_the_role_alone():
    offered = links(member_client(make_member(None, OrganisationRole.RECEIPTS)))
    assert reverse("organisations:check-list") in offered
    for name in ("check-new", "person-list", "key-list", "flow-list"):
        assert reverse(f"organisations:{name}") not in offered


def test_somebody_without_a_role_is_told_whom_to_ask():
    person = make_member()
    person.roles = []
    person.save()
    client = member_client(person)
    assert set(links(client)) == {reverse(f"organisations:{name}") for name in ("receipts", "test-mode")}
    assert "Ask whoever manages people in your organisation" in client.get("/organisations/").content.decode()


def test_every_place_is_offered_on_the_first_page_too():
    offered = {offer.url_name for offer in OFFERS}
    assert {name for _, name, _ in PLACES} - offered == {"organisations:home"}


def test_T21_no_page_opens_with_the_password_alone(client):
    person = make_member()
    give_app(person)
    client.post("/organisations/sign-in/", {"email": person.email, "password": MEMBER_PASSWORD})
    kept = dict(client.session.items())
    inside = [a for a in every_address() if a.name.startswith("organisations:")]
    inside = [a for a in inside if getattr(a.view, "login_required", True)]
    assert len(inside) > 20
    for address in inside:
        for method in (client.get, client.post):
            answer = method(address.path)
            assert (answer.status_code, answer.headers["Location"][:23]) == (302, "/organisations/sign-in/"), address
    assert dict(client.session.items()) == kept


def test_T21_the_set_up_page_opens_to_nobody_who_has_an_app(client):
    person = make_member()
    give_app(person)
    client.post("/organisations/sign-in/", {"email": person.email, "password": MEMBER_PASSWORD})
    answer = client.get("/organisations/set-up/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/organisations/second-factor/")

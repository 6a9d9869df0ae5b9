"""Members of staff who look people up, and the people."""

from datetime import date

import pytest
from django.urls import reverse

from registry.models import AuditEvent, Role
from tests.factories import PersonFactory
from tests.support.markup import elements
from tests.support.staff import make_staff, signed_in_client

SEARCH = "/staff/people/"


@pytest.fixture
def agent(db):
    return make_staff(Role.AGENT)


@pytest.fixture
def supervisor(db):
    return make_staff(Role.SUPERVISOR)


@pytest.fixture
def bench(supervisor):
    """The supervisor's browser."""
    return signed_in_client(supervisor)


@pytest.fixture
def desk(agent):
    """The agent's browser."""
    return signed_in_client(agent)


@pytest.fixture
def person(db):
    return PersonFactory(
        given_names="Ada May",
        family_name="Lovell-Quist",
        date_of_birth=date(1951, 3, 9),
        address_lines=["17 Wren Passage", "Leeds"],
        postcode="LS7 3QQ",
        email="ada.quist@example.com",
        mobile="07700 900417",
    )


PERSONAL = ("Ada May", "9 March 1951", "Wren Passage", "LS7 3QQ", "ada.quist", "900417")


def born(day: date) -> dict[str, str]:
    return {f"date_of_birth_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def search(client, **typed):
    """Send the search form."""
    return client.post(reverse("staff:people-search"), {"reason": "complaint", **typed})


def links(answer):
    """The addresses of the people who were found."""
    found = [link.get("href", "") for link in elements(answer.content.decode(), "a")]
    return [href for href in found if href.startswith(SEARCH) and href != SEARCH]


def find(client, person, **typed):
    """Search for one person by number and give the address of their page."""
    answer = search(client, nhs_number=person.nhs_number.digits, **typed)
    assert answer.status_code == 200
    [link] = links(answer)
    return link


def events(action):
    return list(AuditEvent.objects.filter(action=action).order_by("pk"))

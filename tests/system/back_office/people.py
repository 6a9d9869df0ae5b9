"""Finding a person, and their page."""

import re

from registry.models import FlagKind, PersonFlag, StaffUser
from tests.factories import DemographicsFactory, PersonFactory, PreferenceFactory
from tests.system import situations as at
from tests.system.state import State
from tests.system.visitor import NO, YES, Visitor

PERSON_LINK = re.compile(r'href="(/staff/people/[0-9a-f-]{36}/)"')


def search(visitor: Visitor) -> str:
    return at.signed_in(visitor, "staff:people-search")


def person(visitor: Visitor) -> str:
    """The page of someone who chose twice."""
    someone = DemographicsFactory(nhs_number=visitor.person.nhs_number)
    for status in (NO, YES):
        PreferenceFactory(person=someone, status=status)
    address = search(visitor)
    member = StaffUser.objects.latest("pk")
    PersonFlag.objects.create(nhs_number=visitor.person.nhs_number, kind=FlagKind.POST_RETURNED, raised_by=member)
    answer = visitor.client.post(address, {"nhs_number": visitor.number, "reason": "complaint"})
    found = PERSON_LINK.search(answer.content.decode())
    assert found
    return found[1]


def contact(visitor: Visitor) -> str:
    return f"{person(visitor)}contact/"


def mistaken(visitor: Visitor) -> str:
    return f"{person(visitor)}reverse/"


def born_alike(visitor: Visitor) -> str:
    """Two people whom one search finds."""
    for given in ("Ada May", "Bo"):
        PersonFactory(given_names=given, family_name="Lovell-Quist", date_of_birth=visitor.person.date_of_birth)
    return search(visitor)


ALIKE = {
    "family_name": "Lovell-Quist",
    "date_of_birth_day": "17",
    "date_of_birth_month": "5",
    "date_of_birth_year": "1980",
    "reason": "complaint",
}
STATES = (
    State("staff-people-search", "staff:people-search", search),
    State("staff-people-search-empty", "staff:people-search", search, {}, 422),
    State("staff-people-found", "staff:people-search", born_alike, ALIKE),
    State("staff-person", "staff:person-detail", person),
    State("staff-person-contact", "staff:person-contact", contact, {"reason": "complaint"}),
    State("staff-person-reverse-empty", "staff:person-reverse", mistaken, {}, 422),
)

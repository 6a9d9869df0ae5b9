"""What an address of a found person leads to, and for whom."""

from datetime import timedelta

from registry.actions.person_views import Grounds
from registry.clock import now
from registry.queries.people_search import LookUpReason
from staff.people.handles import LASTS, MOST_KEPT, Handle, find, keep
from tests.factories import make_nhs_number

HANDLE = Handle(make_nhs_number(0), Grounds(LookUpReason.OTHER, "asked by post", "12345-C"))


def test_T17_an_address_leads_its_maker_to_the_person_and_the_reason(db):
    session, at = {}, now()
    public_id = keep(session, HANDLE, staff="7", at=at)
    assert find(session, public_id, staff="7", at=at) == HANDLE
    assert find(session, public_id, staff="8", at=at) is None
    assert find({}, public_id, staff="7", at=at) is None
    assert find(session, public_id, staff="7", at=at + LASTS - timedelta(seconds=1)) == HANDLE
    assert find(session, public_id, staff="7", at=at + LASTS) is None


def test_T17_only_the_newest_hundred_addresses_are_kept(db):
    session, at = {}, now()
    made = [keep(session, HANDLE, staff="7", at=at) for _ in range(MOST_KEPT + 1)]
    assert find(session, made[0], staff="7", at=at) is None
    assert find(session, made[1], staff="7", at=at) == HANDLE

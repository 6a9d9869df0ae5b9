"""How long a staff session lasts: 15 minutes without a page, 12 hours at most (D3)."""

from datetime import timedelta

import pytest

from tests.support.addresses import every_address


def minutes(count):
    return timedelta(minutes=count)


@pytest.fixture
def start(signed_in, database_clock):
    signed_in.get("/staff/")
    return signed_in


def test_session_goes_on_just_before_the_idle_limit(start, database_clock):
    database_clock.move(minutes(14))
    assert start.get("/staff/").status_code == 200
    database_clock.move(minutes(14))
    assert start.get("/staff/").status_code == 200


def test_session_ends_at_the_idle_limit(start, database_clock):
    database_clock.move(minutes(15))
    assert start.get("/staff/")["Location"] == "/staff/sign-in/?next=/staff/"
    assert not dict(start.session)


def test_session_ends_after_twelve_hours_of_work(start, database_clock):
    statuses = []
    for _ in range(52):
        database_clock.move(minutes(14))
        statuses.append(start.get("/staff/").status_code)
    assert statuses == [200] * 51 + [302]


def test_session_does_not_watch_pages_that_are_for_everyone(start, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert start.get("/privacy/").status_code == 200


STAFF = [address for address in every_address() if address.name.startswith("staff:")]


@pytest.mark.parametrize("address", STAFF, ids=lambda address: address.name)
def test_no_staff_page_is_kept_by_anyone(signed_in, address):
    answer = signed_in.get(address.path)
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"

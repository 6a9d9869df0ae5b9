"""The first page after signing in: what waits for whoever it is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import CaseState, Role
from tests.integration.work.conftest import NOON
from tests.support.staff import make_staff, signed_in_client

HOME = "/staff/"


def words(client):
    return " ".join(client.get(HOME).content.decode().split())


def test_home_shows_what_is_open_with_me_then_what_is_assigned_to_me(midday, as_agent, agent, other_agent, make_case):
    assigned = make_case(waited=12, assigned_to=agent)
    held = make_case(waited=2, claimed_by=agent, claimed_until=NOON + timedelta(minutes=9))
    ended = make_case(claimed_by=agent, claimed_until=NOON)
    theirs = make_case(waited=15, assigned_to=other_agent)
    html = words(as_agent)
    assert 0 < html.index(held.reference) < html.index(assigned.reference)
    assert ended.reference not in html
    assert theirs.reference not in html
    assert "Forms that wait: 4" in html
    assert "Late: 1</a>" in html
    assert "Due soon: 1</a>" in html


def test_home_counts_only_what_its_reader_works_on(midday, as_agent, make_case):
    make_case(state=CaseState.TO_CHECK)
    assert "Forms that wait: 0" in words(as_agent)
    assert "Forms that wait: 1" in words(signed_in_client(make_staff(Role.CHECKER)))


@pytest.mark.parametrize(
    ("role", "takes", "sees", "does"),
    [
        (Role.AGENT, True, True, True),
        (Role.CHECKER, True, True, False),
        (Role.SUPERVISOR, False, True, True),
        (Role.AUDITOR, False, False, False),
        (Role.ADMINISTRATOR, False, False, False),
    ],
)
@pytest.mark.usefixtures("midday")
def test_home_offers_each_role_its_work_and_no_other(role, takes, sees, does):
    html = words(signed_in_client(make_staff(role)))
    assert ("Take the next form" in html) is takes
    assert ("Forms that wait" in html) is sees
    assert ("Tasks that wait" in html) is does


def test_home_costs_the_same_queries_with_much_and_with_little(midday, as_agent, agent, make_cases):
    costs = []
    for number in (1, 60):
        make_cases([1] * number, assigned_to=agent)
        as_agent.get(HOME)
        with CaptureQueriesContext(connection) as found:
            html = as_agent.get(HOME).content.decode()
        costs.append(len(found))
    assert costs[0] == costs[1]
    assert html.count('<th scope="row"') == 25

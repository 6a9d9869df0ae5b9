"""A room with forms that wait."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from django.conf import settings

from registry.models import ArrivedBy, Case, CaseState, FormType, Role
from tests.support.staff import make_staff, signed_in_client

TODAY = date(2027, 2, 17)
NOON = datetime(2027, 2, 17, 12, tzinfo=UTC)
_numbers = count(50_000)


@pytest.fixture
def midday(database_clock):
    """A Wednesday, at midday."""
    database_clock.stop_at(NOON)
    return NOON


@pytest.fixture
def agent(db):
    return make_staff(Role.AGENT, display_name="Priya Fenwick")


@pytest.fixture
def other_agent(db):
    return make_staff(Role.AGENT, display_name="Tom Okafor")


@pytest.fixture
def checker(db):
    return make_staff(Role.CHECKER, display_name="Ines Whitlock")


@pytest.fixture
def supervisor(db):
    return make_staff(Role.SUPERVISOR, display_name="Gwen Harker")


@pytest.fixture
def as_agent(agent):
    return signed_in_client(agent)


@pytest.fixture
def as_supervisor(supervisor):
    return signed_in_client(supervisor)


def new_case(logged_by, *, waited=1, state=CaseState.TO_ENTER, **columns):
    """A form that came `waited` days ago, as a row."""
    received_on = TODAY - timedelta(days=waited)
    defaults = {
        "reference": f"{next(_numbers)}-C",
        "form_type": FormType.SELF,
        "arrived_by": ArrivedBy.POST,
        "received_on": received_on,
        "due_on": received_on + timedelta(days=settings.PROCESS_WITHIN_DAYS),
        "logged_by": logged_by,
        "state": state,
    }
    return Case(**defaults | columns)


@pytest.fixture
def make_case(agent):
    """Store one form."""

    def make(**columns):
        case = new_case(columns.pop("logged_by", agent), **columns)
        case.save()
        return case

    return make


@pytest.fixture
def make_cases(agent):
    """Store many forms at once, one for each number of days waited."""

    def make(waited, **columns):
        return Case.objects.bulk_create([new_case(agent, waited=days, **columns) for days in waited])

    return make

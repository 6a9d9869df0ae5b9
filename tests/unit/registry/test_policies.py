from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.models import ProxyRole, Source
from registry.parties import Patient, Proxy
from registry.policies import (
    CannotChoose,
    OldEnoughToDecide,
    PersonHasDied,
    ProxyNotAllowed,
    UnderAge,
    age_on,
    check_may_choose,
)
from tests.factories import DemographicsFactory

NOON = datetime(2027, 6, 15, 12, tzinfo=UTC)
CHILD = date(2020, 1, 1)
TEENAGER = date(2013, 1, 1)
ADULT = date(1980, 1, 1)


def refusal(born, party, source, at=NOON, **person):
    try:
        check_may_choose(DemographicsFactory(date_of_birth=born, **person), party, source, at)
    except CannotChoose as refused:
        return type(refused)
    return None


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2014, 6, 15), date(2027, 6, 14), 12),
        (date(2014, 6, 15), date(2027, 6, 15), 13),
        (date(2012, 2, 29), date(2025, 2, 28), 12),
        (date(2012, 2, 29), date(2025, 3, 1), 13),
        (date(2012, 2, 29), date(2024, 2, 28), 11),
        (date(2012, 2, 29), date(2024, 2, 29), 12),
        (date(2014, 12, 31), date(2028, 1, 1), 13),
    ],
)
def test_age_counts_completed_years(born, day, age):
    assert age_on(born, day) == age


@given(st.dates(date(1900, 1, 1), date(2027, 1, 1)), st.integers(0, 40_000))
def test_age_never_falls_and_grows_by_one_at_most(born, days):
    day = date.fromordinal(born.toordinal() + days)
    following = date.fromordinal(day.toordinal() + 1)
    assert 0 <= age_on(born, following) - age_on(born, day) <= 1


@pytest.mark.parametrize(
    ("born", "at", "expected"),
    [
        # 23:30 UTC on 14 June is already 15 June in London, in summer time.
        (date(2014, 6, 15), datetime(2027, 6, 14, 22, 59, 59, tzinfo=UTC), UnderAge),
        (date(2014, 6, 15), datetime(2027, 6, 14, 23, 0, 0, tzinfo=UTC), None),
        # In winter London and UTC agree.
        (date(2014, 1, 15), datetime(2027, 1, 14, 23, 59, 59, tzinfo=UTC), UnderAge),
        (date(2014, 1, 15), datetime(2027, 1, 15, 0, 0, 0, tzinfo=UTC), None),
        (date(2012, 2, 29), datetime(2025, 2, 28, 12, tzinfo=UTC), UnderAge),
        (date(2012, 2, 29), datetime(2025, 3, 1, 0, tzinfo=UTC), None),
    ],
)
def test_patient_may_choose_from_the_london_day_they_turn_thirteen(born, at, expected):
    assert refusal(born, Patient(), Source.ONLINE, at) is expected


@pytest.mark.parametrize("source", Source)
@pytest.mark.parametrize(("born", "expected"), [(CHILD, UnderAge), (TEENAGER, None), (ADULT, None)])
def test_patient_may_choose_by_any_channel_if_old_enough(source, born, expected):
    assert refusal(born, Patient(), source) is expected


PAPER_OR_PHONE = {Source.PAPER, Source.CALL_CENTRE}


def expected_for_proxy(role, source, born):
    if source not in PAPER_OR_PHONE:
        return ProxyNotAllowed
    if role == ProxyRole.GUARDIAN:
        return None if born == CHILD else OldEnoughToDecide
    if role == ProxyRole.CLINICIAN:
        return None if source == Source.PAPER else ProxyNotAllowed
    return None


@pytest.mark.parametrize("born", [CHILD, TEENAGER, ADULT])
@pytest.mark.parametrize("source", Source)
@pytest.mark.parametrize("role", ProxyRole)
def test_proxy_may_act_as_the_table_says(role, source, born):
    assert refusal(born, Proxy(role, "Pat Proxy"), source) is expected_for_proxy(role, source, born)


def test_proxy_guardian_until_the_london_midnight_of_the_thirteenth_birthday():
    guardian = Proxy(ProxyRole.GUARDIAN, "Pat Proxy")
    born = date(2014, 6, 15)
    assert refusal(born, guardian, Source.PAPER, datetime(2027, 6, 14, 22, 59, 59, tzinfo=UTC)) is None
    assert refusal(born, guardian, Source.PAPER, datetime(2027, 6, 14, 23, tzinfo=UTC)) is OldEnoughToDecide


@pytest.mark.parametrize("name", ["", "   ", "\u00a0"])
def test_proxy_without_a_name_is_refused(name):
    assert refusal(ADULT, Proxy(ProxyRole.POWER_OF_ATTORNEY, name), Source.PAPER) is ProxyNotAllowed


@pytest.mark.parametrize("party", [Patient(), Proxy(ProxyRole.POWER_OF_ATTORNEY, "Pat Proxy")])
def test_nobody_may_choose_for_someone_who_has_died(party):
    assert refusal(ADULT, party, Source.PAPER, date_of_death=date(2026, 1, 1)) is PersonHasDied


def test_proxy_never_shows_a_name_in_its_readable_form():
    assert "Pat" not in repr(Proxy(ProxyRole.POWER_OF_ATTORNEY, "Pat Proxy", "pat@example.com"))

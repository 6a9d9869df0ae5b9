"""Twenty people who press the button in the same instant."""

import pytest

from registry.actions.claims import CannotClaim, claim, take_next
from registry.models import Case, Role
from tests.integration.work.conftest import NOON
from tests.support.crowds import all_at_once
from tests.support.staff import as_actor, make_staff

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 20


def taking(user):
    return lambda: take_next(by=as_actor(user), at=NOON)


def test_twenty_at_once_get_twenty_forms_and_no_form_twice(make_cases):
    people = [make_staff(Role.AGENT, password=None) for _ in range(PEOPLE)]
    make_cases([days % 7 for days in range(60)])
    for wanted in (20, 20, 20, 0):
        before = set(Case.objects.filter(claimed_by=None).values_list("pk", flat=True))
        taken = all_at_once([taking(user) for user in people])
        assert [error for error in taken if isinstance(error, Exception)] == []
        got = [case.pk for case in taken if case]
        assert len(got) == len(set(got)) == wanted
        assert set(got) <= before


def test_twenty_at_once_share_what_is_left_without_a_miss(make_cases):
    people = [make_staff(Role.AGENT, password=None) for _ in range(PEOPLE)]
    for _ in range(10):
        made = make_cases([1, 2, 3])
        taken = [case for case in all_at_once([taking(user) for user in people]) if case]
        assert {case.pk for case in taken} == {case.pk for case in made}


def test_one_form_claimed_by_twenty_at_once_has_one_holder(make_case):
    people = [make_staff(Role.AGENT, password=None) for _ in range(PEOPLE)]
    case = make_case()
    claims = [lambda user=user: claim(Case, case.public_id, by=as_actor(user), at=NOON) for user in people]
    results = all_at_once(claims)
    assert sum(isinstance(result, CannotClaim) for result in results) == PEOPLE - 1
    case.refresh_from_db()
    assert [user.pk for user, result in zip(people, results, strict=True) if result == case] == [case.claimed_by_id]

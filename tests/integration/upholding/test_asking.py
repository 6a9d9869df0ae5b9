"""A check is one row; what cannot be is refused before there is one."""

import uuid

import pytest
from django.utils import timezone

from registry.actions.checks.asking import CannotCheck
from registry.clock import now
from registry.limits import NUMBERS_BY_ORGANISATION
from registry.models import AuditAction, AuditEvent, Check, CheckProblem, WayIn, WorkState
from registry.queries.checks import PAGE_SIZE, CheckNotFound, check_of, checks_of
from registry.queries.organisations import FlowNotFound
from tests.factories.checks import make_check
from tests.factories.organisations import make_flow, make_organisation

pytestmark = pytest.mark.django_db


def problem_of(organisation, **columns):
    with pytest.raises(CannotCheck) as caught:
        make_check(organisation, **columns)
    assert Check.objects.count() == 0
    return caught.value.problem


def test_ask_queues_the_check_and_writes_who_asked():
    organisation = make_organisation()
    check = make_check(organisation, file_name="list.csv", column="nhs")
    found = Check.objects.get()
    assert (found.state, found.organisation, found.file_name) == (WorkState.PENDING, organisation, "list.csv")
    event = AuditEvent.objects.get(action=AuditAction.CHECK_STARTED)
    assert (event.object_type, event.object_id) == ("check", str(check.public_id))


def test_ask_refuses_a_suspended_organisation_that_the_caller_still_thinks_active():
    organisation = make_organisation()
    flow = make_flow(organisation)
    type(organisation).objects.update(suspended_at=timezone.now())
    assert problem_of(organisation, flow=flow) == CheckProblem.SUSPENDED


def test_ask_refuses_an_empty_file():
    assert problem_of(make_organisation(), input_bytes=0) == CheckProblem.EMPTY


def test_ask_refuses_a_file_beyond_the_limit_of_its_way(settings):
    settings.WEB_FILE_MAX_BYTES = 1000
    assert problem_of(make_organisation(), input_bytes=1001) == CheckProblem.TOO_LARGE
    assert make_check(input_bytes=1001, way_in=WayIn.MESH)


def test_ask_refuses_once_the_days_numbers_are_used_up():
    organisation = make_organisation(numbers_per_day=100)
    make_check(organisation)
    NUMBERS_BY_ORGANISATION.spend(organisation.public_id, 100, maximum=100)
    with pytest.raises(CannotCheck) as caught:
        make_check(organisation)
    assert caught.value.problem == CheckProblem.QUOTA
    assert make_check(organisation, is_test=True)
    assert make_check(make_organisation(numbers_per_day=100))


@pytest.mark.parametrize("whose", ["another's", "put away"])
def test_T28_ask_takes_only_flows_of_the_organisation_itself(whose):
    mine = make_organisation()
    flow = make_flow(make_organisation() if whose == "another's" else mine, archived_at=None)
    if whose == "put away":
        type(flow).objects.update(archived_at=now())
    with pytest.raises(FlowNotFound):
        make_check(mine, flow=flow)


def test_T28_another_organisations_check_is_one_that_does_not_exist():
    mine, theirs = make_organisation(), make_organisation()
    check = make_check(theirs)
    for identifier in (check.public_id, uuid.uuid4()):
        with pytest.raises(CheckNotFound):
            check_of(mine, identifier)
        with pytest.raises(CheckNotFound):
            checks_of(mine, before=identifier)
    assert checks_of(mine).checks == []
    assert check_of(theirs, check.public_id) == check


def test_checks_of_an_organisation_come_in_pages_newest_first(django_assert_num_queries):
    organisation = make_organisation()
    flow = make_flow(organisation)
    made = [make_check(organisation, flow=flow) for _ in range(PAGE_SIZE + 2)]
    with django_assert_num_queries(1):
        first = checks_of(organisation)
        assert {check.flow.name for check in first.checks} == {flow.name}
    with django_assert_num_queries(2):
        second = checks_of(organisation, before=first.before)
    assert [*first.checks, *second.checks] == made[::-1]
    assert second.before is None


def test_checks_of_may_be_narrowed_to_a_flow_and_to_test_mode():
    organisation = make_organisation()
    flow = make_flow(organisation)
    mine, tried = make_check(organisation, flow=flow), make_check(organisation, is_test=True)
    assert checks_of(organisation, flow=flow).checks == [mine]
    assert checks_of(organisation, is_test=True).checks == [tried]

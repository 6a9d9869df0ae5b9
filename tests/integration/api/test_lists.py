import hashlib
import json
from datetime import datetime, timedelta

import pytest

from registry import receipts
from registry.actions.merges import supersede_number
from registry.clock import now
from registry.limits import NUMBERS_BY_ORGANISATION
from registry.models import AuditAction, AuditEvent, Check, Organisation, Status
from registry.parties import SYSTEM
from tests.factories.numbers import check_digit
from tests.factories.organisations import grant_few, make_flow, make_organisation
from tests.factories.people import PersonFactory
from tests.support.api import ApiClient, choose, new_key, numbers

pytestmark = pytest.mark.django_db


def texts(found):
    return [number.digits for number in found]


def test_list_comes_back_without_the_opted_out_in_its_order(api, flow):
    listed = numbers(14)
    for number in listed[2:5]:
        choose(number)
    choose(listed[7], Status.ALLOWED)
    answer = api.check(str(flow.public_id), [listed[9].spaced, *texts(listed), "12345", listed[8].digits])
    assert answer.status_code == 200, answer.content
    body = answer.json()
    expected = [listed[9].spaced, *texts([*listed[:2], *listed[5:]]), listed[8].digits]
    assert body["released"] == expected
    assert body["invalid"] == [{"index": 15, "reason": "too_short", "masked": "**345"}]
    counts = body["counts"]
    assert (counts["lines"], counts["kept"], counts["removed"]) == (17, 11, 3)
    assert (counts["invalid"], counts["duplicates"], counts["headers"]) == (1, 2, 0)


def test_list_leaves_a_check_a_receipt_and_an_audit_row(api, key, flow):
    listed = texts(numbers(12))
    before = now()
    body = api.check(flow.name, listed).json()
    check = Check.objects.get(public_id=body["id"])
    assert (check.state, check.way_in, check.api_key, check.distinct_numbers) == ("done", "api_list", key[0], 12)
    assert check.input_sha256 == hashlib.sha256("".join(f"{n}\n" for n in listed).encode()).hexdigest()
    claims = receipts.verify(body["receipt"])
    assert claims["check"] == body["id"]
    assert claims["result"]["sha256"] == check.result_sha256 == check.input_sha256
    assert before <= datetime.fromisoformat(body["as_of"]) <= now()
    event = AuditEvent.objects.get(action=AuditAction.CHECK_PUBLISHED)
    assert (event.object_id, event.actor_id) == (body["id"], f"key-{key[0].pk}")
    assert not any(number in json.dumps(event.details) for number in listed)


def test_superseded_number_is_answered_for_the_current_one(api, flow):
    listed = numbers(12)
    old, middle, current, free_old, free = listed[:5]
    for number in listed[:5]:
        PersonFactory(nhs_number=number)
    choose(middle)
    for before, after in ((old, middle), (middle, current), (free_old, free)):
        supersede_number(old=before, current=after, by=SYSTEM, at=now())
    body = api.check(flow.name, texts(listed)).json()
    assert body["released"] == texts(listed[3:])
    assert body["counts"]["superseded"] == 3
    assert body["counts"]["superseded_removed"] == 2


def test_an_opt_out_under_a_superseded_number_still_withholds_that_number(api, flow):
    listed = numbers(11)
    old, current = listed[:2]
    for number in listed[:2]:
        PersonFactory(nhs_number=number)
    choose(old)
    supersede_number(old=old, current=current, by=SYSTEM, at=now())
    choose(current, Status.ALLOWED)
    assert api.check(flow.name, texts(listed)).json()["released"] == texts(listed[1:])


@pytest.mark.parametrize("count", [1, 9])
def test_T29_fewer_than_ten_numbers_need_an_exception(api, flow, organisation, count, database_clock):
    listed = texts(numbers(count))
    refused = api.check(flow.name, [*listed, *listed * 12, "not one"])
    assert refused.status_code == 422
    assert refused.json()["code"] == "too_few"
    assert not Check.objects.exists()
    grant_few(organisation)
    assert api.check(flow.name, listed).json()["released"] == listed
    database_clock.move(timedelta(days=1, seconds=10))
    assert api.check(flow.name, listed).status_code == 422


def test_T29_list_that_is_another_with_a_few_changed_is_flagged(api, flow):
    listed = texts(numbers(41))
    first = api.check(flow.name, listed[:40]).json()
    second = api.check(flow.name, listed[1:]).json()
    assert Check.objects.get(public_id=second["id"]).resembles == Check.objects.get(public_id=first["id"])
    assert AuditEvent.objects.filter(action=AuditAction.CHECK_FLAGGED, object_id=second["id"]).exists()


def test_test_key_gets_made_up_answers_for_synthetic_numbers_only(organisation, flow):
    tester = ApiClient(new_key(organisation, is_test=True)[1])
    listed = [number for number in numbers(1000, start=0) if number.digits[6] in "17"][:30]
    real = f"100000007{check_digit(100_000_007)}"
    choose(next(number for number in listed if number.digits[6] == "1"))
    body = tester.check(flow.name, [*texts(listed), real]).json()
    assert body["test"] is True
    assert body["released"] == texts(number for number in listed if number.digits[6] == "1")
    assert body["invalid"] == [{"index": 30, "reason": "not_a_test_number", "masked": f"*******{real[-3:]}"}]
    assert receipts.verify(body["receipt"])["test"] is True


def test_number_that_is_never_issued_is_invalid_in_production(api, flow, settings):
    settings.TEST_NHS_NUMBERS = False
    answer = api.check(flow.name, texts(numbers(12)))
    assert (answer.status_code, answer.json()["code"]) == (422, "no_numbers")


def test_daily_quota_is_counted_by_distinct_numbers(api, flow, organisation, database_clock):
    Organisation.objects.filter(pk=organisation.pk).update(numbers_per_day=30)
    listed = texts(numbers(20))
    assert api.check(flow.name, [*listed, *listed]).status_code == 200
    refused = api.check(flow.name, listed)
    assert (refused.status_code, refused.json()["code"]) == (429, "quota")
    assert int(refused["Retry-After"]) > 3600
    assert '"numbers";r=10' in refused["RateLimit"]
    assert api.check(flow.name, listed[:10]).status_code == 200
    database_clock.move(timedelta(days=1, seconds=5))
    assert api.check(flow.name, listed).status_code == 200


@pytest.mark.parametrize(("many", "most"), [(12, 11), (9, 3)])
def test_list_takes_few_statements(api, flow, many, most, django_assert_max_num_queries):
    grant_few(flow.organisation)
    listed = texts(numbers(many))
    with django_assert_max_num_queries(most):
        assert api.check(flow.name, listed).status_code == 200


def test_long_list_is_answered_as_a_short_one(api, flow):
    listed = numbers(10_000, start=20_000)
    for number in listed[5000:5003]:
        choose(number)
    body = api.check(flow.name, texts(listed)).json()
    assert body["released"] == texts([*listed[:5000], *listed[5003:]])
    too_many = api.check(flow.name, texts([*listed, listed[0]]))
    assert too_many.status_code == 413


def test_flow_of_another_organisation_does_not_exist_and_uses_nothing_up(api, organisation):
    other = make_flow(make_organisation())
    answers = [api.check(name, texts(numbers(12))) for name in (str(other.public_id), other.name, "nobody's")]
    assert {(answer.status_code, answer.json()["detail"]) for answer in answers} == {
        (422, "Your organisation has no data flow with this id or name. See GET /api/flows.")
    }
    assert NUMBERS_BY_ORGANISATION.used(organisation.public_id) == 0

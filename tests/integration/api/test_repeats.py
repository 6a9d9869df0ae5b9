"""Idempotency keys: once is once, whatever the line does (I2)."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from registry.clock import now
from registry.models import ApiAnswer, Check
from tests.support.api import ApiClient, new_key, numbers, texts
from tests.support.crowds import all_at_once

pytestmark = pytest.mark.django_db
SAME = {"Idempotency-Key": "night-run-1"}


def test_I2_repeated_list_gets_the_first_answer(api, flow):
    listed = texts(numbers(12))
    first, second = (api.check(flow.name, listed, **SAME) for _ in range(2))
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert Check.objects.count() == 1
    kept = ApiAnswer.objects.values_list("body", flat=True).query
    assert listed[0] not in str(kept)


def test_I2_same_key_with_another_list_is_refused(api, flow):
    api.check(flow.name, texts(numbers(12)), **SAME)
    answer = api.check(flow.name, texts(numbers(13)), **SAME)
    assert (answer.status_code, answer.json()["type"].partition("#")[2]) == (422, "key-reused")
    assert Check.objects.count() == 1


def test_I2_refusal_is_not_remembered(api, flow):
    assert api.check("no such flow", texts(numbers(12)), **SAME).status_code == 422
    assert api.check(flow.name, texts(numbers(12)), **SAME).status_code == 200


def test_I2_repeated_file_is_taken_in_once(api, flow):
    content = "\n".join(texts(numbers(12)))
    first, second = (api.send(flow.name, content, **SAME) for _ in range(2))
    assert first.status_code == second.status_code == 202
    assert first.json() == second.json()
    assert Check.objects.count() == 1
    assert len([path for path in Path(settings.CHECKS_DIR).rglob("*") if path.is_file()]) == 1
    assert api.send(flow.name, content + "\n", **SAME).status_code == 422
    assert len([path for path in Path(settings.CHECKS_DIR).rglob("*") if path.is_file()]) == 1


def test_I2_key_may_be_used_again_after_a_day(api, flow, database_clock):
    api.check(flow.name, texts(numbers(12)), **SAME)
    database_clock.move(settings.API_ANSWER_KEPT + timedelta(seconds=5))
    assert api.check(flow.name, texts(numbers(14)), **SAME).status_code == 200
    assert api.check(flow.name, texts(numbers(14)), **SAME).json()["counts"]["lines"] == 14
    assert Check.objects.count() == 2


def test_request_whose_process_died_may_be_sent_again(api, key, flow, database_clock):
    api.check(flow.name, texts(numbers(12)), **SAME)
    ApiAnswer.objects.update(status=0, body=b"", created_at=now())
    answer = api.check(flow.name, texts(numbers(12)), **SAME)
    assert (answer.status_code, answer.json()["type"].partition("#")[2]) == (409, "still-running")
    assert int(answer["Retry-After"]) > 0
    database_clock.move(timedelta(minutes=5, seconds=5))
    assert api.check(flow.name, texts(numbers(12)), **SAME).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_I2_of_many_at_once_one_runs(organisation, flow):
    secret = new_key(organisation)[1]
    listed = texts(numbers(12))
    calls = [lambda: ApiClient(secret).check(flow.name, listed, **SAME)] * 12
    answers = all_at_once(calls)
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len({answer.content for answer in answers if answer.status_code == 200}) == 1
    assert Check.objects.count() == 1

import json

import pytest
from django.db import OperationalError, connection
from django.test import Client, override_settings

from registry.actions.checks import small_lists
from registry.actions.organisations.keys import revoke_key
from registry.clock import now
from registry.models import ApiAnswer, Check, Organisation
from registry.parties import SYSTEM
from registry.queries import listed_numbers
from tests.support.api import ApiClient, new_key, numbers

pytestmark = pytest.mark.django_db


def texts(count):
    return [number.digits for number in numbers(count)]


def is_problem(answer, status):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["type"].startswith("http")
    assert body["instance"] == f"urn:uuid:{answer['X-Request-ID']}"
    assert body["title"]
    assert body["detail"]
    return body


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({}, "unauthorised"),
        ({"Authorization": "Bearer"}, "unauthorised"),
        ({"Authorization": "Bearer ndo_live_" + "A" * 43}, "unauthorised"),
        ({"Authorization": "Basic YTpi"}, "unauthorised"),
        ({"Authorization": "Bearer \udcff\x00"}, "unauthorised"),
    ],
)
def test_call_without_a_good_key_is_401(headers, kind, flow):
    body = is_problem(ApiClient(**headers).get("/api/flows"), 401)
    assert body["type"].endswith(f"#{kind}")
    assert ApiClient(**headers).get("/api/flows")["WWW-Authenticate"].startswith("Bearer")


def test_T28_revoked_key_is_401_and_suspended_organisation_403(api, key, organisation):
    assert api.get("/api/flows").status_code == 200
    Organisation.objects.filter(pk=organisation.pk).update(suspended_at=now())
    is_problem(api.get("/api/flows"), 403)
    Organisation.objects.filter(pk=organisation.pk).update(suspended_at=None)
    revoke_key(organisation, key[0].public_id, by=SYSTEM, at=now())
    is_problem(api.get("/api/flows"), 401)


def test_key_is_held_to_its_network(organisation):
    secret = new_key(organisation, networks=("192.0.2.0/24",))[1]
    is_problem(ApiClient(secret).get("/api/flows"), 403)
    client = Client(REMOTE_ADDR="192.0.2.9")
    assert client.get("/api/flows", headers={"Authorization": f"Bearer {secret}"}).status_code == 200


@override_settings(CLIENT_CERTIFICATE_HEADER="X-Client-Certificate")
def test_certificate_counts_only_when_a_trusted_proxy_names_it(organisation, settings):
    secret = new_key(organisation, certificate_sha256="ab" * 32)[1]
    api = ApiClient(secret, **{"X-Client-Certificate": "ab" * 32})
    is_problem(api.get("/api/flows"), 403)
    import ipaddress

    settings.TRUSTED_PROXIES = (ipaddress.ip_network("127.0.0.1/32"),)
    assert api.get("/api/flows").status_code == 200
    is_problem(ApiClient(secret).get("/api/flows"), 403)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"not json", 400),
        (b" ", 400),
        (b'{"flow": "a"}', 422),
        (b'{"flow": "a", "numbers": []}', 422),
        (b'{"flow": "a", "numbers": [9990000018]}', 422),
        (b'{"flow": "a", "numbers": "9990000018"}', 422),
        (b'{"flow": "a", "numbers": ["9990000018"], "9990000018": 1}', 422),
        (b'["9990000018"]', 422),
        (b'{"flow": "a", "numbers": ["\\ud800"]}', 400),
        (b"[" * 100_000, 400),
        (b" " * (513 * 1024), 413),
    ],
)
def test_misshapen_list_is_refused_and_not_repeated(api, body, status):
    answer = api.post("/api/checks", body)
    is_problem(answer, status)
    assert b"9990000018" not in answer.content


def test_list_that_is_not_json_is_415(api):
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        is_problem(api.post("/api/checks", b"x" * 200_000, content_type), 415)


def test_unknown_addresses_and_methods_are_problems(api):
    is_problem(api.get("/api/nothing"), 404)
    is_problem(api.get("/api/jobs/00000000-0000-4000-8000-000000000001"), 404)
    is_problem(api.get("/api/jobs?before=x"), 422)
    for method in ("TRACE", "PUT", "PATCH", "DELETE", "OPTIONS", "FOO", "GET"):
        answer = is_problem_of(api, method)
        assert answer["Allow"] == "POST"


def is_problem_of(api, method):
    answer = api.client.generic(method, "/api/checks", headers=api.headers)
    is_problem(answer, 405)
    return answer


def test_djangos_own_errors_are_problems_too(api):
    is_problem(api.get("/api/flows", Host="elsewhere.example"), 400)
    is_problem(api.get("/api/flows?a=%00"), 400)


def test_H06_plain_http_is_refused_and_not_redirected(api, flow, settings):
    settings.SECURE_SSL_REDIRECT = True
    for answer in (api.get("/api/flows"), api.check(flow.name, texts(12))):
        body = is_problem(answer, 403)
        assert body["type"].endswith("#https-needed")
    assert not Check.objects.exists()


def test_answers_carry_the_headers_of_an_api(api, flow):
    for answer in (api.get("/api/flows"), api.get("/api/nothing"), ApiClient().get("/api/jobs"), api.check("", [])):
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in answer
        assert "Set-Cookie" not in answer
        assert not answer.cookies


def test_every_answer_says_what_is_left(api, flow, organisation):
    Organisation.objects.filter(pk=organisation.pk).update(requests_per_minute=2, numbers_per_day=50)
    first = api.check(flow.name, texts(12))
    assert first["RateLimit-Policy"] == '"requests";q=2;w=60, "numbers";q=50;w=86400'
    second = api.get("/api/limits")
    assert second.json()["requests"] == {"limit": 2, "left": 0, "window_seconds": 60}
    assert second.json()["numbers"] == {"limit": 50, "left": 38, "window_seconds": 86400}
    assert second["RateLimit"].startswith('"requests";r=0;t=')
    third = api.get("/api/flows")
    is_problem(third, 429)
    assert 1 <= int(third["Retry-After"]) <= 60


FAILURES = {
    "answer": (small_lists, "count_and_ask"),
    "sketch": (small_lists, "decide"),
    "receipt": (small_lists.receipts, "sign"),
    "writing": (small_lists.record, "insert"),
    "flagging": (small_lists, "flag_if_alike"),
}
ERRORS = {OperationalError: 503, TimeoutError: 503, ValueError: 500, KeyError: 500, AssertionError: 500}


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("where", FAILURES)
def test_T30_whatever_fails_releases_nothing(api, flow, monkeypatch, where, error):
    def fail(*_, **__):
        raise error(texts(1)[0])

    monkeypatch.setattr(*FAILURES[where], fail)
    answer = api.check(flow.name, texts(12), **{"Idempotency-Key": "again"})
    is_problem(answer, ERRORS[error])
    assert not any(number.encode() in answer.content for number in texts(12))
    assert not Check.objects.exists()
    assert not ApiAnswer.objects.exists()


@pytest.mark.parametrize("row", [
    (), (12,), (12, 12, 1), (12, 11, 1, [], [], []), (12, None, 1, [], [], []), (12, 12, 1, None, [], []),
])  # fmt: skip
def test_T30_part_of_an_answer_is_no_answer(api, flow, monkeypatch, row):
    """After the flow: how much is counted now, how many numbers were answered, and who was found."""
    whole_flow = [getattr(flow, column) for column in listed_numbers.COLUMNS]
    monkeypatch.setattr(listed_numbers, "fetch_row", lambda *_: (*whole_flow, *row))
    is_problem(api.check(flow.name, texts(12)), 500)
    assert not Check.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_T30_statement_that_takes_too_long_releases_nothing(api, flow):
    with connection.cursor() as cursor:
        cursor.execute("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS "
                       "$$ BEGIN PERFORM pg_sleep(3); RETURN NEW; END $$")  # fmt: skip
        cursor.execute("CREATE TRIGGER slow BEFORE INSERT ON registry_check FOR EACH ROW EXECUTE FUNCTION slow()")
        cursor.execute("SET statement_timeout = '50ms'")
    try:
        is_problem(api.check(flow.name, texts(12)), 503)
        assert not Check.objects.exists()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = '5s'")
            cursor.execute("DROP FUNCTION slow CASCADE")


def test_keys_never_reach_the_logs(api, key, caplog):
    for answer in (api.get("/api/flows"), api.get("/api/nothing"), ApiClient("x" + key[1]).get("/api/flows")):
        assert key[1] not in json.dumps(dict(answer.headers))
    assert key[1] not in caplog.text
    assert "route" in caplog.text

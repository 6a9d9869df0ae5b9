import base64
import hashlib
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from registry import receipts
from registry.actions.checks.running import run_check
from registry.models import ApiScope, AuditAction, AuditEvent, Check
from tests.support.api import ApiClient, choose, new_key, numbers

pytestmark = pytest.mark.django_db
# The checker takes its snapshot in a transaction of its own.
committing = pytest.mark.django_db(transaction=True)


def a_file(found):
    return "".join(f"{number.digits},\n" for number in found).encode()


def files():
    return [path for path in Path(settings.CHECKS_DIR).rglob("*") if path.is_file()]


def whole(response):
    return b"".join(response.streaming_content)


def the_check(answer):
    return Check.objects.get(public_id=answer.json()["id"])


@pytest.fixture
def done(api, flow):
    """A job of 12 numbers, one opted out and one line no number, that was checked."""
    listed = numbers(12)
    choose(listed[3])
    answer = api.send(flow.public_id, a_file(listed) + b"oddity\n", "&file_name=list.csv")
    run_check(the_check(answer).pk)
    return the_check(answer), listed


@committing
def test_file_is_taken_in_checked_and_given_back(api, flow):
    listed = numbers(12)
    choose(listed[3])
    sent = a_file(listed) + b"oddity\n"
    digest = base64.b64encode(hashlib.sha256(sent).digest()).decode()
    answer = api.send(flow.name, sent, **{"Content-Digest": f"sha-256=:{digest}:"})
    assert answer.status_code == 202, answer.content
    path = answer["Location"].removeprefix(settings.NDOP_SERVICE_URL)
    waiting = api.get(path).json()
    assert (waiting["state"], waiting["progress"]["of_bytes"]) == ("waiting", len(sent))
    early = api.get(f"{path}/result")
    assert (early.status_code, early.json()["title"]) == (409, "There is no result yet")
    assert run_check(the_check(answer).pk) is None
    body = api.get(path).json()
    assert body["state"] == "done"
    assert (body["counts"]["kept"], body["counts"]["removed"], body["counts"]["invalid"]) == (11, 1, 1)
    result = api.get(f"{path}/result")
    content = whole(result)
    assert content == a_file([*listed[:3], *listed[4:]])
    assert int(result["Content-Length"]) == len(content)
    assert result["Repr-Digest"] == f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"
    assert whole(api.get(f"{path}/report")).splitlines()[1] == b"13,invalid,not_digits,***ity"
    receipt = api.get(f"{path}/receipt")
    assert receipt["Content-Type"] == "application/jose"
    assert receipts.verify(receipt.content.decode())["result"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert AuditEvent.objects.filter(action=AuditAction.CHECK_COLLECTED, actor_id__startswith="key-").count() == 2


@committing
def test_expired_result_is_not_served(api, done, database_clock):
    check, _ = done
    database_clock.move(settings.RESULT_VALID + timedelta(seconds=5))
    path = f"/api/jobs/{check.public_id}"
    for what in ("result", "report"):
        assert api.get(f"{path}/{what}").status_code == 410
    assert api.get(path).json()["expired"] is True
    assert receipts.verify(api.get(f"{path}/receipt").content.decode())["expired"] is True


@committing
def test_file_that_cannot_be_checked_says_why(api, flow):
    answer = api.send(flow.name, b"no numbers\nhere\n")
    run_check(the_check(answer).pk)
    path = f"/api/jobs/{answer.json()['id']}"
    body = api.get(path).json()
    assert (body["state"], body["problem"]) == ("failed", "no_numbers")
    assert body["problem_detail"] == "No line of the file holds an NHS number"
    assert {api.get(f"{path}/{what}").status_code for what in ("result", "report", "receipt")} == {410}


@committing
def test_column_of_a_csv_is_checked(api, flow):
    rows = "name,nhs_number\n" + "".join(f"row,{number.digits}\n" for number in numbers(11))
    answer = api.send(flow.name, rows, "&column=nhs_number")
    run_check(the_check(answer).pk)
    assert whole(api.get(f"/api/jobs/{answer.json()['id']}/result")).decode() == rows


REFUSED = {
    "a form": ({"content_type": "multipart/form-data; boundary=x"}, 415),
    "JSON": ({"content_type": "application/json"}, 415),
    "another digest": ({"Content-Digest": f"sha-256=:{base64.b64encode(b'x' * 32).decode()}:"}, 422),
    "no digest": ({"Content-Digest": "md5=:abc:"}, 400),
    "a long column": ({"query": f"&column={'x' * 201}"}, 422),
    "a NUL": ({"query": "&file_name=%00"}, 400),
    "an odd idempotency key": ({"Idempotency-Key": "with blank"}, 400),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_leaves_nothing_behind(api, flow, what):
    options, status = REFUSED[what]
    answer = api.send(flow.name, a_file(numbers(12)), **options)
    assert answer.status_code == status
    assert not Check.objects.exists()
    assert files() == []


def test_empty_file_is_refused(api, flow):
    answer = api.send(flow.name, b"", **{"Content-Length": "0", "Content-Type": "text/csv"})
    assert (answer.status_code, answer.json()["code"]) == (422, "empty")
    assert files() == []


def arriving(api, body, length, flow):
    """Send a body that comes as a server hands it over; return the status."""
    announced = {} if length is None else {"CONTENT_LENGTH": str(length)}
    environ = {"wsgi.input": body, "CONTENT_TYPE": "text/csv", **announced}
    path = f"/api/jobs?flow={flow.public_id}"
    return api.client.generic("POST", path, headers=api.headers, **environ).status_code


class Breaking(io.BytesIO):
    """A line that breaks when its bytes have been read."""

    def read(self, size=-1):
        found = super().read(size)
        if not found:
            raise OSError("the client went away")
        return found


@pytest.mark.parametrize("line", [io.BytesIO, Breaking])
def test_F22_nothing_is_kept_of_a_file_whose_sender_goes_away(api, flow, line):
    sent = a_file(numbers(400))
    assert arriving(api, line(sent[: len(sent) // 2]), len(sent), flow) == 400
    assert not Check.objects.exists()
    assert files() == []


class Unread(io.BytesIO):
    """A body that must not be touched."""

    def read(self, size=-1):
        raise AssertionError("the body was read")


@pytest.mark.parametrize(("length", "status"), [(20 * 1024**3 + 1, 413), (None, 411)])
def test_F23_too_large_a_file_is_refused_before_it_is_read(api, flow, length, status):
    assert arriving(api, Unread(), length, flow) == status
    assert files() == []


def test_jobs_are_paged_newest_first(api, flow, organisation):
    sent = [api.send(flow.name, a_file(numbers(11, start=index * 20))).json()["id"] for index in range(27)]
    first = api.get("/api/jobs").json()
    second = api.get(first["next"].removeprefix(settings.NDOP_SERVICE_URL)).json()
    assert [job["id"] for job in first["jobs"] + second["jobs"]] == sent[::-1]
    assert second["next"] is None


def test_list_of_jobs_takes_few_statements(api, flow, django_assert_max_num_queries):
    for index in range(5):
        api.send(flow.name, a_file(numbers(11, start=index * 20)))
    with django_assert_max_num_queries(2):
        assert len(api.get("/api/jobs").json()["jobs"]) == 5


@committing
def test_test_keys_and_live_keys_do_not_see_each_others_jobs(api, flow, organisation, done):
    check, _ = done
    tester = ApiClient(new_key(organisation, is_test=True)[1])
    assert tester.get(f"/api/jobs/{check.public_id}").status_code == 404
    assert tester.get(f"/api/jobs/{check.public_id}/result").status_code == 404
    assert tester.get("/api/jobs").json()["jobs"] == []
    made_up = tester.send(flow.name, a_file(numbers(30, start=0))).json()["id"]
    run_check(Check.objects.get(public_id=made_up).pk)
    assert tester.get(f"/api/jobs/{made_up}").json()["test"] is True
    assert api.get(f"/api/jobs/{made_up}").status_code == 404


@committing
def test_key_for_receipts_reads_status_and_receipts_only(flow, organisation, done):
    check, _ = done
    reader = ApiClient(new_key(organisation, ApiScope.RECEIPTS)[1])
    path = f"/api/jobs/{check.public_id}"
    assert {reader.get(where).status_code for where in ("/api/jobs", path, f"{path}/receipt", "/api/flows")} == {200}
    refused = [reader.get(f"{path}/result"), reader.get(f"{path}/report"), reader.send(flow.name, b"x")]
    refused.append(reader.check(flow.name, ["x"]))
    assert {answer.status_code for answer in refused} == {403}
    assert "scope" in refused[0].json()["detail"]

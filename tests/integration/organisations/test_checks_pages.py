"""The pages about checks: sending a list, how far it is, history and downloads."""

from datetime import timedelta
from io import BytesIO

import pytest

from registry.clock import now
from registry.gateways import check_store
from registry.models import AuditEvent, Check, OrganisationRole, Upload
from registry.sample_list import sample_list, sample_result
from tests.factories.checks import make_check
from tests.factories.organisations import make_flow, make_member, make_organisation
from tests.support.finished_checks import finished_check
from tests.support.members import member_client
from tests.support.sent_lists import at, begin, send_part, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.CHECKS_DIR = tmp_path
    return tmp_path


@pytest.fixture
def person():
    return make_member()


@pytest.fixture
def client(person):
    return member_client(person)


def files(store):
    return [path for path in store.glob("??/*") if path.is_file()]


def test_list_without_a_script_becomes_a_check(client, person, store):
    flow = make_flow(person.organisation)
    answer = sent(client, flow, mode="test", column="nhs")
    check = Check.objects.get()
    assert answer["Location"] == at("check-detail", check.public_id)
    assert (check.file_name, check.column, check.is_test, check.asked_by) == ("list.csv", "nhs", True, person)
    with check_store.open_kept(check.input_name, owner=person.organisation.public_id) as kept:
        assert kept.read() == sample_list()
    assert len(files(store)) == 1
    assert "Waiting to be checked" in client.get(answer["Location"]).text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"mode": ""}, "Select a real check or a test"),
        ({"flow": ""}, "Select which data flow it is for"),
        ({"list": b""}, "Choose a file"),
        ({"column": "x" * 201}, "Column must be 200 characters or fewer"),
    ],
)
def test_list_with_a_wrong_answer_is_not_kept(client, person, store, fields, words):
    answer = sent(client, make_flow(person.organisation), **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert "<title>Error: " in answer.text
    assert (Check.objects.count(), files(store)) == (0, [])


def test_empty_list_is_refused_with_what_to_do(client, person, store):
    answer = sent(client, make_flow(person.organisation), data=b"")
    assert answer.status_code == 422
    assert "The file is empty. Check that you chose the right file." in answer.text
    assert files(store) == []


def test_full_disk_is_said_and_nothing_is_kept(client, person, store, monkeypatch):
    def refuse(*_):
        raise check_store.NoRoom("full")

    monkeypatch.setattr(check_store.NewFile, "write", refuse)
    answer = sent(client, make_flow(person.organisation))
    assert answer.status_code == 422
    assert "We have no room" in answer.text
    assert "Error: </span>Choose a file" not in answer.text
    assert (Check.objects.count(), files(store)) == (0, [])


def test_T28_flow_of_another_organisation_cannot_be_chosen(client, store):
    assert sent(client, make_flow(make_organisation())).status_code == 422
    assert (Check.objects.count(), files(store)) == (0, [])


def test_flow_in_the_address_is_chosen(client, person):
    flow = make_flow(person.organisation)
    assert f'value="{flow.public_id}" checked' in client.get(at("check-new") + f"?flow={flow.public_id}").text
    assert client.get(at("check-new") + "?flow=nonsense").status_code == 200


# --- parts, as the script sends them ---


def test_parts_arrive_in_order_and_end_in_a_check(client, person, settings):
    settings.UPLOAD_PART_BYTES = 100
    data = sample_list()
    upload = begin(client, make_flow(person.organisation), len(data)).json()
    assert client.get(upload["parts"]).json()["received"] == 0
    assert send_part(client, upload, 100, data[100:200]).status_code == 409
    assert send_part(client, upload, 0, data[:50]).status_code == 400
    for starts_at in range(0, len(data), 100):
        answer = send_part(client, upload, starts_at, data[starts_at : starts_at + 100])
        assert answer.json() == {"received": min(starts_at + 100, len(data))}
    places = {client.post(upload["finish"]).json()["url"] for _ in range(2)}
    check = Check.objects.get()
    assert places == {at("check-detail", check.public_id)}
    assert client.get(upload["page"])["Location"] == at("check-detail", check.public_id)


def test_upload_that_cannot_begin_answers_the_page_with_what_is_wrong(client, person, settings):
    settings.WEB_FILE_MAX_BYTES = 1024
    flow = make_flow(person.organisation)
    for fields, words in [
        ({"size": 1025}, "The file is larger than we take this way"),
        ({"size": ""}, "Choose a file"),
        ({"mode": ""}, "Select a real check or a test"),
    ]:
        answer = begin(client, flow, **{"size": 10} | fields)
        assert answer.status_code == 422
        assert words in answer.text
    assert Upload.objects.count() == 0


def test_unfinished_upload_is_offered_and_can_be_removed(client, person):
    upload = begin(client, make_flow(person.organisation), 10).json()
    assert "Carry on with a.csv" in client.get(at("check-new")).text
    page = client.get(upload["page"]).text
    assert "Choose the same file again" in page
    assert client.post(upload["finish"]).status_code == 409
    assert client.post(upload["cancel"])["Location"] == at("check-new")
    assert client.get(upload["page"]).status_code == 404


def test_T28_upload_of_somebody_else_answers_404_everywhere(client, person):
    upload = begin(client, make_flow(person.organisation), 10).json()
    other = member_client(make_member(person.organisation))
    assert other.get(upload["page"]).status_code == other.get(upload["parts"]).status_code == 404
    assert send_part(other, upload, 0, b"x" * 10).status_code == other.post(upload["finish"]).status_code == 404
    other.post(upload["cancel"])
    assert Upload.objects.count() == 1


# --- what may be downloaded, by whom, until when ---


def test_result_is_streamed_as_a_file_that_nobody_keeps(client, person):
    check = finished_check(person.organisation)
    answer = client.get(at("check-result", check.public_id))
    assert b"".join(answer.streaming_content) == sample_result()
    assert answer["Content-Length"] == str(len(sample_result()))
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store, private")
    assert AuditEvent.objects.filter(action="check_collected").count() == 1


def test_expired_result_answers_a_page_that_says_so(client, person):
    check = finished_check(person.organisation, valid_until=now() - timedelta(seconds=1))
    for name in ("check-result", "check-report"):
        answer = client.get(at(name, check.public_id))
        assert answer.status_code == 410
        assert "has expired" in answer.text
    assert client.get(at("check-result", make_check(person.organisation).public_id)).status_code == 410


def test_T28_checks_of_another_organisation_answer_404_everywhere(client):
    check = finished_check(make_organisation())
    for name in ("check-detail", "check-progress", "check-result", "check-report", "check-receipt"):
        assert client.get(at(name, check.public_id)).status_code == 404
    assert client.get(at("check-list") + f"?before={check.public_id}").status_code == 404
    assert check.reference not in client.get(at("check-list")).text


@pytest.mark.parametrize(
    ("role", "opens", "refused"),
    [
        (OrganisationRole.CHECK, ["check-detail", "check-result", "check-report", "check-receipt"], []),
        (OrganisationRole.RECEIPTS, ["check-detail", "check-receipt"], ["check-result", "check-report"]),
        (OrganisationRole.MANAGE, [], ["check-detail", "check-result", "check-report", "check-receipt"]),
    ],
)
def test_roles_decide_who_sees_and_who_downloads(role, opens, refused):
    person = make_member(None, role)
    check, client = finished_check(person.organisation), member_client(person)
    assert [client.get(at(name, check.public_id)).status_code for name in opens] == [200] * len(opens)
    assert [client.get(at(name, check.public_id)).status_code for name in refused] == [403] * len(refused)


def test_sample_is_the_same_at_every_call(client):
    answer = client.get(at("sample"))
    assert answer.content == sample_list()
    assert "sample-list.csv" in answer["Content-Disposition"]
    assert BytesIO(answer.content).readline() == b"9990000018,\n"

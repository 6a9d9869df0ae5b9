"""Which requests may carry a list at all, before a view sees them (T12, T25, F22, F23)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from registry.gateways import check_store
from registry.models import Check, OrganisationRole
from registry.sample_list import sample_list
from tests.factories.organisations import make_flow, make_member
from tests.support.members import member_client
from tests.support.sent_lists import at, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(monkeypatch, settings, tmp_path):
    """The files of the store that were begun."""
    settings.CHECKS_DIR = tmp_path
    made, create = [], check_store.create
    monkeypatch.setattr(check_store, "create", lambda owner: made.append(create(owner)) or made[-1])
    return made


@pytest.fixture
def person():
    return make_member()


def files(tmp_path):
    return [path for path in tmp_path.glob("??/*") if path.is_file()]


def a_file(name="list.csv"):
    return SimpleUploadedFile(name, sample_list())


def test_T25_list_of_a_stranger_is_refused_before_it_is_kept(begun, person):
    flow = make_flow(person.organisation)
    forged = Client()
    forged.cookies["session"] = "a" * 32
    answers = [sent(client, flow) for client in (Client(), forged)]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert begun == []


def test_T25_list_of_somebody_who_may_not_check_is_refused_before_it_is_kept(begun):
    person = make_member(None, OrganisationRole.MANAGE, OrganisationRole.RECEIPTS)
    assert sent(member_client(person), make_flow(person.organisation)).status_code == 400
    person.organisation.suspended_at = person.created_at
    person.organisation.save()
    person.roles = [OrganisationRole.CHECK]
    person.save()
    assert sent(member_client(person), make_flow(person.organisation)).status_code == 400
    assert begun == []


@pytest.mark.parametrize("name", ["check-list", "upload-begin", "flow-new", "home"])
def test_T25_list_is_refused_by_a_page_that_asks_for_none(begun, person, name):
    assert member_client(person).post(at(name), {"list": a_file()}).status_code == 400
    assert begun == []


def test_T25_second_list_of_a_form_is_refused_and_the_first_is_gone(begun, person, tmp_path):
    answer = member_client(person).post(at("check-new"), {"list": [a_file(), a_file("b.csv")]})
    assert answer.status_code == 400
    assert len(begun) == 1
    assert (files(tmp_path), begun[0].closed) == ([], True)


def test_T12_list_with_a_forged_form_is_not_kept(begun, person, tmp_path):
    strict = member_client(person, Client(enforce_csrf_checks=True))
    assert sent(strict, make_flow(person.organisation)).status_code == 403
    assert len(begun) == 1
    assert (files(tmp_path), Check.objects.count()) == ([], 0)


def test_T12_part_with_a_forged_token_is_not_read(begun, person):
    strict = member_client(person, Client(enforce_csrf_checks=True))
    path = at("upload-parts", "00000000-0000-4000-8000-000000000001")
    answer = strict.post(path, b"x", content_type="application/octet-stream", headers={"X-CSRFToken": "x" * 64})
    assert answer.status_code == 403
    assert begun == []


def test_F22_half_a_list_leaves_nothing(begun, person, tmp_path):
    head = b'--b\r\nContent-Disposition: form-data; name="list"; filename="a.csv"\r\n\r\n' + b"x" * 500_000
    member_client(person).generic("POST", at("check-new"), head, content_type="multipart/form-data; boundary=b")
    assert len(begun) == 1
    assert (files(tmp_path), Check.objects.count()) == ([], 0)


class Unread:
    """A body that nobody may read."""

    def read(self, *_):
        raise AssertionError("it was read")

    readline = read


@pytest.mark.parametrize("announced", [2 * 1024**3 + 64 * 1024 + 1, 20 * 1024**3])
def test_F23_list_beyond_the_limit_is_refused_before_a_byte_is_read(begun, person, announced):
    answer = member_client(person).post(
        at("check-new"),
        content_type="multipart/form-data; boundary=b",
        CONTENT_LENGTH=str(announced),
        **{"wsgi.input": Unread()},
    )
    assert answer.status_code == 413
    assert "This file is too large" in answer.text
    assert begun == []


def test_F23_list_that_says_it_is_small_and_is_not_is_kept_only_so_far(begun, person, settings, tmp_path):
    settings.WEB_FILE_MAX_BYTES = 100
    answer = sent(member_client(person), make_flow(person.organisation), b"9990000018,\n" * 1000)
    assert answer.status_code == 422
    assert "The file is larger than we take this way" in answer.text
    assert (files(tmp_path), Check.objects.count()) == ([], 0)

"""Which requests may carry files at all, how many, and what becomes of a file on its way in (T25, F22)."""

import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from registry.models import Role
from staff.cases import uploads
from tests.support.staff import make_staff, signed_in_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(monkeypatch):
    """The temporary files that were begun."""
    begun, make = [], tempfile.TemporaryFile
    monkeypatch.setattr(uploads.tempfile, "TemporaryFile", lambda: begun.append(make()) or begun[-1])
    return begun


def post(client, name, count=1, size=10):
    files = [SimpleUploadedFile(f"{number}.png", b"x" * size) for number in range(count)]
    return client.post(reverse(f"staff:{name}"), {"scans": files})


@pytest.fixture
def client():
    return signed_in_client(make_staff(Role.AGENT))


def test_T25_file_is_refused_by_a_page_that_asks_for_none(client, made):
    assert post(client, "unfiled-scan-list").status_code == 400
    assert client.post("/nowhere/", {"x": SimpleUploadedFile("a.png", b"x")}).status_code == 400
    assert made == []


def test_T25_file_of_a_stranger_is_refused_before_it_is_kept(made):
    assert post(Client(), "receive-pile").status_code == 400
    forged = Client()
    forged.cookies["session"] = "a" * 32
    assert post(forged, "receive-pile").status_code == 400
    assert made == []


@pytest.mark.parametrize(("page", "most"), [("receive", 5), ("receive-pile", 50)])
def test_T25_page_takes_so_many_files_and_no_more(client, made, page, most):
    assert post(client, page, most, size=0).status_code == 422
    assert len(made) == most
    assert post(client, page, most + 1, size=0).status_code == 400


def test_T25_file_that_is_too_large_is_not_kept_whole(client, made, settings):
    settings.SCAN_MAX_BYTES = 100_000
    kept = []
    complete = uploads.ScanUploadHandler.file_complete

    def watch(handler, size):
        kept.append((handler.kept.tell(), size))
        return complete(handler, size)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uploads.ScanUploadHandler, "file_complete", watch)
        answer = post(client, "receive-pile", size=1_000_000)
    assert answer.status_code == 422
    ((on_disk, size),) = kept
    assert size == 1_000_000
    assert on_disk <= 100_000 + uploads.CHUNK


def test_F22_files_on_their_way_in_have_no_name_and_are_closed(client, made):
    post(client, "receive", 2)
    assert len(made) == 2
    assert all(isinstance(file.name, int) for file in made)
    assert all(file.closed for file in made)


def test_F22_half_a_file_leaves_nothing(client, made):
    head = b'--b\r\nContent-Disposition: form-data; name="scans"; filename="a.png"\r\n\r\n' + b"x" * 500_000
    client.generic("POST", reverse("staff:receive"), head, content_type="multipart/form-data; boundary=b")
    assert len(made) == 1
    assert all(file.closed for file in made)

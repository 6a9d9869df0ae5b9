"""A file that comes in parts: each part is kept once, and the whole becomes one check (I2, F22, T28)."""

import hashlib
import io
from datetime import timedelta
from pathlib import Path

import pytest

from registry.actions.checks import arrivals, uploads
from registry.actions.checks.arrivals import UploadIncomplete, finish_upload
from registry.actions.checks.asking import CannotCheck
from registry.actions.checks.uploads import (
    MOST_UPLOADS,
    NewUpload,
    PartIncomplete,
    PartRefused,
    TooManyUploads,
    UploadEnded,
    add_part,
    begin_upload,
    cancel_upload,
    erase_stale_uploads,
)
from registry.clock import now
from registry.gateways import check_store
from registry.models import AuditEvent, Check, Upload, UploadPart
from registry.parties import organisation_person
from registry.queries.organisations import FlowNotFound
from registry.queries.uploads import UploadNotFound, upload_of, uploads_of
from tests.factories.organisations import make_flow, make_member, make_organisation

pytestmark = pytest.mark.django_db
PART = 1000
DATA = bytes(range(256)) * 9
SIZE = len(DATA)  # 2304 bytes: three parts


@pytest.fixture(autouse=True)
def store(settings, tmp_path) -> Path:
    settings.CHECKS_DIR, settings.UPLOAD_PART_BYTES = tmp_path, PART
    return tmp_path


@pytest.fixture
def person():
    return make_member()


def who(person):
    return {"by": organisation_person(person.pk), "at": now()}


def begin(person, size=SIZE, **columns):
    flow = columns.pop("flow", None) or make_flow(person.organisation)
    return begin_upload(person, NewUpload(flow, "list.csv", size, **columns), **who(person))


def send(person, upload, starts_at, data=DATA):
    body = io.BytesIO(data[starts_at : starts_at + PART])
    return add_part(person, upload.public_id, body, starts_at=starts_at, **who(person))


def send_all(person, upload):
    for starts_at in range(0, len(DATA), PART):
        send(person, upload, starts_at)


def files(store):
    return [path for path in store.glob("??/*") if path.is_file()]


def test_parts_become_the_list_of_one_check(person, store, django_capture_on_commit_callbacks):
    upload = begin(person, column="nhs", is_test=True)
    send_all(person, upload)
    with django_capture_on_commit_callbacks(execute=True):
        check = finish_upload(person, upload.public_id, **who(person))
    assert (check.input_bytes, check.input_sha256) == (len(DATA), hashlib.sha256(DATA).hexdigest())
    assert (check.file_name, check.column, check.is_test, check.way_in) == ("list.csv", "nhs", True, "web")
    assert (check.asked_by, check.flow, check.organisation) == (person, upload.flow, person.organisation)
    with check_store.open_kept(check.input_name, owner=person.organisation.public_id) as kept:
        assert kept.read() == DATA
    assert [path.name for path in files(store)] == [str(check.input_name)]


def test_I2_finishing_twice_gives_one_check(person):
    upload = begin(person)
    send_all(person, upload)
    checks = {finish_upload(person, upload.public_id, **who(person)).pk for _ in range(3)}
    assert len(checks) == Check.objects.count() == AuditEvent.objects.filter(action="check_started").count() == 1


def test_I2_whoever_finishes_while_another_did_gets_the_same_check(person, store, django_capture_on_commit_callbacks):
    upload = begin(person)
    send_all(person, upload)
    seen_before = upload_of(person, upload.public_id)
    with django_capture_on_commit_callbacks(execute=True):
        first = finish_upload(person, upload.public_id, **who(person))
    with pytest.MonkeyPatch.context() as patch:
        answers = iter([seen_before, upload_of(person, upload.public_id)])
        patch.setattr("registry.actions.checks.arrivals.upload_of", lambda *_: next(answers))
        assert finish_upload(person, upload.public_id, **who(person)) == first
    assert len(files(store)) == Check.objects.count() == 1


def test_I2_two_that_put_the_file_together_at_once_give_one_check(person, store, monkeypatch):
    upload = begin(person)
    send_all(person, upload)
    join, overtaken = arrivals._join, []

    def join_and_be_overtaken(joined):
        found = join(joined)
        if not overtaken:
            overtaken.append(True)
            overtaken.append(finish_upload(person, upload.public_id, **who(person)))
        return found

    monkeypatch.setattr(arrivals, "_join", join_and_be_overtaken)
    assert finish_upload(person, upload.public_id, **who(person)) == overtaken[1]
    assert str(Check.objects.get().input_name) in {path.name for path in files(store)}
    assert len(files(store)) == 3 + 1  # the parts go when the transaction around this test would commit


def test_part_sent_again_is_kept_once(person, store):
    upload = begin(person)
    for _ in range(2):
        assert send(person, upload, 0).received == PART
    assert len(files(store)) == UploadPart.objects.count() == 1


def test_part_that_two_windows_send_at_once_is_kept_once(person, store, monkeypatch):
    upload = begin(person)
    keep = uploads._keep_part
    overtaken = []

    def keep_after_the_other(*args, **kwargs):
        if not overtaken:
            overtaken.append(True)
            send(person, upload, 0)
        return keep(*args, **kwargs)

    monkeypatch.setattr(uploads, "_keep_part", keep_after_the_other)
    assert send(person, upload, 0).received == PART
    assert len(files(store)) == UploadPart.objects.count() == 1


@pytest.mark.parametrize("starts_at", [1, 500, PART, 2 * PART, 10**9])
def test_part_that_does_not_come_next_is_refused_with_how_much_lies_here(person, store, starts_at):
    with pytest.raises(PartRefused) as refused:
        send(person, begin(person), starts_at)
    assert refused.value.received == 0
    assert files(store) == []


@pytest.mark.parametrize("length", [0, 1, PART - 1, PART + 1, 3 * PART])
def test_F22_part_of_another_length_leaves_nothing(person, store, length):
    upload = begin(person)
    with pytest.raises(PartIncomplete):
        add_part(person, upload.public_id, io.BytesIO(b"x" * length), starts_at=0, **who(person))
    assert (files(store), UploadPart.objects.count(), upload_of(person, upload.public_id).received) == ([], 0, 0)


def test_file_is_not_finished_before_all_of_it_is_here(person):
    upload = begin(person)
    send(person, upload, 0)
    with pytest.raises(UploadIncomplete):
        finish_upload(person, upload.public_id, **who(person))
    assert Check.objects.count() == 0


def test_damaged_part_ends_in_words_and_leaves_no_second_file(person, store):
    upload = begin(person)
    send_all(person, upload)
    damaged = files(store)[1]
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"\x00")
    with pytest.raises(CannotCheck) as refused:
        finish_upload(person, upload.public_id, **who(person))
    assert refused.value.problem == "input_lost"
    assert len(files(store)) == 3


@pytest.mark.parametrize(("size", "problem"), [(0, "empty"), (5001, "too_large"), (4000, "no_room")])
def test_F23_size_is_refused_when_it_is_announced(person, settings, monkeypatch, size, problem):
    settings.WEB_FILE_MAX_BYTES = 5000
    monkeypatch.setattr(check_store, "free_bytes", lambda: 7999)
    with pytest.raises(CannotCheck) as refused:
        begin(person, size)
    assert refused.value.problem == problem
    begin(person, 3999)


def test_T28_flow_of_another_organisation_does_not_exist(person):
    with pytest.raises(FlowNotFound):
        begin(person, flow=make_flow(make_organisation()))


def test_T28_uploads_of_somebody_else_do_not_exist(person, store):
    upload = begin(person)
    send(person, upload, 0)
    for other in (make_member(), make_member(person.organisation)):
        cancel_upload(other, upload.public_id, **who(other))
        assert uploads_of(other) == []
        for act in (upload_of, lambda who_, id_: finish_upload(who_, id_, **who(who_))):
            with pytest.raises(UploadNotFound):
                act(other, upload.public_id)
        with pytest.raises(UploadNotFound):
            send(other, upload, PART)
    assert uploads_of(person) == [upload]
    assert len(files(store)) == 1


def test_nobody_begins_more_than_a_few(person):
    for _ in range(MOST_UPLOADS):
        begin(person)
    with pytest.raises(TooManyUploads):
        begin(person)
    begin(make_member(person.organisation))


def test_cancelled_upload_is_gone_with_its_files(person, store, django_capture_on_commit_callbacks):
    upload = begin(person)
    send(person, upload, 0)
    with django_capture_on_commit_callbacks(execute=True):
        cancel_upload(person, upload.public_id, **who(person))
    assert (files(store), Upload.objects.count()) == ([], 0)


def test_finished_upload_cannot_be_cancelled(person):
    upload = begin(person)
    send_all(person, upload)
    finish_upload(person, upload.public_id, **who(person))
    with pytest.raises(UploadEnded):
        cancel_upload(person, upload.public_id, **who(person))
    assert Check.objects.get().input_name


def test_upload_is_kept_for_a_day_after_its_last_part(person, store, settings, django_capture_on_commit_callbacks):
    upload = begin(person)
    touched = send(person, upload, 0).touched_at
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_stale_uploads(touched + settings.UPLOAD_KEPT - timedelta(seconds=1)) == 0
        assert erase_stale_uploads(touched + settings.UPLOAD_KEPT) == 1
    assert (files(store), Upload.objects.count()) == ([], 0)

"""P01: what a check leaves behind is gone when its time is over, and not before."""

import os
import time
import uuid
from datetime import timedelta

import pytest

from registry.actions.checks.collecting import ResultExpired, collect
from registry.actions.purge import purge_expired
from registry.clock import now
from registry.gateways import check_store
from registry.gateways.check_store import FileMissing
from registry.models import (
    ApiAnswer,
    ApiKey,
    AuditAction,
    AuditEvent,
    Check,
    MeshMessage,
    OrganisationInvitation,
    Upload,
    UploadPart,
    Webhook,
    WebhookDelivery,
    WorkState,
)
from registry.parties import SYSTEM
from tests.factories.checks import make_check
from tests.factories.organisations import make_flow, make_member, make_organisation
from tests.factories.published import RESULT, columns_of, keep_file, make_published_check
from tests.support.waiting import wait_until

pytestmark = pytest.mark.django_db
SOON = timedelta(seconds=10)


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.CHECKS_DIR = tmp_path / "checks"
    return settings.CHECKS_DIR


@pytest.fixture
def organisation():
    return make_organisation()


def purge(at=None):
    return purge_expired(by=SYSTEM, at=at or now())


def names(check):
    check.refresh_from_db()
    return [check.input_name, check.result_name, check.report_name]


def files(store):
    return {path.name for path in store.glob("??/*")}


def end(check, state=WorkState.FAILED):
    check.state, check.finished_at = state, now()
    check.save()
    return check


def grow_old(store):
    for path in store.glob("??/*"):
        os.utime(path, (time.time() - 25 * 3600,) * 2)


def test_P01_list_goes_when_its_check_has_ended(organisation, store):
    waiting = make_check(organisation, **columns_of("input", keep_file(organisation, b"list")))
    failed = end(make_check(organisation, **columns_of("input", keep_file(organisation, b"list"))))
    assert purge()["check_files"] == 1
    assert names(failed) == [None, None, None]
    assert failed.files_gone_at
    assert files(store) == {str(waiting.input_name)}
    assert waiting.input_sha256 == failed.input_sha256


def test_P01_result_stays_seven_days_and_then_goes(organisation, store, database_clock):
    check = make_published_check(organisation)
    assert purge()["check_files"] == 1  # the list
    check.refresh_from_db()
    assert files(store) == {str(check.result_name), str(check.report_name)}
    assert check.files_gone_at is None
    database_clock.move(timedelta(days=7) - SOON)
    with collect(check, "result", by=SYSTEM, at=now()).file as file:
        assert file.read() == RESULT
    assert purge()["check_files"] == 0
    database_clock.move(SOON)
    with pytest.raises(ResultExpired):
        collect(check, "result", by=SYSTEM, at=now())
    assert purge()["check_files"] == 2
    assert names(check) == [None, None, None]
    assert files(store) == set()
    assert check.files_gone_at
    assert check.receipt
    events = AuditEvent.objects.filter(action=AuditAction.CHECK_FILES_ERASED, object_id=str(check.public_id))
    assert [event.details["files"] for event in events.order_by("pk")] == [1, 2]


def test_P01_result_goes_at_the_very_instant_at_which_it_expires(organisation):
    check = make_published_check(organisation)
    purge()
    assert purge(check.valid_until - timedelta(microseconds=1))["check_files"] == 0
    assert purge(check.valid_until)["check_files"] == 2


def test_P01_result_expires_by_the_clock_on_the_wall(organisation, store, settings):
    settings.RESULT_VALID = timedelta(seconds=2)
    check = make_published_check(organisation)
    with collect(check, "result", by=SYSTEM, at=now()).file as file:
        assert file.read() == RESULT
    purge()
    assert names(check)[1:].count(None) == 0
    wait_until(lambda: now() >= check.valid_until)
    with pytest.raises(ResultExpired):
        collect(check, "result", by=SYSTEM, at=now())
    assert files(store)
    purge()
    assert files(store) == set()


def test_P01_purge_cut_short_is_finished_by_the_next(organisation, store, monkeypatch):
    check = end(make_check(organisation, **columns_of("input", keep_file(organisation, b"list"))))
    other = end(make_check(organisation, **columns_of("input", keep_file(organisation, b"list"))))
    destroy = check_store.destroy

    def refuse_one(name):
        if name == check.input_name:
            raise PermissionError("no")
        destroy(name)

    with monkeypatch.context() as broken:
        broken.setattr(check_store, "destroy", refuse_one)
        assert purge()["check_files"] == 1
    assert names(other)[0] is None
    assert names(check)[0] is not None
    check_store.destroy(check.input_name)
    assert purge()["check_files"] == 1
    assert names(check)[0] is None


def test_P01_files_without_a_row_go_after_a_day(organisation, store):
    person = make_member(organisation)
    upload = Upload.objects.create(person=person, flow=make_flow(organisation), size=9)
    part = UploadPart.objects.create(
        upload=upload, starts_at=0, size=4, stored_name=keep_file(organisation, b"part")["name"]
    )
    check = make_published_check(organisation)
    named = {str(name) for name in (part.stored_name, check.result_name, check.report_name)}
    orphan = keep_file(organisation, b"nobody's")["name"]
    purge()
    assert files(store) == named | {str(orphan)}
    grow_old(store)
    assert purge()["check_files"] == 1
    assert files(store) == named
    with pytest.raises(FileMissing):
        check_store.open_kept(orphan, owner=organisation.public_id)


def test_P01_what_is_kept_of_a_check_goes_two_years_after_its_end(organisation, settings):
    check, later = make_published_check(organisation), make_published_check(organisation)
    Check.objects.filter(pk=later.pk).update(resembles=check)
    webhook = Webhook.objects.create(organisation=organisation, url="https://example.com/", secret="s")
    WebhookDelivery.objects.create(webhook=webhook, check_told=check, deadline_at=now())
    MeshMessage.objects.create(message_id="m", sender_mailbox="X", organisation=organisation, check_made=check)
    waiting = make_check(organisation)
    two_years = timedelta(days=settings.CHECK_KEPT_DAYS)
    Check.objects.filter(pk=later.pk).update(finished_at=check.finished_at + timedelta(hours=1))
    assert purge(check.finished_at + two_years - SOON)["list_checks"] == 0
    assert purge(check.finished_at + two_years)["list_checks"] == 1
    assert set(Check.objects.values_list("pk", flat=True)) == {later.pk, waiting.pk}
    later.refresh_from_db()
    assert later.resembles is None
    assert not WebhookDelivery.objects.exists()
    assert not MeshMessage.objects.exists()


def test_P01_sketch_goes_once_nothing_is_compared_with_it(organisation, settings):
    check = make_published_check(organisation)
    Check.objects.update(sketch=b"marks", sketch_marks=[1, 2])
    assert purge(check.created_at + settings.NEAR_DUPLICATE_WITHIN - SOON)["check_sketches"] == 0
    assert purge(check.created_at + settings.NEAR_DUPLICATE_WITHIN + SOON)["check_sketches"] == 1
    check.refresh_from_db()
    assert (check.sketch, check.sketch_marks) == (None, [])


def test_P01_api_answers_and_invitations_go_when_they_expire(organisation):
    at = now()
    key = ApiKey.objects.create(organisation=organisation, name="k", key_hash=b"k", scopes=[], expires_at=at)
    for place, expires_at in enumerate((at, at + SOON)):
        ApiAnswer.objects.create(api_key=key, idempotency_hash=bytes([place]), request_hash=b"r", expires_at=expires_at)
        OrganisationInvitation.objects.create(
            person=make_member(organisation), token_hash=uuid.uuid4().bytes, expires_at=expires_at
        )
    erased = purge(at)
    assert (erased["api_answers"], erased["organisation_invitations"]) == (1, 1)
    assert ApiAnswer.objects.get().expires_at == OrganisationInvitation.objects.get().expires_at == at + SOON

"""Who may fetch what a check gave, for how long, and what is written down about it."""

from datetime import timedelta

import pytest

from registry.actions.checks.collecting import ResultExpired, ResultGone, collect, result_name
from registry.clock import now
from registry.gateways import check_store
from registry.models import AuditAction, AuditEvent
from registry.parties import SYSTEM
from tests.factories.checks import make_check
from tests.factories.organisations import make_organisation
from tests.factories.published import REPORT, RESULT, keep_file, make_published_check

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.CHECKS_DIR = tmp_path / "checks"
    return settings.CHECKS_DIR


@pytest.fixture
def check():
    return make_published_check(make_organisation())


def fetch(check, what="result", at=None):
    collected = collect(check, what, by=SYSTEM, at=at or now())
    with collected.file as file:
        return file.read(), collected


def test_collect_hands_out_the_files_with_their_names_and_sizes(check):
    until = check.valid_until.date().isoformat()
    data, result = fetch(check)
    assert (data, result.size, result.name) == (RESULT, len(RESULT), f"UPH-{check.reference}-use-before-{until}.csv")
    data, report = fetch(check, "report")
    assert (data, report.size) == (REPORT, len(REPORT))
    assert report.name == f"UPH-{check.reference}-report-use-before-{until}.csv"


def test_collect_writes_down_each_time_and_keeps_the_first(check):
    fetch(check, "report")
    check.refresh_from_db()
    assert check.collected_at is None
    first, second = now(), now() + timedelta(hours=1)
    fetch(check, at=first)
    fetch(check, at=second)
    check.refresh_from_db()
    assert check.collected_at == first
    events = AuditEvent.objects.filter(action=AuditAction.CHECK_COLLECTED).order_by("pk")
    assert [event.details["what"] for event in events] == ["report", "result", "result"]
    assert {event.object_id for event in events} == {str(check.public_id)}


def test_collect_serves_until_the_last_instant_and_no_longer(check):
    fetch(check, at=check.valid_until - timedelta(microseconds=1))
    for what in ("result", "report"):
        with pytest.raises(ResultExpired):
            collect(check, what, by=SYSTEM, at=check.valid_until)
    assert AuditEvent.objects.filter(action=AuditAction.CHECK_COLLECTED).count() == 1


def test_collect_goes_by_the_row_and_not_by_what_the_caller_remembers(check):
    stale = type(check).objects.get(pk=check.pk)
    check.valid_until = now() - timedelta(seconds=1)
    check.save()
    with pytest.raises(ResultExpired):
        collect(stale, "result", by=SYSTEM, at=now())


def test_collect_of_a_check_without_a_result_finds_nothing():
    for what in ("result", "report"):
        with pytest.raises(ResultGone):
            collect(make_check(), what, by=SYSTEM, at=now())


def test_collect_of_a_lost_or_foreign_file_finds_nothing_and_says_so_in_no_audit(check):
    other = keep_file(make_organisation(), b"another's")["name"]
    own = check.result_name
    for name in (other, own):
        type(check).objects.filter(pk=check.pk).update(result_name=name)
        check_store.destroy(own)
        with pytest.raises(ResultGone):
            collect(check, "result", by=SYSTEM, at=now())
    check.refresh_from_db()
    assert check.collected_at is None
    assert not AuditEvent.objects.filter(action=AuditAction.CHECK_COLLECTED).exists()


@pytest.mark.parametrize(
    ("given", "ending"),
    [("cohort.TXT", ".txt"), ("a.b.dat", ".dat"), ("", ".csv"), ("x.exe", ".csv"), ("../etc/passwd", ".csv")],
)
def test_result_name_keeps_a_known_ending_of_the_list_and_nothing_else(check, given, ending):
    check.file_name = given
    name = result_name(check, "result", now())
    assert name == f"UPH-{check.reference}-use-before-{check.valid_until:%Y-%m-%d}{ending}"


def test_result_name_says_that_it_has_expired_or_is_a_test(check):
    day = f"{check.valid_until:%Y-%m-%d}"
    assert result_name(check, "result", check.valid_until) == f"UPH-{check.reference}-EXPIRED-{day}.csv"
    check.is_test = True
    assert result_name(check, "result", now()) == f"UPH-TEST-{check.reference}-use-before-{day}.csv"

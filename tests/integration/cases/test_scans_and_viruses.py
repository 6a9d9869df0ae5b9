"""The virus scanner: found, clean, away, slow, odd, and back again."""

import socket

import pytest
from django.conf import settings as project
from django.urls import reverse

from registry.actions.cases import rechecks
from registry.actions.cases.receiving import log_case
from registry.actions.cases.scans import receive_scan
from registry.clock import now
from registry.gateways import scan_store, virus_scanner
from registry.models import AuditEvent, Case, Role, Scan, ScanPage
from registry.parties import SYSTEM
from registry.tasks import recheck_scans
from tests.fakes.clamd_stub import EICAR, ClamdStub
from tests.support.ports import free_port
from tests.support.scans import as_file, page
from tests.support.staff import as_actor, make_staff, signed_in_client

pytestmark = pytest.mark.django_db
PDF = as_file("PDF", page())


@pytest.fixture
def clamd(settings):
    stub = ClamdStub().start()
    settings.VIRUS_SCANNER = stub.address
    yield stub
    stub.stop()


@pytest.fixture
def agent():
    return make_staff(Role.AGENT)


@pytest.fixture
def case(agent):
    day = now().date()
    return log_case(form_type="self", arrived_by="post", received_on=day, by=as_actor(agent), at=now())


def receive(agent, case, data=PDF):
    return receive_scan(data=data, name="form.pdf", case_id=case.public_id, by=as_actor(agent), at=now())


def held(agent, case, clamd, data=PDF):
    clamd.answer = b"stream: Scanner is reloading ERROR"
    scan = receive(agent, case, data)
    assert scan.state == "quarantined"
    clamd.answer = None
    return scan


def test_T26_clean_file_is_shown_to_the_scanner_whole(clamd, agent, case):
    assert receive(agent, case).state == "ready"
    assert clamd.seen == [PDF]


def test_T24_eicar_is_refused_and_not_kept(clamd, agent, case, store):
    scan = receive(agent, case, PDF + EICAR)
    assert (scan.state, scan.problem, scan.stored_name) == ("refused", "virus", None)
    assert not list(store.glob("*/*"))
    assert AuditEvent.objects.get(action="scan_refused").reason == "virus"
    assert Case.objects.get().state == "received"


@pytest.mark.parametrize(
    "answer",
    [b"", b"stream: OKAY", b"INSTREAM size limit exceeded. ERROR", b"OK", b"x" * 9000],
    ids=["nothing", "almost", "limit", "bare", "long"],
)
def test_T26_anything_but_a_plain_ok_holds_the_file(clamd, agent, case, answer):
    clamd.answer = answer
    assert receive(agent, case).state == "quarantined"


def test_T26_file_over_the_scanners_limit_is_refused(clamd, agent, case):
    clamd.answer = b"stream: Heuristics.Limits.Exceeded FOUND"
    assert receive(agent, case).problem == "virus"


def test_F34_slow_scanner_holds_the_file(clamd, agent, case, monkeypatch):
    monkeypatch.setattr(virus_scanner, "SECONDS", 0.3)
    clamd.delay = 1
    assert receive(agent, case).state == "quarantined"


def test_F34_scanner_that_swallows_everything_holds_the_file(settings, agent, case, monkeypatch):
    monkeypatch.setattr(virus_scanner, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.VIRUS_SCANNER = f"127.0.0.1:{silent.getsockname()[1]}"
        assert receive(agent, case).state == "quarantined"


def test_F34_scanner_stopped_nothing_is_viewable_and_the_bytes_wait_encrypted(settings, agent, case, store):
    settings.VIRUS_SCANNER = f"127.0.0.1:{free_port()}"
    scan = receive(agent, case)
    assert scan.state == "quarantined"
    assert scan_store.get(scan.stored_name) == PDF
    (kept,) = store.glob("*/*")
    assert PDF[:200] not in kept.read_bytes()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert Case.objects.get().state == "received"
    client = signed_in_client(agent)
    assert client.get(reverse("staff:scan-page", args=[scan.pk, 1])).status_code == 404
    assert client.get(reverse("staff:scan-pdf", args=[scan.pk])).status_code == 404
    shown = client.get(reverse("staff:case-received", args=[case.public_id])).content.decode()
    assert "The virus scanner does not answer now" in shown


def test_F34_scanner_back_held_files_are_cleared_and_their_case_goes_on(clamd, agent, case, store):
    clamd.stop()
    scan = receive(agent, case)
    assert scan.state == "quarantined"
    recheck_scans()
    assert Scan.objects.get().state == "quarantined"
    clamd.start()
    recheck_scans()
    scan.refresh_from_db()
    assert (scan.state, scan.stored_name) == ("ready", None)
    assert Case.objects.get().state == "to_enter"
    assert len(list(store.glob("*/*"))) == ScanPage.objects.count() == 1
    recheck_scans()
    assert AuditEvent.objects.filter(action="case_scanned").count() == 1


def test_F34_rechecks_run_often_enough():
    entry = project.CELERY_BEAT_SCHEDULE["scans"]
    assert entry["task"] == recheck_scans.name
    assert entry["schedule"].total_seconds() <= 600


def test_F34_held_file_that_proves_bad_is_refused_later(clamd, agent, case, store):
    held(agent, case, clamd, PDF + EICAR)
    assert rechecks.recheck_held(by=SYSTEM, at=now()) == {"refused": 1}
    assert Scan.objects.get().problem == "virus"
    assert not list(store.glob("*/*"))
    assert Case.objects.get().state == "received"


def test_held_file_that_cannot_be_read_is_refused_later(clamd, agent, case):
    held(agent, case, clamd, b"%PDF-1.7 nothing")
    assert rechecks.recheck_held(by=SYSTEM, at=now()) == {"refused": 1}
    assert Scan.objects.get().problem == "damaged"


def test_held_file_that_went_missing_is_refused_later(clamd, agent, case):
    scan_store.destroy(held(agent, case, clamd).stored_name)
    assert rechecks.recheck_held(by=SYSTEM, at=now()) == {"refused": 1}


def test_held_loose_scan_is_filed_by_its_code_once_it_is_checked(clamd, agent, case):
    clamd.answer = b"no"
    data = as_file("PDF", page(code=f"NDO1:F:self:{case.reference}"))
    receive_scan(data=data, name="form.pdf", case_id=None, by=as_actor(agent), at=now())
    clamd.answer = None
    rechecks.recheck_held(by=SYSTEM, at=now())
    assert Scan.objects.get().case == case
    assert Case.objects.get().state == "to_enter"


def test_two_workers_release_a_held_scan_once(clamd, agent, case, store, monkeypatch):
    scan = held(agent, case, clamd)
    check = virus_scanner.check

    def while_another_is_quicker(data):
        monkeypatch.setattr(virus_scanner, "check", check)
        assert rechecks.recheck_held(by=SYSTEM, at=now()) == {"ready": 1}

    monkeypatch.setattr(virus_scanner, "check", while_another_is_quicker)
    assert rechecks.recheck_held(by=SYSTEM, at=now()) == {"elsewhere": 1}
    assert ScanPage.objects.filter(scan=scan).count() == len(list(store.glob("*/*"))) == 1

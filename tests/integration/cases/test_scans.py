"""What becomes of a scan, and who may look at it."""

from uuid import uuid4

import pytest
from django.urls import reverse

from registry.actions.cases.filing import CannotFile
from registry.actions.cases.receiving import case_for_barcode, file_scan, log_case
from registry.actions.cases.scans import receive_scan
from registry.clock import now
from registry.gateways import scan_store
from registry.models import AuditEvent, Case, CaseState, Role, Scan, ScanPage, ScanState
from registry.permissions import NotPermitted
from tests.support.scans import as_file, page
from tests.support.staff import as_actor, make_staff, signed_in_client

pytestmark = pytest.mark.django_db
CODE = "NDO1:F:self"


@pytest.fixture
def agent():
    return make_staff(Role.AGENT)


@pytest.fixture
def case(agent):
    at = now()
    return log_case(form_type="self", arrived_by="post", received_on=at.date(), by=as_actor(agent), at=at)


def receive(agent, data=None, *, name="form.pdf", case=None):
    data = data or as_file("PDF", page(code=CODE), page("Second page"))
    case_id = case.public_id if case else None
    return receive_scan(data=data, name=name, case_id=case_id, by=as_actor(agent), at=now())


def actions(*wanted):
    rows = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    return [action for action in rows if not wanted or action in wanted]


def test_scan_is_remade_filed_and_moves_its_case(agent, case):
    scan = receive(agent, case=case)
    assert (scan.state, scan.barcode, scan.original_name) == (ScanState.READY, CODE, "form.pdf")
    case.refresh_from_db()
    assert (case.state, case.version) == (CaseState.TO_ENTER, 2)
    pages = ScanPage.objects.filter(scan=scan).order_by("number")
    assert [(one.number, one.height) for one in pages] == [(1, 2480), (2, 2480)]
    assert all(scan_store.get(one.stored_name).startswith(b"\xff\xd8\xff") for one in pages)
    assert actions() == ["case_logged", "scan_received", "case_scanned"]


def test_T24_nothing_of_the_uploaded_file_is_kept(agent, case):
    scan = receive(agent, case=case)
    assert Scan.objects.get(pk=scan.pk).stored_name is None


def test_scan_without_a_case_waits_until_it_is_filed(agent, case):
    scan = receive(agent)
    case.refresh_from_db()
    assert case.state == CaseState.RECEIVED
    for _ in range(2):
        file_scan(scan_id=scan.pk, case_id=case.public_id, by=as_actor(agent), at=now())
    case.refresh_from_db()
    assert (case.state, case.version) == (CaseState.TO_ENTER, 2)
    assert actions("case_scanned") == ["case_scanned"]


def test_second_scan_of_a_case_does_not_move_it_again(agent, case):
    receive(agent, case=case)
    receive(agent, as_file("PNG"), name="more.png", case=case)
    case.refresh_from_db()
    assert (case.state, case.version) == (CaseState.TO_ENTER, 2)
    assert actions("case_scanned") == ["case_scanned"] * 2


def test_scan_is_not_filed_under_a_decided_case(agent, case):
    at = now()
    Case.objects.update(state=CaseState.CLOSED, close_reason="not_a_form", decided_by=agent, decided_at=at)
    with pytest.raises(CannotFile):
        receive(agent, case=case)
    assert not Scan.objects.exists()
    assert not list(scan_store.older_than(-1))


def test_same_file_is_kept_once_for_a_case(agent, case):
    first, second = receive(agent, case=case), receive(agent, name="again.pdf", case=case)
    assert first.pk == second.pk
    assert Scan.objects.count() == 1


def test_same_file_that_waits_is_filed_instead_of_its_copy(agent, case):
    waiting = receive(agent)
    assert receive(agent, case=case).pk == waiting.pk
    assert Scan.objects.get().case == case


def test_barcode_finds_its_case_and_no_other(agent, case):
    assert case_for_barcode(f"NDO1:F:self:{case.reference}") == case
    assert case_for_barcode("NDO1:F:self:99999-C") is None
    assert case_for_barcode(CODE) is None
    assert case_for_barcode("nonsense") is None


def test_two_different_codes_in_one_file_are_left_to_a_person(agent):
    assert receive(agent, as_file("PDF", page(code=CODE), page(code="NDO1:F:children"))).barcode == ""


def test_scan_is_received_only_with_the_permission(case):
    checker = make_staff(Role.CHECKER)
    with pytest.raises(NotPermitted):
        receive(checker, case=case)
    assert not Scan.objects.exists()


def test_log_case_numbers_its_cases_and_sets_their_day(agent, case):
    later = log_case(
        form_type="children", arrived_by="email", received_on=case.received_on, by=as_actor(agent), at=now()
    )
    assert int(later.reference[:-2]) == int(case.reference[:-2]) + 1
    assert (later.due_on - later.received_on).days == 14


def test_T24_page_is_served_sealed_and_written_down_first(agent, case):
    scan = receive(agent, case=case)
    answer = signed_in_client(agent).get(reverse("staff:scan-page", args=[scan.pk, 2]))
    assert answer.content.startswith(b"\xff\xd8\xff")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    seen = AuditEvent.objects.get(action="scan_viewed")
    assert (seen.actor_id, seen.object_id) == (str(agent.pk), str(scan.pk))
    assert seen.details == {"page": "2", "case": case.reference}


def test_T16_page_that_cannot_be_written_down_is_not_served(agent, case, monkeypatch):
    scan = receive(agent, case=case)
    client = signed_in_client(agent)
    client.raise_request_exception = False
    monkeypatch.setattr("registry.actions.cases.scan_views.audit.record", lambda *_, **__: 1 / 0)
    assert client.get(reverse("staff:scan-page", args=[scan.pk, 1])).status_code == 500


def test_T24_pdf_is_ours_and_a_download(agent, case):
    scan = receive(agent, case=case)
    answer = signed_in_client(agent).get(reverse("staff:scan-pdf", args=[scan.pk]))
    assert answer.content.count(b"/Type /Page ") == 2
    assert answer["Content-Disposition"] == 'attachment; filename="scan.pdf"'
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert AuditEvent.objects.get(action="scan_viewed").details["page"] == "all"


@pytest.mark.parametrize("missing", ["scan", "page", "destroyed", "held", "file"])
def test_page_that_is_not_there_for_any_reason_is_the_same_404(agent, case, missing):
    scan = receive(agent, case=case)
    address = [uuid4() if missing == "scan" else scan.pk, 3 if missing == "page" else 1]
    if missing == "destroyed":
        ScanPage.objects.update(destroyed_at=now())
    if missing == "held":
        Scan.objects.update(state=ScanState.QUARANTINED)
    if missing == "file":
        scan_store.destroy(ScanPage.objects.get(number=1).stored_name)
    client = signed_in_client(agent)
    answer = client.get(reverse("staff:scan-page", args=address))
    nowhere = client.get(reverse("staff:scan-page", args=[uuid4(), 1]))
    assert (answer.status_code, answer.content) == (404, nowhere.content)


def test_T20_page_is_refused_without_the_permission(case, agent):
    scan = receive(agent, case=case)
    auditor = signed_in_client(make_staff(Role.AUDITOR))
    assert auditor.get(reverse("staff:scan-page", args=[scan.pk, 1])).status_code == 403
    assert actions("scan_viewed") == []

"""Logging forms by the pages."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from registry.actions.cases.receiving import log_case
from registry.clock import now
from registry.models import Case, Role, Scan, ScanPage
from tests.support.scans import as_file, page
from tests.support.staff import as_actor, make_staff, signed_in_client

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def agent():
    return make_staff(Role.AGENT)


@pytest.fixture
def client(agent):
    return signed_in_client(agent)


def file(name="form.png", data=None):
    return SimpleUploadedFile(name, data if data is not None else as_file("PNG"))


def day(value=TODAY):
    return {"received_on_day": value.day, "received_on_month": value.month, "received_on_year": value.year}


def first_page(client, **query):
    return client.get(reverse("staff:receive"), query).context_data["form"]


def typed(client, **changes):
    key = str(first_page(client).initial["key"])
    return {"key": key, "form_type": "children", "arrived_by": "email", **day(), **changes}


def log(client, answers, *files):
    return client.post(reverse("staff:receive"), {**answers, "scans": list(files)})


def test_receive_page_starts_with_today(client):
    assert first_page(client).initial["received_on"] == TODAY


def test_receive_logs_the_form_with_its_scan_and_says_its_reference(client):
    answer = log(client, typed(client), file())
    case = Case.objects.get()
    assert (case.form_type, case.arrived_by, case.received_on, case.state) == ("children", "email", TODAY, "to_enter")
    assert answer["Location"] == reverse("staff:case-received", args=[case.public_id])
    shown = client.get(answer["Location"]).content.decode()
    assert case.reference in shown
    assert "form.png" in shown


def test_receive_without_a_scan_waits_for_it(client):
    log(client, typed(client))
    case = Case.objects.get()
    assert case.state == "received"
    client.post(reverse("staff:case-scans", args=[case.public_id]), {"scans": [file()]})
    assert Case.objects.get().state == "to_enter"


def test_log_another_keeps_the_day_and_how_it_came(client):
    yesterday = TODAY - timedelta(days=1)
    answer = client.get(log(client, typed(client, **day(yesterday)), file())["Location"])
    again = client.get(answer.context_data["another"]).context_data["form"]
    assert again.initial["received_on"] == yesterday
    assert again.initial["arrived_by"] == "email"
    assert again.initial["key"] != answer.context_data["case"].public_id


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (day(TODAY + timedelta(days=1)), "Date received must be today or in the past"),
        (day(TODAY - timedelta(days=400)), "Date received must be in the last 12 months"),
        ({"form_type": ""}, "Select which form it is"),
        ({"arrived_by": "pigeon"}, "Select post or email"),
        ({"key": ""}, "Open this page again"),
    ],
)
def test_receive_refuses_what_cannot_be_and_keeps_the_rest(client, changes, message):
    answer = log(client, typed(client, **changes), file())
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Case.objects.exists()
    assert not Scan.objects.exists()


def test_receive_refused_file_keeps_the_typed_answers_and_says_why(client, store):
    answer = log(client, typed(client), file("good.png"), file("bad.pdf", b"%PDF-1.4 cut off"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "bad.pdf: the file is damaged or cut off. Scan the form again" in text
    assert "good.png" not in text
    assert 'value="children" checked' in text
    assert not Case.objects.exists()
    assert [scan.original_name for scan in Scan.objects.all()] == ["bad.pdf"]
    assert not list(store.glob("*/*"))


def test_receive_sent_twice_logs_one_case(client):
    answers = typed(client)
    first, second = log(client, answers, file()), log(client, answers, file())
    assert first["Location"] == second["Location"]
    assert (Case.objects.count(), Scan.objects.count(), ScanPage.objects.count()) == (1, 1, 1)


def test_receive_page_used_for_another_form_is_refused(client):
    answers = typed(client)
    log(client, answers)
    answer = log(client, {**answers, "form_type": "self"})
    assert answer.status_code == 422
    assert f"This page already logged case {Case.objects.get().reference}" in answer.content.decode()


def test_receive_file_of_another_case_is_refused(client, agent):
    log(client, typed(client), file())
    answer = log(client, typed(client), file("copy.png"))
    assert answer.status_code == 422
    assert f"filed under case {Case.objects.get().reference} already" in answer.content.decode()


def test_more_scans_say_which_were_refused_and_keep_the_others(client, agent):
    at = now()
    case = log_case(form_type="self", arrived_by="post", received_on=TODAY, by=as_actor(agent), at=at)
    address = reverse("staff:case-scans", args=[case.public_id])
    answer = client.post(address, {"scans": [file(), file("x.pdf", b"no")]})
    assert answer.status_code == 422
    assert "x.pdf: the file is not a PDF, JPEG, PNG or TIFF" in answer.content.decode()
    assert Case.objects.get().state == "to_enter"
    assert client.post(address, {}).status_code == 422


def test_more_scans_are_refused_for_a_decided_case(client, agent):
    case = log_case(form_type="self", arrived_by="post", received_on=TODAY, by=as_actor(agent), at=now())
    Case.objects.update(state="closed", close_reason="not_a_form", decided_by=agent, decided_at=now())
    answer = client.post(reverse("staff:case-scans", args=[case.public_id]), {"scans": [file()]})
    assert "This case is decided" in answer.content.decode()


def test_pages_of_a_scan_are_marked(client):
    log(client, typed(client), file("two.tif", as_file("TIFF", page(), page("A passport"))))
    scan = Scan.objects.get()
    address = reverse("staff:scan-pages", args=[scan.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"page_1": "form"}).status_code == 422
    answer = client.post(address, {"page_1": "form", "page_2": "identity"})
    assert answer["Location"] == reverse("staff:case-received", args=[scan.case.public_id])
    assert [one.kind for one in ScanPage.objects.order_by("number")] == ["form", "identity"]

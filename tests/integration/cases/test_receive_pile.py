"""A pile of scans: filed by their codes, or by hand."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from registry.actions.cases.receiving import log_case
from registry.clock import now
from registry.models import Case, FormType, Role, Scan, ScanProblem
from staff.cases.receive_words import ADVICE
from tests.support.scans import as_file, page
from tests.support.staff import as_actor, make_staff, signed_in_client

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
CAME = {
    "arrived_by": "post",
    "received_on_day": TODAY.day,
    "received_on_month": TODAY.month,
    "received_on_year": TODAY.year,
}
LETTER = f"NDO1:L:{'0' * 31}1"


@pytest.fixture
def agent():
    return make_staff(Role.AGENT)


@pytest.fixture
def client(agent):
    return signed_in_client(agent)


@pytest.fixture
def case(agent):
    return log_case(form_type="self", arrived_by="post", received_on=TODAY, by=as_actor(agent), at=now())


def scan_file(name, code="", words="A form"):
    return SimpleUploadedFile(name, as_file("PNG", page(words, code, size=(620, 877))))


def send(client, *files, **headers):
    return client.post(reverse("staff:receive-pile"), {**CAME, "scans": list(files)}, headers=headers)


def rows(answer):
    return {row["name"]: (row["words"], row["reference"]) for row in answer.context_data["rows"]}


def test_pile_is_filed_by_its_codes(client, case):
    answer = send(
        client,
        scan_file("known.png", f"NDO1:F:self:{case.reference}"),
        scan_file("new.png", "NDO1:F:detained"),
        scan_file("none.png"),
        scan_file("unknown.png", "NDO1:F:self:99999-C"),
        scan_file("letter.png", LETTER),
        SimpleUploadedFile("bad.pdf", b"no"),
    )
    new = Case.objects.get(form_type=FormType.DETAINED)
    assert rows(answer) == {
        "known.png": ("Filed by its code", case.reference),
        "new.png": ("New case, by its code", new.reference),
        "none.png": ("No code that can be read: to be filed by hand", ""),
        "unknown.png": ("Its code names no case of ours: to be filed by hand", ""),
        "letter.png": ("One of our letters that came back: to be filed by hand", ""),
        "bad.pdf": (
            f"Refused: the file is not a PDF, JPEG, PNG or TIFF. {ADVICE[ScanProblem.WRONG_TYPE]}",
            "",
        ),
    }
    assert {one.state for one in Case.objects.all()} == {"to_enter"}
    assert (new.received_on, new.arrived_by) == (TODAY, "post")


def test_pile_sent_again_changes_nothing(client, case):
    files = [("known.png", f"NDO1:F:self:{case.reference}"), ("new.png", "NDO1:F:self"), ("none.png", "")]
    send(client, *(scan_file(*one) for one in files))
    before = (Case.objects.count(), Scan.objects.count())
    answer = send(client, *(scan_file(*one) for one in files))
    assert (Case.objects.count(), Scan.objects.count()) == before == (2, 3)
    assert [words for words, _ in rows(answer).values()][:2] == ["The same file came before"] * 2


def test_pile_of_a_decided_case_waits(client, case, agent):
    Case.objects.update(state="closed", close_reason="not_a_form", decided_by=agent, decided_at=now())
    answer = send(client, scan_file("late.png", f"NDO1:F:self:{case.reference}"))
    assert rows(answer)["late.png"] == ("Its case is decided: to be filed by hand", case.reference)
    assert Scan.objects.get().case is None


def test_pile_escapes_the_names_of_its_files(client):
    text = send(client, scan_file("<b>x.png")).content.decode()
    assert "&lt;b&gt;x.png" in text
    assert "<b>x.png" not in text


def test_pile_answers_a_script_with_json(client):
    answer = send(client, scan_file("new.png", "NDO1:F:self"), Accept="application/json")
    case = Case.objects.get()
    assert json.loads(answer.content) == {
        "rows": [
            {
                "name": "new.png",
                "words": "New case, by its code",
                "reference": case.reference,
                "url": reverse("staff:case-received", args=[case.public_id]),
            }
        ]
    }


def test_pile_without_a_file_is_refused(client):
    answer = send(client)
    assert answer.status_code == 422
    assert "Select at least one file" in answer.content.decode()
    assert json.loads(send(client, Accept="application/json").content) == {"is_wrong": True}


def test_unfiled_list_shows_what_waits_and_with_few_queries(client, case, django_assert_max_num_queries):
    send(client, *(scan_file(f"{number}.png", words=str(number)) for number in range(5)))
    with django_assert_max_num_queries(9):
        text = client.get(reverse("staff:unfiled-scan-list")).content.decode()
    assert all(f"{number}.png" in text for number in range(5))


def unfiled(client):
    send(client, scan_file("none.png"))
    return Scan.objects.get(case=None)


def test_unfiled_scan_is_filed_under_its_case_by_hand(client, case):
    scan = unfiled(client)
    address = reverse("staff:unfiled-scan", args=[scan.pk])
    assert reverse("staff:scan-page", args=[scan.pk, 1]) in client.get(address).content.decode()
    answer = client.post(address, {"where": "existing", "reference": f" {case.reference.lower()} "})
    assert answer["Location"] == reverse("staff:case-received", args=[case.public_id])
    assert Scan.objects.get().case == case
    assert "Every scan is filed" in client.get(reverse("staff:unfiled-scan-list")).content.decode()
    assert "This scan is filed under" in client.get(address).content.decode()


def test_unfiled_scan_becomes_a_new_case_once(client):
    scan = unfiled(client)
    answers = {"where": "new", "form_type": "children", **CAME}
    for _ in range(2):
        client.post(reverse("staff:unfiled-scan", args=[scan.pk]), answers)
    case = Case.objects.get()
    assert (case.form_type, case.state, case.received_on) == ("children", "to_enter", TODAY)


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({}, "Select where this scan belongs"),
        ({"where": "existing"}, "Enter the case reference"),
        ({"where": "existing", "reference": "99999-C"}, "No case has this reference"),
        ({"where": "new", **CAME}, "Select which form it is"),
        ({"where": "new", "form_type": "self", **CAME, "received_on_year": "2999"}, "must be today or in the past"),
    ],
)
def test_unfiled_scan_stays_when_the_answer_cannot_be(client, answers, message):
    scan = unfiled(client)
    answer = client.post(reverse("staff:unfiled-scan", args=[scan.pk]), answers)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert Scan.objects.get().case is None
    assert not Case.objects.exists()


def test_unfiled_scan_is_not_filed_under_a_decided_case(client, case, agent):
    Case.objects.update(state="closed", close_reason="not_a_form", decided_by=agent, decided_at=now())
    answers = {"where": "existing", "reference": case.reference}
    answer = client.post(reverse("staff:unfiled-scan", args=[unfiled(client).pk]), answers)
    assert "This case is decided" in answer.content.decode()

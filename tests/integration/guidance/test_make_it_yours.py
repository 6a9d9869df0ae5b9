"""A poster or a letter with a practice's own name, of which nothing is kept."""

import logging

import pytest
from django.apps import apps
from django.urls import reverse

from portal.guidance.materials.forms import LONGEST_NAME, MOST_LINES
from registry.gateways import ods_directory
from tests.support import pdfs

PAGE = reverse("guidance:make-it-yours")
HERE = {"origin": "http://testserver"}
DETAILS = {
    "name": "The Elms Surgery",
    "phone": "0113 496 0001",
    "hours": "Monday to Friday: 8am to 6:30pm\n\nSaturday: 9am to midday",
    "what": "poster-a4",
}


@pytest.fixture
def send(client):
    return lambda **typed: client.post(PAGE, DETAILS | typed, headers=HERE)


def find(client, code):
    return client.post(PAGE, {"do": "find", "ods_code": code}, headers=HERE)


@pytest.mark.parametrize(("what", "size"), [("poster-a4", 210), ("poster-a3", 297), ("letter", 210)])
def test_own_material_has_the_details_and_is_accessible(send, what, size):
    response = send(what=what)
    assert response["Content-Type"] == "application/pdf"
    name = f"national-data-opt-out-{what}-the-elms-surgery.pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    said = pdfs.text(response.content)
    for words in ("The Elms Surgery", "0113 496 0001", "Monday to Friday: 8am to 6:30pm", "Saturday: 9am to midday"):
        assert words in said
    assert pdfs.accessibility_marks(response.content)["pdf_ua_part"] == "1"
    assert pdfs.page_size(response.content)[0] == pytest.approx(size, abs=0.5)
    assert len(pdfs.pages(response.content)) == 1


@pytest.mark.django_db
def test_nothing_of_it_is_kept(send, client, caplog, django_assert_num_queries):
    counts = {model: model._default_manager.count() for model in apps.get_models()}
    with caplog.at_level(logging.DEBUG), django_assert_num_queries(0):
        answers = [send(), send(name=""), find(client, "Y99001")]
    assert {answer["Cache-Control"] for answer in answers} == {"no-store"}
    assert not client.cookies
    assert counts == {model: model._default_manager.count() for model in apps.get_models()}
    assert "Elms" not in caplog.text
    assert "Y99001" not in caplog.text


def test_form_is_refused_with_what_is_missing_and_keeps_the_rest(send):
    response = send(name=" ", phone="", hours="\n ", what="")
    assert response.status_code == 422
    html = response.content.decode()
    assert "<title>Error: Make it yours" in html
    for words in ("Enter the name of the practice", "Enter a phone number", "Enter opening hours", "Select what you"):
        assert html.count(words) == 2
    kept = send(phone="").content.decode()
    assert 'value="The Elms Surgery"' in kept
    assert "Saturday: 9am to midday</textarea>" in kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "W" * (LONGEST_NAME + 1)}, "must be 100 characters or fewer"),
        ({"phone": "1" * 31}, "must be 30 characters or fewer"),
        ({"hours": "\n".join("x" * (MOST_LINES + 1))}, "must be 7 lines or fewer"),
        ({"hours": "x" * 61}, "must be 60 characters or fewer"),
        ({"name": "हिन्दी"}, "Name of the practice has letters that we cannot print"),
        ({"hours": "월요일"}, "Opening hours has letters that we cannot print"),
        ({"name": "Elms \U0001f600\u2e3b\ua9c5"}, "We cannot print one of the signs you typed"),
        ({"name": "W" * LONGEST_NAME}, "Name of the practice is too long to print"),
        ({"hours": "W" * 60}, "Opening hours are too long to print"),
        ({"what": "sql"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_printed_is_refused_kindly(send, typed, said):
    response = send(**typed)
    assert response.status_code == 422
    assert said in response.content.decode()


def test_other_sites_cannot_send_the_form(client):
    assert client.post(PAGE, DETAILS, headers={"origin": "https://elsewhere.example"}).status_code == 403


def test_practice_that_is_found_fills_the_form_to_be_checked(client):
    response = find(client, " y99 001 ")
    html = response.content.decode()
    assert response.status_code == 200
    assert "We found The Elms Surgery, 1 Example Street, Leeds, LS1 1AA." in html
    assert 'value="The Elms Surgery"' in html
    assert 'value="0113 496 0001"' in html
    assert "Error" not in html


@pytest.mark.parametrize(
    ("code", "status", "said"),
    [("", 422, "Enter an ODS code"), ("X99999", 422, "No practice has this ODS code"), ("A" * 13, 422, "8 characters")],
)
def test_code_that_leads_nowhere_says_so(client, code, status, said):
    response = find(client, code)
    assert response.status_code == status
    assert said in response.content.decode()


def test_directory_that_is_away_lets_them_type(client, settings, monkeypatch):
    settings.ODS_DIRECTORY_URL = "http://127.0.0.1:1/ORD"
    response = find(client, "Y99001")
    assert response.status_code == 503
    html = response.content.decode()
    assert "We cannot look up ODS codes now. Type the details below" in html
    assert 'name="hours"' in html
    monkeypatch.setattr(ods_directory, "CODE", ods_directory.re.compile("never"))
    assert find(client, "Y99001").status_code == 422

"""The record as a visitor gets it: made from what was typed, and gone."""

import logging
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.support import pdfs
from tests.support.markup import by_id, elements, outline

RECORD = "/guidance/does-it-apply/record/?care=own"
CANNOT_PRINT = "Use of data has letters or signs that we cannot print. Use the letters of English"
OURS = {"Origin": "http://testserver"}


@pytest.fixture
def client():
    # There is no `django_db` here: a page that asked the database would fail.
    return Client(enforce_csrf_checks=True)


def test_record_is_a_pdf_with_a_name_and_a_date(client, time_machine):
    time_machine.move_to("2026-11-22T23:59:00Z")
    made = client.post(RECORD, {"organisation": "Anytown", "use": "Falls", "reference": "D1"}, headers=OURS)
    assert made.status_code == 200
    assert made["Content-Type"] == "application/pdf"
    assert made["Content-Disposition"] == 'attachment; filename="opt-out-applies-2026-11-22.pdf"'
    said = pdfs.text(made.content)
    assert "Organisation: Anytown Use of data: Falls Reference: D1 Made on: 22 November 2026 at 23:59" in said
    assert "/guidance/does-it-apply/answer/?care=own" in said.replace(" ", "")


def test_record_needs_nothing_typed(client):
    assert pdfs.text(client.post(RECORD, headers=OURS).content).count("Yes, for their own care") == 1


def test_nothing_typed_is_kept_or_logged(client, caplog):
    with caplog.at_level(logging.DEBUG):
        made = client.post(RECORD, {"organisation": "Confidentia"}, headers=OURS)
        refused = client.post(RECORD, {"organisation": "Confidentia हिन्दी"}, headers=OURS)
    assert "Confidentia" not in caplog.text
    assert {made["Cache-Control"], refused["Cache-Control"]} == {"no-store"}
    assert not made.cookies
    assert not refused.cookies


def test_what_is_typed_goes_by_post_to_the_same_answers(client):
    (form,) = [tag for tag in elements(client.get(RECORD).content.decode(), "form") if tag.get("method") == "post"]
    assert "action" not in form  # the address of the page itself, which has answers in it and nothing typed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"use": "हिन्दी"}, CANNOT_PRINT),
        ({"use": "Falls 😀"}, CANNOT_PRINT),
        ({"use": "x" * 101}, "Use of data must be 100 characters or fewer"),
    ],
)
def test_what_cannot_be_printed_is_refused_kindly(client, typed, said):
    refused = client.post(RECORD, typed | {"organisation": "Anytown"}, headers=OURS)
    html = refused.content.decode()
    assert refused.status_code == 422
    assert "<title>Error: " in " ".join(html.split())
    assert said in " ".join(name for name, attrs in outline(html) if not attrs)
    assert by_id(html, "id_use")["value"] == typed["use"]
    assert by_id(html, "id_organisation")["value"] == "Anytown"


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.example"}])
def test_T12_a_form_of_another_site_gets_no_record(client, headers):
    assert client.post(RECORD, headers=headers).status_code == 403


@pytest.mark.parametrize("query", ["", "?care=no", "?care=own&subject=health"])
def test_there_is_no_record_before_there_is_an_answer(client, query):
    moved = client.post(urlsplit(RECORD).path + query, headers=OURS)
    assert moved.status_code == 302
    assert "why=" in moved["Location"]


def test_other_methods_are_refused(client):
    assert client.put(RECORD, headers=OURS).status_code == 405

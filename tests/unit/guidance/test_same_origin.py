"""A form without a token is let in from our own pages only."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from portal.guidance.same_origin import from_our_pages, is_from_our_pages


@from_our_pages
def view(_request):
    return HttpResponse("done")


OURS = ({"Origin": "http://testserver"}, {"Referer": "http://testserver/guidance/x/?y=1"})
OTHERS = (
    {},
    {"Origin": "null"},
    {"Origin": "https://testserver"},
    {"Origin": "http://testserver.example"},
    {"Origin": "http://testserver:81"},
    {"Origin": "https://elsewhere.example", "Referer": "http://testserver/"},
    {"Referer": "https://elsewhere.example/http://testserver/"},
    {"Referer": "http://testserver@elsewhere.example/"},
    {"Referer": "http://[broken"},
)


@pytest.mark.parametrize("headers", OURS)
def test_form_of_our_page_is_let_in(headers):
    assert view(RequestFactory().post("/", headers=headers)).content == b"done"


@pytest.mark.parametrize("headers", OTHERS, ids=str)
def test_T12_form_of_any_other_page_is_refused(headers):
    with pytest.raises(PermissionDenied):
        view(RequestFactory().post("/", headers=headers))


def test_reading_needs_no_origin():
    assert view(RequestFactory().get("/")).content == b"done"


def test_our_other_names_are_ours(settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://opt-out.example"]
    assert is_from_our_pages(RequestFactory().post("/", headers={"Origin": "https://opt-out.example"}))

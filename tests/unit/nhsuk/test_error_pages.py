"""Error pages need neither the database nor a session: the tests here have no database, and say so if asked."""

import pytest
from django.test import Client, RequestFactory
from django.urls import path

from ndop import errors
from tests.support.markup import elements

PROBLEM = ValueError("999 000 0018 typed by somebody")
PAGES = [
    (lambda request: errors.bad_request(request, PROBLEM), 400),
    (lambda request: errors.permission_denied(request, PROBLEM), 403),
    (lambda request: errors.csrf_failure(request, reason="no cookie"), 403),
    (lambda request: errors.page_not_found(request, PROBLEM), 404),
    (lambda request: errors.too_many_attempts(request, None, {"username": "someone"}), 429),
    (errors.server_error, 500),
    (errors.service_unavailable, 503),
]


class Untouchable:
    def __getattr__(self, name):
        raise AssertionError(f"An error page asked for session.{name}")


@pytest.fixture
def request_that_must_not_be_read():
    request = RequestFactory().post("/", {"family_name": "Ó Néill"})
    request.session = Untouchable()
    request.user = Untouchable()
    return request


@pytest.mark.parametrize(("view", "status"), PAGES)
def test_error_page_has_its_status_and_a_way_forward(view, status, request_that_must_not_be_read, settings):
    response = view(request_that_must_not_be_read)
    html = response.content.decode()
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    assert response.status_code == status
    assert settings.NDOP_PHONE in main
    assert len(elements(html, "h1")) == 1


@pytest.mark.parametrize(("view", "status"), PAGES)
def test_error_page_makes_no_cookie_and_is_not_kept(view, status, request_that_must_not_be_read):
    response = view(request_that_must_not_be_read)
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("view", "status"), PAGES)
def test_T33_error_page_repeats_nothing_that_was_sent(view, status, request_that_must_not_be_read):
    html = view(request_that_must_not_be_read).content.decode()
    for said in ("999 000 0018", "Néill", "someone", "no cookie"):
        assert said not in html


def test_error_titles_are_all_different(request_that_must_not_be_read):
    titles = {view(request_that_must_not_be_read).content.split(b"</title>")[0] for view, _ in PAGES}
    assert len(titles) == len(PAGES)


def test_unavailable_service_says_when_to_come_back(request_that_must_not_be_read):
    assert errors.service_unavailable(request_that_must_not_be_read)["Retry-After"] == "60"


def test_unknown_address_answers_404_through_the_whole_stack_without_a_database():
    response = Client().get("/no/such/page/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_fault_answers_500_through_the_whole_stack_without_a_database(settings):
    settings.ROOT_URLCONF = __name__
    response = Client(raise_request_exception=False).get("/fault/")
    assert response.status_code == 500
    assert "This is our fault" in response.content.decode()


def fault(request):
    raise PROBLEM


fault.login_required = False
urlpatterns = [path("fault/", fault)]
handler500 = errors.server_error

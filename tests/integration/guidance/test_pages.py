"""Pages of the guidance as a visitor gets them."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.guidance.library import library


@pytest.fixture
def client() -> Client:
    return Client()


def test_home_lists_every_page(client: Client) -> None:
    html = client.get(reverse("guidance:home")).content.decode()
    assert [page.address for page in library().pages if f'href="/guidance/{page.address}/"' not in html] == []


@pytest.mark.parametrize("page", library().pages, ids=lambda page: page.address)
def test_page_shows_its_title_sets_no_cookie_and_asks_no_database(client: Client, page) -> None:
    # There is no `django_db` here: a page that asked the database would fail.
    answer = client.get(f"/guidance/{page.address}/")
    assert f'<h1 class="nhsuk-heading-l">{page.title}</h1>' in answer.content.decode()
    assert not answer.cookies
    assert "public" in answer["Cache-Control"]


def test_unknown_page_is_not_found(client: Client) -> None:
    assert client.get("/guidance/gps/nothing/").status_code == 404

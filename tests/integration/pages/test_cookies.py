"""P07: only necessary cookies, and the page lists exactly those."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from portal.pages.cookies import cookies


def names_on_the_page(client):
    html = client.get(reverse("pages:cookies")).content.decode()
    return re.findall(r'<dt class="nhsuk-summary-list__key">(.*?)</dt>', html)


def test_P07_page_lists_the_cookies_of_the_settings(client):
    assert names_on_the_page(client) == [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME]


def answer_the_first_question(client):
    first = reverse("choice:question", kwargs={"slug": "name"})
    client.get(first)
    client.post(first, {"given_name": "Amina", "family_name": "Okafor"})


@pytest.mark.django_db
def test_P07_service_sets_the_cookies_of_the_page_and_no_other(client):
    answer_the_first_question(client)
    client.get(reverse("staff:sign-in"))
    assert set(client.cookies) == set(names_on_the_page(client))


@pytest.mark.django_db
def test_P07_cookies_go_with_the_browser_window_as_the_page_says(client):
    answer_the_first_question(client)
    assert all("close your browser" in cookie.ends for cookie in cookies())
    assert len(client.cookies) == 2
    for cookie in client.cookies.values():
        assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_P07_no_part_can_set_another_cookie():
    """Django's other sources of cookies are not installed."""
    sources = ("messages.middleware", "locale", "sites")
    assert not [name for name in settings.MIDDLEWARE if any(source in name for source in sources)]

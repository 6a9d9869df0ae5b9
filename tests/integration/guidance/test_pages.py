"""Pages of the guidance as a visitor gets them."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from portal.guidance.changes import changes
from portal.guidance.drawn import ALONE
from portal.guidance.library import library
from portal.guidance.rendering import rendered
from portal.guidance.sections import SECTIONS

PAGES = [f"/guidance/{page.address}/" for page in library().pages]
PLACES = [f"/guidance/{name}/" for name in ("glossary", "style", "what-changed", *(one.name for one in SECTIONS))]
EVERYTHING = ["/guidance/", *PLACES, *PAGES]


@pytest.fixture
def client() -> Client:
    return Client()


def html_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_home_lists_every_section_and_what_is_most_wanted(client: Client) -> None:
    html = html_of(client, reverse("guidance:home"))
    wanted = [f'href="/guidance/{one.name}/"' for one in SECTIONS] + ['href="/guidance/gps/in-two-minutes/"']
    assert [one for one in wanted if one not in html] == []


@pytest.mark.parametrize("section", SECTIONS, ids=lambda one: one.name)
def test_section_lists_its_pages_with_their_summaries(client: Client, section) -> None:
    html = html_of(client, f"/guidance/{section.name}/")
    found = re.findall(r'<a class="ndop-pages__link" href="([^"]+)">', html)
    assert found == [f"/guidance/{page.address}/" for page in library().of(section.name)]


@pytest.mark.parametrize("path", EVERYTHING)
def test_page_is_the_same_for_everyone_and_asks_no_database(client: Client, path: str) -> None:
    # There is no `django_db` here: a page that asked the database would fail.
    answer = client.get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert not answer.has_header("Vary")
    assert "public" in answer["Cache-Control"]
    again = client.get(path, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    assert again["Cache-Control"] == answer["Cache-Control"]


def test_every_page_has_a_version_of_its_own(client: Client) -> None:
    # A copy of one page must never pass for another, nor for an older one with other words.
    versions = {client.get(path)["ETag"] for path in EVERYTHING}
    assert len(versions) == len(EVERYTHING)


@pytest.mark.parametrize("page", library().pages, ids=lambda page: page.address)
def test_page_shows_its_front_matter(client: Client, page) -> None:
    html = html_of(client, f"/guidance/{page.address}/")
    assert f'<h1 class="nhsuk-heading-l">{page.title}</h1>' in html
    for words in ("Last reviewed: ", "Next review due: ", page.owner, '<p class="nhsuk-caption-l">For '):
        assert words in html
    for address in page.related:
        assert f'<li><a href="/guidance/{address}/">' in html


def test_page_leads_to_the_pages_around_it(client: Client) -> None:
    first, second, third, *_ = library().of("gps")
    html = html_of(client, f"/guidance/{second.address}/")
    assert f'href="/guidance/{first.address}/" rel="prev"' in html
    assert f'href="/guidance/{third.address}/" rel="next"' in html
    assert f'aria-current="page">{second.title}</span>' in html
    assert "Patients and carers" in html
    assert 'rel="prev"' not in html_of(client, f"/guidance/{first.address}/")


def test_list_on_the_page_leads_to_its_headings(client: Client) -> None:
    page = library().at("gps/reception")
    html = html_of(client, f"/guidance/{page.address}/")
    for heading in rendered(page).headings:
        assert f'<li><a href="#{heading.anchor}">' in html
        assert f'id="{heading.anchor}"' in html


def test_phone_number_can_be_dialled_from_the_words_and_is_plain_where_it_is_searched(client: Client, settings) -> None:
    page = library().at("gps/reception")
    words = html_of(client, f"/guidance/{page.address}/").partition("Help with your choice")[0]
    number = settings.NDOP_PHONE
    link = f'<a class="ndop-nowrap" href="tel:{number.replace(" ", "")}">{number}</a>'
    assert words.count(link) == words.count(number) > 1
    assert f"phone {number} or send a form" in rendered(page).text


def test_glossary_has_a_row_of_letters_that_lead_to_terms(client: Client) -> None:
    html = html_of(client, reverse("guidance:glossary"))
    letters = re.findall(r'ndop-letters__link" href="#([^"]+)">([^<]+)<', html)
    names = [letter for _, letter in letters]
    assert len(names) > 5
    assert names == sorted(set(names))
    assert [anchor for anchor, _ in letters if f'<dt id="{anchor}">' not in html] == []


def test_changes_are_listed_with_their_pages(client: Client) -> None:
    html = html_of(client, reverse("guidance:what-changed"))
    for change in changes():
        assert f'<li><a href="/guidance/{change.page}/">' in html
        assert change.words in html


def test_every_page_names_the_feed_and_the_search(client: Client) -> None:
    html = html_of(client, "/guidance/gps/")
    assert '<link rel="alternate" type="application/atom+xml"' in html
    assert 'href="/guidance/what-changed.atom"' in html
    assert 'action="/guidance/search/" method="get"' in html


@pytest.mark.parametrize("path", ["/guidance/gps/nothing/", "/guidance/nobody/", "/guidance/nobody/reception/"])
def test_unknown_page_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/guidance/", "/guidance/gps/", "/guidance/gps/reception/"])
def test_page_takes_no_post(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_places_are_the_addresses_that_stand_alone() -> None:
    named = {"", "glossary", "style", "what-changed", "what-changed.atom"}
    assert set(ALONE) == named

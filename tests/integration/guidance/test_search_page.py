"""The search page as a visitor gets it, with and without scripts."""

import html
import re

import pytest
from django.urls import reverse

from portal.guidance.search import views
from registry.models import SearchIndex, SearchTally
from tests.factories.numbers import make_nhs_number
from tests.support.markup import elements

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guidance_index")]
URL, SUGGESTIONS = "/guidance/search/", "/guidance/search/suggestions/"
NUMBER = make_nhs_number(7)


def page(client, **asked):
    return client.get(URL, asked).content.decode()


def links(text):
    return [html.unescape(attrs["href"]) for attrs in elements(text, "a") if "href" in attrs]


def test_results_lead_to_pages_and_keep_the_words_in_every_link(client):
    text = page(client, q="opt out & <b>")
    assert "opt out &amp; &lt;b&gt;" in text
    assert "<b>" not in text
    assert URL + "?q=opt+out+%26+%3Cb%3E&for=gps" in links(text)
    assert URL + "?q=opt+out+%26+%3Cb%3E&page=2" in links(text)
    assert URL + "?q=opt+out" in links(page(client, q="opt out", page="2"))


def test_extracts_are_marked_and_escaped(client):
    text = page(client, q="prison")
    assert re.search("<mark>[Pp]rison", text)
    assert elements(text, "mark")


def test_nothing_found_offers_what_may_be_meant_and_where_to_begin(client, settings):
    text = page(client, q="hildren")
    assert "Nothing found for “hildren”" in text
    assert URL + "?q=children" in links(text)
    assert "/guidance/gps/in-two-minutes/" in links(text)
    assert settings.NDOP_PHONE in text


def test_a_word_put_right_says_so_and_can_be_insisted_on(client):
    text = page(client, q="childern")
    assert "These are results for <strong>children</strong>" in text
    assert URL + "?q=childern&as-typed=yes" in links(text)
    assert "Nothing found for “childern”" in page(client, q="childern", **{"as-typed": "yes"})


def test_related_searches_are_links(client):
    text = page(client, q="prison")
    related = text.partition('id="related"')[2]
    assert [link for link in links(related) if link.startswith(URL + "?q=")]


def test_an_audience_without_results_leads_to_all_of_them(client):
    text = page(client, q="webhook", **{"for": "public"})
    assert "There is nothing for these readers" in text
    assert URL + "?q=webhook" in links(text)


@pytest.mark.parametrize("words", [NUMBER.spaced, NUMBER.digits[:9], "asha@example.com", "07700 900123", "at LS1 9TZ"])
def test_T33_personal_details_are_led_away_from_and_kept_nowhere(client, words, monkeypatch, caplog):
    monkeypatch.setattr(views, "search", None)
    answer = client.get(URL, {"q": words})
    assert (answer.status_code, answer["Location"]) == (303, URL + "?left-out=personal")
    assert answer["Cache-Control"] == "no-store"
    assert "We did not search for that" in client.get(answer["Location"]).content.decode()
    assert not SearchTally.objects.exists()
    assert client.get(SUGGESTIONS, {"q": words}).json() == {"suggestions": []}
    assert words[-4:] not in caplog.text


def test_T33_no_line_of_the_log_holds_what_was_searched_for(client, caplog):
    client.get(URL, {"q": "sesquipedalian child"}, headers={"referer": "http://testserver/?q=sesquipedalian"})
    client.get(SUGGESTIONS, {"q": "sesquipedalian child"})
    assert "guidance:search" in caplog.text
    assert "sesquipedalian" not in caplog.text


def test_only_the_readers_own_browser_keeps_results_and_no_engine_lists_them(client):
    results, empty = client.get(URL, {"q": "child"}), client.get(URL)
    assert results["Cache-Control"] == "private, max-age=60"
    assert results["X-Robots-Tag"] == "noindex"
    assert results["Referrer-Policy"] == "same-origin"
    assert "public" in empty["Cache-Control"]
    assert not results.cookies
    assert not empty.cookies


@pytest.mark.parametrize("number", ["0", "-1", "x", "1000", "99", "١"])
def test_a_page_that_is_not_there_is_not_found(client, number):
    assert client.get(URL, {"q": "child", "page": number}).status_code == 404


def test_suggestions_are_places_and_may_be_kept_for_a_minute(client):
    answer = client.get(SUGGESTIONS, {"q": "no pho"})
    assert answer["Cache-Control"] == "public, max-age=60"
    first = answer.json()["suggestions"][0]
    assert first == {"title": "Helping someone with no email or mobile", "address": "/guidance/gps/no-email-or-mobile/"}
    assert len(answer.json()["suggestions"]) <= 6
    assert client.get(SUGGESTIONS, {"q": ""}).json() == {"suggestions": []}
    misspelt = client.get(SUGGESTIONS, {"q": "recepton"}).json()["suggestions"]
    assert misspelt[0]["address"] == "/guidance/gps/reception/"


def test_without_an_index_the_page_says_so_and_the_rest_is_there(client):
    SearchIndex.objects.all().delete()
    answer = client.get(URL, {"q": "child"})
    assert answer.status_code == 503
    assert "Search does not work just now" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert client.get(SUGGESTIONS, {"q": "child"}).status_code == 503


def test_T36_hostile_words_are_only_words(client):
    for words in (
        "'; DROP TABLE x --",
        "a:* & !b | (c",
        "\\",
        "%",
        "<script>",
        "a" * 5000,
        "((((",
        "!!!",
        "& |",
        "\u202e",
        "😀",
    ):
        assert client.get(URL, {"q": words}).status_code == 200, words
        assert client.get(SUGGESTIONS, {"q": words}).status_code == 200, words


def test_the_address_is_the_one_that_forms_name():
    assert (reverse("guidance:search"), reverse("guidance:suggestions")) == (URL, SUGGESTIONS)

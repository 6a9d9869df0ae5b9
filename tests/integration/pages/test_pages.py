"""The pages to read. No test here asks for the database, so any query at all would fail it."""

import re
from itertools import pairwise

import pytest
from django.urls import resolve, reverse

from portal.pages.urls import urlpatterns
from portal.pages.views import drawn
from tests.support.markup import elements, outline

PAGES = [pattern.name for pattern in urlpatterns if pattern.default_args]
# What is read or kept; the old address of a form only leads on.
EVERYTHING = [pattern.name for pattern in urlpatterns if pattern.name != "form-self"]
FORM = {"form_type": "self", "variant": "plain"}


def path_of(name):
    return reverse(f"pages:{name}", kwargs=FORM if name == "form" else None)


def html_of(client, name):
    return client.get(reverse(f"pages:{name}")).content.decode()


def words_in(html, tag):
    """The words of each element of one kind."""
    pieces = re.findall(rf"<{tag}[ >].*?</{tag}>", html, re.DOTALL)
    return [
        " ".join(word for word, attrs in outline(piece) if not attrs and not word.startswith("/")) for piece in pieces
    ]


def headings(html):
    return [int(name[1]) for name, _ in outline(html) if re.fullmatch("h[1-6]", name)]


def test_pages_are_all_there():
    assert set(PAGES) == {
        "start", "nhs-number", "how-information-is-used", "where-your-choice-does-not-apply", "other-ways",
        "someone-else", "privacy", "cookies", "accessibility",
    }  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_A09_page_has_one_heading_and_names_itself_by_it(client, name):
    html = html_of(client, name)
    (heading,) = words_in(html, "h1")
    assert words_in(html, "title") == [f"{heading} – National data opt-out – NHS"]


def test_A09_titles_are_unique(client):
    titles = [words_in(html_of(client, name), "title")[0] for name in PAGES]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", PAGES)
def test_A09_no_heading_level_is_skipped(client, name):
    levels = headings(html_of(client, name))
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", EVERYTHING)
def test_page_may_be_kept_by_anyone_for_five_minutes(client, name):
    answer = client.get(path_of(name))
    assert answer.status_code == 200
    assert set(answer["Cache-Control"].split(", ")) == {"public", "max-age=300"}
    assert "Vary" not in answer
    assert not answer.cookies


@pytest.mark.parametrize("name", EVERYTHING)
def test_page_is_not_sent_again_to_who_has_it(client, name):
    first = client.get(path_of(name))
    again = client.get(path_of(name), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", EVERYTHING)
def test_page_is_the_same_with_a_session_and_asks_nothing_of_the_database(client, name):
    bare = client.get(path_of(name))
    client.cookies["session"] = "0123456789abcdefghijklmnopqrstuv"
    assert client.get(path_of(name)).content == bare.content


@pytest.mark.parametrize("name", EVERYTHING)
def test_page_takes_no_post(client, name):
    assert client.post(path_of(name)).status_code == 405


@pytest.mark.parametrize("name", PAGES)
def test_page_leads_back_to_the_start(client, name):
    back = [link for link in elements(html_of(client, name), "a") if "nhsuk-back-link" in link["class"]]
    assert [link["href"] for link in back] == ([] if name == "start" else ["/"])


@pytest.mark.parametrize("name", PAGES)
def test_A15_help_by_phone_stands_in_the_same_place(client, name):
    (footer,) = re.findall(r"<footer.*?</footer>", html_of(client, name), re.DOTALL)
    (start,) = re.findall(r"<footer.*?</footer>", html_of(client, "start"), re.DOTALL)
    assert "tel:03003035678" in footer
    assert footer == start


@pytest.mark.parametrize("name", PAGES)
def test_page_links_lead_somewhere(client, name):
    links = [link["href"] for link in elements(html_of(client, name), "a")]
    own = [link for link in links if link.startswith("/")]
    assert own
    for link in own:
        resolve(link)
    assert all(link.startswith(("/", "#", "tel:", "https://")) for link in links)


@pytest.mark.parametrize("name", PAGES)
def test_page_pictures_are_ours_and_say_nothing_twice(client, name):
    for picture in elements(html_of(client, name), "img"):
        assert picture["src"].startswith("/static/img/")
        assert picture["alt"] == ""  # the words beside it say it all
        assert {"width", "height"} <= set(picture)


def test_start_leads_to_the_first_question(client):
    (button,) = [link for link in elements(html_of(client, "start"), "a") if "nhsuk-button" in link["class"]]
    assert button["href"] == reverse("choice:question", kwargs={"slug": "name"})


def test_start_says_what_is_needed(client):
    words = " ".join(words_in(html_of(client, "start"), "main"))
    for need in ("You must be 13 or over", "your NHS number", "postcode", "email address or mobile phone number"):
        assert need in words
    assert "already on your NHS record" in words


@pytest.fixture
def drawn_anew():
    """Pages are drawn once for each process; here the settings change between two of them."""
    drawn.cache_clear()
    yield
    drawn.cache_clear()


def test_page_is_drawn_once(client, monkeypatch):
    html = html_of(client, "other-ways")
    monkeypatch.setattr("portal.pages.views.draw", None)
    assert html_of(client, "other-ways") == html


def test_pages_quote_the_settings(client, drawn_anew, settings):
    settings.NDOP_RETURN_ADDRESS = ["Room 9", "Testford", "ZZ99 9ZZ"]
    assert "Room 9<br>" in html_of(client, "other-ways").replace("\n", "").replace("      ", "")
    assert "It works for 10 minutes" in html_of(client, "privacy")


def test_someone_else_leads_to_the_forms(client):
    links = [link["href"] for link in elements(html_of(client, "someone-else"), "a")]
    assert reverse("pages:other-ways") in links


def test_where_it_does_not_apply_tells_the_opt_outs_apart(client):
    html = html_of(client, "where-your-choice-does-not-apply")
    opt_outs = dict(zip(words_in(html, "dt"), words_in(html, "dd"), strict=True))
    assert list(opt_outs) == ["National data opt-out", "Type 1 opt-out", "Programme opt-outs"]
    assert "Ask your GP practice" in opt_outs["Type 1 opt-out"]
    assert "Your choice never changes your care." in html


def test_accessibility_statement_is_honest(client):
    words = " ".join(words_in(html_of(client, "accessibility"), "main"))
    assert "No person who uses assistive technology has tested it." in words
    assert "fully compliant" not in words


def test_robots_keep_out_of_the_rooms_with_people_in_them(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain"
    assert answer.content.decode().split("\n")[1:] == [
        "Disallow: /choice/",
        "Disallow: /staff/",
        "Disallow: /guidance/search/",
        "",
    ]

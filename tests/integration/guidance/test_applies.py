"""The tool as a visitor gets it: one question a page, the answers in the address, nothing kept."""

from functools import cache
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from registry.applicability import OUTCOMES, QUESTIONS, paths, question, version
from tests.support.markup import elements, outline

TOOL = "/guidance/does-it-apply/"
PATHS = [(tuple(answers.items()), end) for answers, end in paths()]
LONGEST = max((answers for answers, _ in PATHS), key=len)
IDS = ["-".join(code for _, code in answers) for answers, _ in PATHS]
# One path that ends at each question.
BY_LAST_QUESTION = {answers[-1][0]: answers for answers, _ in PATHS}


@pytest.fixture
def client():
    # There is no `django_db` here: a page that asked the database would fail.
    return Client()


def at(page, answers=(), **more):
    """The address of a page with these answers."""
    query = "&".join(f"{slug}={code}" for slug, code in (*answers, *more.items()))
    return f"{TOOL}{page}?{query}" if query else TOOL + page


def words(answer):
    seen = outline(answer.content.decode())
    return " ".join(name for name, attrs in seen if not attrs and not name.startswith("/"))


def inputs(answer, kind):
    return [tag for tag in elements(answer.content.decode(), "input") if tag["type"] == kind]


def checked(answer):
    return [(tag["name"], tag["value"]) for tag in inputs(answer, "radio") if "checked" in tag]


def links(answer, text_class):
    return [tag["href"] for tag in elements(answer.content.decode(), "a") if text_class in tag["class"]]


@cache
def got(page):
    """A page is the same whenever it is asked for, and there are many ways to each."""
    return Client().get(page)


def choose(page, code):
    """Choose an answer on a page and press the button, as a browser does."""
    html = got(page)
    sent = [(tag["name"], tag["value"]) for tag in inputs(html, "hidden")]
    (name,) = {tag["name"] for tag in inputs(html, "radio")}
    found = got(f"{urlsplit(page).path}?{urlencode([*sent, (name, code)])}")
    assert found.status_code == 302
    return found["Location"]


@pytest.mark.parametrize(("answers", "end"), PATHS, ids=IDS)
def test_every_path_can_be_gone_from_the_start(answers, end):
    (page,) = links(got(TOOL), "nhsuk-button")
    for slug, code in answers:
        assert urlsplit(page).path == f"{TOOL}{slug}/"
        page = choose(page, code)
    assert page == at("answer/", answers)
    said = words(got(page))
    assert end.verdict.words in said
    assert f"because {end.because}." in said
    assert f"{end.rule}." in said
    for slug, code in answers:
        assert question(slug).title in said
        assert question(slug).find(code).words in said


def test_pages_set_no_cookie_and_may_be_kept(client):
    for page in ("", "table/", "care/", at("answer/", LONGEST)[len(TOOL) :], at("record/", LONGEST)[len(TOOL) :]):
        answer = client.get(TOOL + page)
        assert answer.status_code == 200
        assert not answer.cookies
        assert "public" in answer["Cache-Control"]
        assert "csrfmiddlewaretoken" not in answer.content.decode()


@pytest.mark.parametrize(("slug", "answers"), [(asked, LONGEST[:place]) for place, (asked, _) in enumerate(LONGEST)])
def test_going_on_without_an_answer_says_so_and_forgets_nothing(client, slug, answers):
    refused = client.get(at(f"{slug}/", answers, next="1"))
    html = refused.content.decode()
    assert refused.status_code == 422
    assert "<title>Error: " in " ".join(html.split())
    assert f'href="#id_{slug}"' in html
    assert [(tag["name"], tag["value"]) for tag in inputs(refused, "hidden")][:-1] == list(answers)


def test_an_answer_that_is_not_on_offer_is_refused_without_being_repeated(client):
    refused = client.get(at("care/", [("care", "<nonsense>")], next="1"))
    assert refused.status_code == 422
    assert "nonsense" not in refused.content.decode()


JUMPS = {
    # followed: (where it leads, why)
    at("answer/"): (at("care/", why="missing"), "leaves out an answer"),
    at("record/"): (at("care/", why="missing"), "leaves out an answer"),
    at("basis/", LONGEST[:2]): (at("identifiable/", LONGEST[:2], why="missing"), "leaves out an answer"),
    at("basis/", LONGEST[:2], next="1"): (at("identifiable/", LONGEST[:2], why="missing"), "leaves out an answer"),
    at("subject/", care="own"): (at("answer/", care="own", why="not-asked"), "do not need"),
    at("answer/", care="own", subject="health"): (at("care/", care="own", why="contradiction"), "do not fit together"),
    at("answer/", care="nonsense"): (at("care/", why="contradiction"), "do not fit together"),
    at("answer/", [("care", "own"), ("care", "no")]): (at("care/", why="contradiction"), "do not fit together"),
    at("care/", care=""): (at("care/", why="contradiction"), "do not fit together"),
}


@pytest.mark.parametrize("followed", JUMPS)
def test_nobody_jumps_ahead_and_everybody_is_told_why(client, followed):
    leads_to, why = JUMPS[followed]
    moved = client.get(followed)
    assert (moved.status_code, moved["Location"]) == (302, leads_to)
    arrived = client.get(leads_to)
    assert arrived.status_code == 200
    assert why in words(arrived)


def test_what_is_no_reason_of_ours_is_not_repeated(client):
    assert "nonsense" not in client.get(at("care/", why="nonsense")).content.decode()


@pytest.mark.parametrize("answers", BY_LAST_QUESTION.values(), ids=BY_LAST_QUESTION)
def test_back_leads_through_every_answer_to_the_start(client, answers):
    (page,) = links(client.get(at("answer/", answers)), "nhsuk-back-link")
    for slug, code in reversed(answers):
        assert urlsplit(page).path == f"{TOOL}{slug}/"
        shown = client.get(page)
        assert checked(shown) == [(slug, code)]
        (page,) = links(shown, "nhsuk-back-link")
    assert page == TOOL


def changes(client, answers):
    html = client.get(at("answer/", answers)).content.decode()
    places = {f"{TOOL}{slug}/" for slug, _ in answers}
    found = [tag["href"] for tag in elements(html, "a") if "nhsuk-back-link" not in tag["class"]]
    return [page for page in found if urlsplit(page).path in places]


def test_an_answer_can_be_looked_at_and_left_as_it_is(client):
    pages = changes(client, LONGEST)
    assert [urlsplit(page).path for page in pages] == [f"{TOOL}{slug}/" for slug, _ in LONGEST]
    for page, (slug, code) in zip(pages, LONGEST, strict=True):
        assert checked(client.get(page)) == [(slug, code)]
        assert dict(parse_qsl(urlsplit(choose(page, code)).query)) == dict(LONGEST)


def test_a_changed_answer_leaves_behind_what_no_longer_fits(client):
    place = [slug for slug, _ in LONGEST].index("basis")
    kept = LONGEST[:place]
    (page,) = [page for page in changes(client, LONGEST) if "/basis/" in page]
    assert choose(page, "reg3") == at("answer/", (*kept, ("basis", "reg3")))
    assert choose(page, "law") == at("law/", (*kept, ("basis", "law")))


def test_a_question_that_there_is_not_is_not_found(client):
    assert client.get(at("nothing/")).status_code == 404


def test_the_table_shows_every_path(client):
    shown = client.get(at("table/"))
    said = words(shown)
    leads = {tag["href"] for tag in elements(shown.content.decode(), "a") if "answer/?" in tag.get("href", "")}
    assert leads == {at("answer/", answers) for answers, _ in PATHS}
    for end in OUTCOMES.values():
        assert f", because {end.because}. Rule: {end.rule}." in said
    assert version() in said


def test_the_table_shows_every_answer_and_the_way_to_every_question(client):
    said = words(client.get(at("table/")))
    for number, asked in enumerate(QUESTIONS, start=1):
        assert f"{number}. {asked.title}" in said
        assert all(answer.words in said for answer in asked.answers)
    for place, (slug, _) in list(enumerate(LONGEST))[1:]:
        way = [f"{question(before).label}: {question(before).find(code).words}" for before, code in LONGEST[:place]]
        assert f"You get here with: {' ; '.join(way)} . {question(slug).help}" in said


ANSWERS = st.dictionaries(
    st.sampled_from([*[asked.slug for asked in QUESTIONS], "next", "why", "other"]),
    st.one_of(st.sampled_from(sorted({one.code for asked in QUESTIONS for one in asked.answers})), st.text(max_size=4)),
)
PAGES = st.sampled_from(["", "answer/", "record/", "table/", *[f"{asked.slug}/" for asked in QUESTIONS]])


@given(PAGES, ANSWERS)
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_address_shows_a_page_or_leads_to_one(client, page, answers):
    answer = client.get(TOOL + page, answers)
    if answer.status_code == 302:
        answer = client.get(answer["Location"])
        assert answer.status_code == 200
    assert answer.status_code in {200, 400, 422}

"""Files that can be pages, and files that cannot."""

from datetime import date

import pytest

from portal.guidance.library import PageNotFound, collect
from portal.guidance.page import BadPage, read_page
from tests.support.guidance import Content


@pytest.fixture
def content(tmp_path):
    return Content(tmp_path)


def test_page_is_read_with_its_fields(content):
    file = content.page("gps/one-two", "## Hello\n\nYou.", related='["gps/other"]', order="7")
    page = read_page(file, "gps")
    assert (page.address, page.title, page.order, page.related) == ("gps/one-two", "gps one-two", 7, ("gps/other",))
    assert page.reviewed_on == date(2026, 11, 1)
    assert page.source == "## Hello\n\nYou."
    assert file.read_text().splitlines()[page.first_line - 1] == "## Hello"


def test_page_outside_a_section_stands_alone(content):
    assert read_page(content.page("glossary"), "").address == "glossary"


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ({"title": ""}, 'the front matter needs title = "words in quotes"'),
        ({"order": '"1"'}, "the front matter needs order = a whole number"),
        ({"reviewed_on": '"2026-11-01"'}, "needs reviewed_on = a date such as 2026-11-22, without quotes"),
        ({"keywords": '"word"'}, 'the front matter needs keywords as a list: keywords = ["one", "two"]'),
        ({"audience": '"gps"'}, "the front matter has no field “audience”: write title, summary, order"),
        ({"title": '"a'}, "the front matter cannot be read as TOML"),
    ],
)
def test_bad_front_matter_is_refused(content, front, words):
    with pytest.raises(BadPage) as caught:
        read_page(content.page("gps/one", **front), "gps")
    assert words in str(caught.value)


@pytest.mark.parametrize("text", ["No front matter.", "+++\ntitle = 1\n", "Words\n+++\n+++\nMore"])
def test_file_without_front_matter_is_refused(content, text):
    file = content.page("gps/one")
    file.write_text(text)
    with pytest.raises(BadPage, match="begin the file with its front matter"):
        read_page(file, "gps")


def test_file_whose_name_is_no_address_is_refused(content):
    with pytest.raises(BadPage, match="name the file in small letters"):
        read_page(content.page("gps/One_two"), "gps")


def test_library_keeps_sections_and_orders(content):
    made = [("public/a", "1"), ("gps/b", "2"), ("gps/c", "1"), ("glossary", "1"), ("gps/d", "3")]
    pages = [read_page(content.page(address, order=order), address.rpartition("/")[0]) for address, order in made]
    library = collect(pages)
    assert [page.address for page in library.pages] == ["gps/c", "gps/b", "gps/d", "public/a"]
    assert [page.address for page in library.alone] == ["glossary"]
    assert library.at("glossary") is pages[3]
    b, c, d = library.at("gps/b"), library.at("gps/c"), library.at("gps/d")
    assert [library.beside(page) for page in (c, b, d, pages[3])] == [(None, b), (c, d), (b, None), (None, None)]
    with pytest.raises(PageNotFound):
        library.at("gps/nothing")

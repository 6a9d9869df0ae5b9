"""The check before a release: each mistake once."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from portal.guidance.review import front_matter
from portal.guidance.review.whole import check
from registry.models import SearchEntry
from tests.support.guidance import content_in

ON = date(2026, 11, 22)


@pytest.fixture
def content(tmp_path, settings):
    return content_in(tmp_path, settings)


def accepted():
    call_command("check_guidance", "--accept", "--on", ON.isoformat())


def found():
    return [str(finding).removeprefix("content/guidance/") for finding in check(ON).findings]


def test_pages_without_mistakes_are_fine(content, capsys):
    content.page("gps/one", "See [two](gps/two#part) and [all](gps).", related='["gps/two"]')
    content.page("gps/two", "## Part\n\nWe keep it. See [above](#part).", order="2")
    content.write("changes.toml", '[[change]]\non = 2026-11-22\npage = "gps/two"\nwords = "New."\n')
    accepted()
    assert found() == []
    call_command("check_guidance", "--on", ON.isoformat())
    assert "guidance: fine; 2 pages" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "line", "expected"),
    [
        ("One.\n\n[x](gps/three)", 14, "there is no page “gps/three”: write section/page, as in gps/reception"),
        ("[x](/no-such-page/)", 12, "nothing of this service answers at “/no-such-page/”"),
        ("[x](#nowhere)", 1, "gps/one has no part #nowhere; its parts are: "),
        ("[x](gps/two#nowhere)", 1, "gps/two has no part #nowhere; its parts are: part"),
        ("![x](img/none.svg)", 12, "there is no picture “img/none.svg” in static/src/files/img"),
        ("![](img/your-care.svg)", 12, "a picture needs words that say what it shows: ![words](img/name.svg)"),
        ("![x](favicon.svg)", 12, "there is no picture “favicon.svg” in static/src/files/img"),
    ],
)
def test_dead_link_and_bare_picture_are_found(content, words, line, expected):
    content.page("gps/one", words)
    content.page("gps/two", "## Part\n\nWords.", order="2")
    accepted()
    assert found() == [f"gps/one.md:{line}: {expected}"]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ({"title": '"two"'}, "title is the same as in gps/one: each page has its own"),
        ({"order": "1"}, "order is the same as in gps/one: each page has its own"),
        ({"related": '["gps/three"]'}, "related names no page: gps/three"),
        ({"related": '["gps/two"]'}, "related names the page itself: gps/two"),
        ({"keywords": "[]"}, "there are no keywords: give words that people search for and the page does not hold"),
        ({"keywords": '["a", "a"]'}, "a keyword stands there twice"),
        ({"keywords": f'["{"a" * 601}"]'}, "the keywords have more than 600 characters together"),
        ({"summary": '""'}, "the summary has 0 characters: 1 to 160"),
        ({"title": f'"{"a" * 71}"'}, "the title has 71 characters: 70 at most"),
        ({"next_review_on": "2026-11-01"}, "next_review_on must be after reviewed_on"),
        ({"next_review_on": "2026-11-21"}, "its review was due on 2026-11-21: read it again"),
        ({"reviewed_on": "2026-11-23"}, "reviewed_on is 2026-11-23, which is still to come"),
        ({"order": '"2"'}, "the front matter needs order = a whole number"),
    ],
)
def test_wrong_front_matter_is_found(content, front, expected):
    content.page("gps/one", title='"two"' if "title" in front else '"one"')
    content.page("gps/two", **({"order": "2"} | front))
    accepted()
    assert [one for one in found() if one.startswith(f"gps/two.md:1: {expected}")] != []


@pytest.mark.parametrize("address", ["gp/two", "two", "gps/more/two"])
def test_file_outside_the_sections_is_found(content, address):
    content.page("gps/one")
    content.page(address)
    accepted()
    where = "put it into the folder of a section (gps, organisations, researchers, public)"
    assert found() == [f"{address}.md:1: this is no page: {where}"]


def test_title_and_keywords_fit_the_search_index():
    room = {name: SearchEntry._meta.get_field(name).max_length for name in ("title", "summary", "keywords")}
    longest = (front_matter.LONGEST_TITLE, front_matter.LONGEST_SUMMARY, front_matter.LONGEST_KEYWORDS)
    assert all(most <= has for most, has in zip(longest, room.values(), strict=True))


@pytest.mark.parametrize(("section", "limit"), [("public", 11), ("gps", 15)])
def test_hard_page_is_found(content, section, limit):
    word = "Notwithstanding aforementioned provisions organisational dissemination necessitates authorisation."
    content.page(f"{section}/one", word)
    accepted()
    assert [one for one in found() if f"at most {limit} here" in one] == found() != []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            '[[change]]\non = 2026-11-22\npage = "gps/x"\nwords = "New."',
            "the change of 2026-11-22 names no page: gps/x",
        ),
        ('[[change]]\npage = "gps/one"', "each [[change]] says on = 2026-11-22"),
        ("[[change", "it cannot be read as TOML"),
        (
            2 * '[[change]]\non = 2026-11-22\npage = "gps/one"\nwords = "New."\n',
            "2 changes of 2026-11-22 are about gps/one",
        ),
    ],
)
def test_wrong_change_is_found(content, changes, expected):
    content.page("gps/one")
    content.write("changes.toml", changes)
    accepted()
    assert [one.startswith(f"changes.toml:1: {expected}") for one in found()] == [True]


def test_command_names_file_and_line_and_fails(content, capsys):
    content.page("gps/one", "[x](gps/three)")
    with pytest.raises(CommandError, match="guidance: 2 to put right"):
        call_command("check_guidance", "--on", ON.isoformat())
    assert "content/guidance/gps/one.md:12: there is no page “gps/three”" in capsys.readouterr().err


def test_command_shows_the_reading_age_of_every_page(content, capsys):
    content.page("gps/one", "We keep it.")
    accepted()
    call_command("check_guidance", "--ages", "--on", ON.isoformat())
    assert "(at most 15)  gps/one" in capsys.readouterr().out

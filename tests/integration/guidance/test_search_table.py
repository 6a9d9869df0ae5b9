"""What people in a hurry type, and the page that must come first: the real content in the real database."""

import tomllib
from pathlib import Path

import pytest

from registry.models import SearchEntry
from registry.queries.guidance_search import Suggestion, search, suggest

ROWS = tomllib.loads(Path(__file__).with_name("searches.toml").read_text())["search"]
TRIED = tomllib.loads(Path(__file__).with_name("searches_tried.toml").read_text())
# One thing out of the catalogue, or a part of the tool, is as good as its first page.
WHOLE = ("/guidance/materials/", "/guidance/does-it-apply/")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guidance_index")]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['words']} {row.get('audience', '')}".strip())
def test_the_right_page_comes_first(row):
    found = search(row["words"], audience=row.get("audience", "")).results
    assert found, "nothing was found"
    assert is_at(row["first"], found)


def is_at(page, found):
    first = found[0].address if found else ""
    return first == page or (page in WHOLE and first.startswith(page))


@pytest.mark.parametrize("address", TRIED)
def test_whatever_else_was_tried_leads_there_too(address):
    assert [words for words in TRIED[address] if not is_at(address, search(words).results)] == []


def test_the_table_has_sixty_searches():
    assert len(ROWS) >= 60
    assert len({(row["words"], row.get("audience")) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("childern", "children"),
        ("recepton desk", "reception desk"),
        ("prisson", "prison"),
        ("powerof attorney", "power of attorney"),
        ("powr of attorny", "power of attorney"),
    ],
)
def test_a_misspelt_word_finds_what_was_meant(typed, meant):
    found = search(typed)
    assert found.corrected == meant
    assert [one.address for one in found.results] == [one.address for one in search(meant).results]


def test_what_was_typed_may_be_insisted_on():
    found = search("childern", as_typed=True)
    assert (found.total, found.corrected, found.did_you_mean) == (0, "", "")


@pytest.mark.parametrize("typed", ["affect", "children", "disabilities", "childr", "14", "xqzzw", "didnt", "blind"])
def test_a_word_that_may_well_be_meant_is_not_put_right(typed):
    assert search(typed).corrected == ""


def test_a_doubtful_word_is_asked_about():
    assert search("hildren in care").did_you_mean == "children in care"


def test_a_phrase_in_quotes_must_be_there():
    found = search('"power of attorney" child')
    assert found.total
    assert all(
        "power of attorney" in " ".join((entry.body + entry.keywords).lower().split()) for entry in entries_of(found)
    )
    assert search('"attorney of power" child').total == 0


def entries_of(found):
    return SearchEntry.objects.filter(address__in=[one.address for one in found.results])


def test_a_filter_keeps_one_audience_and_counts_them_all():
    whole, gps = search("opt out"), search("opt out", audience="gps")
    assert {one.audience for one in gps.results} <= {"gps", "everyone"}
    assert {one.audience for one in search("poster", audience="gps").results} == {"gps", "everyone"}
    assert gps.counts == whole.counts
    assert whole.total == sum(whole.counts.values()) > gps.total == gps.counts["gps"] + gps.counts.get("everyone", 0)


def test_pages_of_results_follow_each_other_without_a_gap():
    first, second = search("opt out"), search("opt out", page=2)
    assert len(first.results) == 10
    assert len({one.address for one in (*first.results, *second.results)}) == 10 + len(second.results)
    assert not search("opt out", page=99).results


def test_extracts_mark_what_was_looked_for_and_synonyms():
    (first, *_) = search("jail").results
    marked = [piece.text.lower() for piece in first.extract if piece.is_match]
    assert marked
    assert set(marked) <= {"prison", "prisoner", "detained", "sectioned", "custody", "jail"}


def test_a_single_question_can_be_found():
    (first, *_) = search("screening letters").results
    assert first.parts[0] == (
        "Will I still get letters about screening?",
        "/guidance/gps/questions-patients-ask/#will-i-still-get-letters-about-screening",
    )


def test_a_question_typed_as_it_stands_is_the_first_suggestion():
    title, address = (
        "Can the police see my record?",
        "/guidance/gps/questions-patients-ask/#can-the-police-see-my-record",
    )
    assert suggest(title)[0] == Suggestion(title, address)


def test_an_answer_is_offered_as_a_way_into_its_page():
    (first, *_) = search("next of kin").results
    assert ("Can a carer or next of kin choose?", f"{first.address}#can-a-carer-or-next-of-kin-choose") in first.parts

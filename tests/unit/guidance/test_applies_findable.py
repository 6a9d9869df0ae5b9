"""What a search finds of the tool leads to the tool, to its table, or to the row of an answer in it."""

from functools import cache
from urllib.parse import urldefrag

import pytest
from django.test import Client
from django.urls import resolve

from portal.guidance.applies.findable import entries
from portal.guidance.library import library
from portal.guidance.sections import SECTIONS
from registry.applicability import OUTCOMES, Verdict
from registry.models import SearchEntry, SearchKind
from tests.support.markup import by_id, elements

ENTRIES = list(entries())
TABLE = "/guidance/does-it-apply/table/"


def test_the_tool_and_each_of_its_ends_can_be_found_once():
    kinds = [(entry.address, entry.kind) for entry in ENTRIES]
    ends = [(f"{TABLE}#{slug}", SearchKind.ANSWER) for slug in OUTCOMES]
    tool = [("/guidance/does-it-apply/", SearchKind.TOOL), (TABLE, SearchKind.TOOL)]
    assert kinds == tool + ends
    assert {entry.audience for entry in ENTRIES} <= {section.name for section in SECTIONS}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.address)
def test_entry_leads_to_its_place_and_fits(entry):
    page, anchor = urldefrag(entry.address)
    assert resolve(page)
    if anchor:
        assert by_id(table(), anchor)
    for name in ("address", "title", "summary"):
        assert 0 < len(getattr(entry, name)) <= SearchEntry._meta.get_field(name).max_length
    assert len(", ".join(entry.keywords)) <= SearchEntry._meta.get_field("keywords").max_length
    assert entry.body


@cache
def table():
    return Client().get(TABLE).content.decode()


def test_no_row_of_the_table_has_the_name_of_another():
    names = [tag["id"] for kind in ("tr", "h2") for tag in elements(table(), kind) if "id" in tag]
    assert len(names) == len(set(names))


def test_who_is_not_sure_is_found_by_no_word_of_those_who_are():
    unsure = {f"{TABLE}#{slug}" for slug, end in OUTCOMES.items() if end.verdict is Verdict.ASK}
    assert {entry.keywords for entry in ENTRIES if entry.address in unsure} == {()}


def test_every_page_that_an_end_names_is_there():
    known = {page.address for page in library().pages}
    assert {step.page for end in OUTCOMES.values() for step in end.next_steps if step.page} - known == set()

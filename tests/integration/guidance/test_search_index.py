"""The index holds what it is given, no more and no less, whoever else is indexing."""

import math
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from portal.guidance.library import library
from portal.guidance.rendering import rendered
from portal.guidance.search import freshness
from portal.guidance.search.entries import content_digest, entries
from portal.guidance.search.freshness import is_old
from portal.guidance.sections import SECTIONS
from registry.actions.guidance.indexing import CannotIndex, Entry, IndexChange, index_digest, replace_index
from registry.clock import now
from registry.models import AuditAction, AuditEvent, SearchEntry, SearchIndex, SearchKind
from registry.parties import SYSTEM
from registry.queries.guidance_entries import SEARCH
from registry.queries.guidance_search import search
from registry.queries.guidance_vocabulary import IndexMissing
from registry.queries.guidance_vocabulary import index_digest as kept_digest
from tests.support.guidance_index import index_the_guidance

ONE = Entry("/one/", SearchKind.PAGE, "gps", "Apples", "About apples.", ("red fruit",), "Apples grow on trees.")
TWO = replace(ONE, address="/two/", title="Pears", summary="About pears.", keywords=(), body="Pears grow on trees.")


def put(*given):
    return replace_index(given, by=SYSTEM, at=now())


def versions():
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, xmin::text, ctid::text FROM registry_searchentry")
        return {address: rest for address, *rest in cursor.fetchall()}


@pytest.mark.django_db
def test_the_index_follows_its_content_and_leaves_alone_what_agrees():
    assert put(ONE, TWO) == IndexChange(added=2, changed=0, removed=0, total=2)
    before = versions()
    three = replace(TWO, address="/three/")
    assert put(ONE, three) == IndexChange(added=1, changed=0, removed=1, total=2)
    assert put(ONE, replace(three, keywords=("green",))) == IndexChange(added=0, changed=1, removed=0, total=2)
    assert versions()["/one/"] == before["/one/"]
    assert SearchEntry.objects.get(address="/three/").keywords == "green"
    assert kept_digest() == index_digest([replace(three, keywords=("green",)), ONE])


@pytest.mark.django_db
def test_the_same_content_again_writes_nothing():
    put(ONE, TWO)
    made_at = SearchIndex.objects.get().made_at
    assert put(TWO, ONE) == IndexChange(added=0, changed=0, removed=0, total=2)
    assert SearchIndex.objects.get().made_at == made_at
    event = AuditEvent.objects.get(action=AuditAction.GUIDANCE_INDEXED)
    assert event.details == {"added": 2, "changed": 0, "removed": 0, "total": 2}


@pytest.mark.django_db
@pytest.mark.parametrize("given", [(), (ONE, TWO, replace(TWO, address="/one/"))])
def test_nonsense_is_refused_and_the_index_stays(given):
    put(ONE)
    with pytest.raises(CannotIndex):
        put(*given)
    assert list(versions()) == ["/one/"]


@pytest.mark.django_db
def test_every_process_learns_of_new_words_with_the_next_search():
    put(ONE)
    assert search("peers").total == 0
    put(ONE, TWO)
    assert search("pears").total == 1
    assert search("peras").corrected == "pears"


@pytest.mark.django_db
def test_without_an_index_a_search_says_so():
    with pytest.raises(IndexMissing):
        search("apples")


@pytest.mark.django_db(transaction=True)
def test_indexing_at_the_same_time_takes_turns():
    def work(given):
        try:
            return put(*given)
        finally:
            connection.close()

    contents = [[replace(ONE, address=f"/{n}/", title=f"{run} {n}") for n in range(40)] for run in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, contents))
    titles = set(SearchEntry.objects.values_list("title", flat=True))
    assert titles in [{entry.title for entry in content} for content in contents]
    assert kept_digest() == next(index_digest(one) for one in contents if one[0].title in titles)


@pytest.mark.django_db
def test_the_command_indexes_and_says_whether_that_is_done(capsys):
    with pytest.raises(CommandError, match="not that of this release"):
        call_command("index_guidance", check=True)
    call_command("index_guidance")
    call_command("index_guidance", check=True)
    assert "that of this release" in capsys.readouterr().out
    assert kept_digest() == content_digest()
    SearchIndex.objects.update(digest="0" * 64)
    with pytest.raises(CommandError):
        call_command("index_guidance", check=True)


@pytest.mark.django_db
def test_the_metric_says_when_the_index_is_that_of_another_release(monkeypatch):
    assert is_old() == 1
    index_the_guidance()
    assert is_old() == 0
    SearchIndex.objects.update(digest="0" * 64)
    assert is_old() == 1
    monkeypatch.setattr(freshness, "index_digest", Mock(side_effect=OperationalError("away")))
    assert math.isnan(is_old())


def test_every_entry_leads_to_a_page_that_is_an_entry_itself():
    found = list(entries())
    addresses = [entry.address for entry in found]
    assert len(addresses) == len(set(addresses))
    assert {address.partition("#")[0] for address in addresses} <= set(addresses)
    assert {entry.audience for entry in found} <= {section.name for section in SECTIONS} | {"everyone"}
    readers = {entry.address: entry.audience for entry in found}
    assert all(entry.audience == readers[entry.address.partition("#")[0]] for entry in found)


@pytest.mark.django_db
def test_every_part_that_can_be_found_is_a_place_of_its_page(client):
    parts = [entry.address.split("#") for entry in entries() if "#" in entry.address]
    shown = {page: client.get(page).content.decode() for page in {page for page, _ in parts}}
    assert len(parts) > 200
    assert [(page, anchor) for page, anchor in parts if f'id="{anchor}"' not in shown[page]] == []


def test_every_question_among_the_headings_can_be_found():
    asked = [
        part.text for page in library().pages for part in rendered(page).parts if part.text.endswith("?")
    ]  # of the second and third level
    assert Counter(asked) == Counter(entry.title for entry in entries() if is_question(entry))
    assert "Will I still get letters about screening?" in asked


def is_question(entry):
    return entry.kind is SearchKind.ANSWER and not entry.address.startswith("/guidance/does-it-apply/")


@pytest.mark.django_db
def test_a_search_uses_the_index_of_words_and_asks_the_database_twice(django_assert_num_queries):
    index_the_guidance()
    search("power of attorney")
    with django_assert_num_queries(2):
        search("power of attorney")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        kinds = "text[], text[], text[], text[], text[], float8[], text[], text[], float8[], text, text, int, int"
        cursor.execute(f"PREPARE searched ({kinds}) AS {SEARCH}")
        term = "'{prison}', '{detained}', '{detained:AB}', '{prison}', '{secure<->estate}', '{1}', '{telling}'"
        cursor.execute(f"EXPLAIN EXECUTE searched ({term}, '{{}}', '{{}}', 'prison', '', 10, 0)")
        plan = "\n".join(row for (row,) in cursor.fetchall())
    assert plan.count("Bitmap Index Scan on search_entry_head") == 1
    assert plan.count("Bitmap Index Scan on search_entry_body") == 2

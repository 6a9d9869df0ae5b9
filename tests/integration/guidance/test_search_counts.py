"""Searches are counted; words are kept only once many have searched for them, and then for 25 months."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import OperationalError, ProgrammingError
from django.urls import reverse

from portal.guidance.search import views
from registry.actions.guidance import searches as counting
from registry.actions.guidance.searches import forget_searches, note_search
from registry.models import LimitCounter, SearchTally
from registry.queries.guidance_searches import Searched, searches
from tests.factories.numbers import make_nhs_number

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def note(words, *, times=1, start=0, found=1, at=AT):
    for number in range(start, start + times):
        note_search(words, found=found, network=f"192.0.2.{number}/32", at=at)


def test_T33_words_stay_unknown_until_five_networks_searched_for_them():
    note("Asha Patel", times=4)
    assert [(row.words, row.count) for row in SearchTally.objects.all()] == [("", 4)]
    note("  asha-PATEL ", start=4)
    assert [(row.words, row.count) for row in SearchTally.objects.all()] == [("asha patel", 5)]


def test_T33_one_network_counts_once_a_day_and_never_reveals_its_words(database_clock):
    for _ in range(20):
        note("asha patel")
    row = SearchTally.objects.get()
    assert (row.words, row.count) == ("", 1)
    assert b"asha" not in bytes(row.key)
    assert not any(b"192.0.2" in bytes(counter.key) for counter in LimitCounter.objects.all())


def test_each_month_begins_anew():
    note("child", times=5, at=datetime(2026, 10, 31, 23, tzinfo=UTC))
    note("child", times=3, start=10, at=datetime(2026, 11, 1, 0, 30, tzinfo=UTC))
    rows = {row.month: (row.words, row.count) for row in SearchTally.objects.all()}
    assert rows == {date(2026, 10, 1): ("child", 5), date(2026, 11, 1): ("", 3)}
    assert len({bytes(row.key) for row in SearchTally.objects.all()}) == 2


def test_searches_that_find_nothing_are_told_apart():
    note("zebra", times=3, found=0)
    note("zebra", times=2, start=3)
    row = SearchTally.objects.get()
    assert (row.count, row.without_result) == (5, 3)


@pytest.mark.parametrize("words", ["", " - ", make_nhs_number(3).spaced, "asha@example.com", "LS1 9TZ"])
def test_T33_what_may_identify_somebody_is_not_counted(words):
    note(words, times=6)
    assert not SearchTally.objects.exists()


def test_one_network_cannot_fill_the_table(monkeypatch):
    monkeypatch.setattr(counting, "SEARCHES_BY_NETWORK", replace(counting.SEARCHES_BY_NETWORK, maximum=lambda: 3))
    for number in range(6):
        note_search(f"words {number}", found=1, network="192.0.2.1/32", at=AT)
    assert SearchTally.objects.count() == 3


def test_P01_counts_go_after_25_months():
    kept, old = date(2024, 10, 1), date(2024, 9, 1)
    for month in (kept, old):
        SearchTally.objects.create(month=month, key=b"k" * 32, words="child", count=5)
    assert forget_searches(AT) == 1
    assert SearchTally.objects.get().month == kept


def test_the_report_sums_whole_months_and_names_what_was_not_found():
    note("zebra", times=6, found=0)
    note("child", times=8)
    note("asha patel", times=2, found=0)
    note("child", times=5, start=20, at=datetime(2026, 10, 5, tzinfo=UTC))
    found = searches(first=date(2026, 10, 20), last=date(2026, 11, 3))
    assert (found.first, found.last) == (date(2026, 10, 1), date(2026, 11, 1))
    assert (found.total, found.without_result, found.unnamed, found.unnamed_without_result) == (21, 8, 2, 2)
    assert found.found_nothing == (Searched("zebra", 6, 6),)
    assert found.frequent == (Searched("child", 13, 0), Searched("zebra", 6, 6))
    assert searches(first=date(2026, 12, 1), last=date(2026, 12, 5)).total == 0


def count():
    return sum(SearchTally.objects.values_list("count", flat=True))


@pytest.mark.usefixtures("guidance_index")
def test_the_page_counts_what_a_person_searches_for_and_nothing_else(client):
    url = reverse("guidance:search")
    for path in ("?q=child&page=1", "?q=child&for=gps", "?q=childern&as-typed=yes", "?q=", ""):
        client.get(url + path)
    client.head(url + "?q=child")
    for headers in ({"sec-purpose": "prefetch;prerender"}, {"purpose": "prefetch"}, {"user-agent": "Examplebot/1.0"}):
        client.get(url + "?q=child", headers=headers)
    client.get(reverse("guidance:suggestions") + "?q=child")
    assert count() == 0
    client.get(url + "?q=child")
    assert count() == 1


@pytest.mark.usefixtures("guidance_index")
def test_a_search_that_cannot_be_counted_is_answered(client, monkeypatch):
    def away(*_args, **_named):
        raise OperationalError("the disk is full")

    monkeypatch.setattr(views, "note_search", away)
    assert "children-carers-detained" in client.get(reverse("guidance:search") + "?q=child").content.decode()


@pytest.mark.usefixtures("guidance_index")
def test_a_fault_of_ours_in_counting_is_not_hidden(client, monkeypatch):
    def wrong(*_args, **_named):
        raise ProgrammingError("no such column")

    monkeypatch.setattr(views, "note_search", wrong)
    with pytest.raises(ProgrammingError):
        client.get(reverse("guidance:search") + "?q=child")

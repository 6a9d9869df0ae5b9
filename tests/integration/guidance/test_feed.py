"""The feed of changes."""

import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from portal.guidance import contexts, feed
from portal.guidance.changes import changes, read_changes
from portal.guidance.library import library
from tests.support.guidance import content_in

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(settings):
    settings.NDOP_SERVICE_URL = "https://opt-out.example"
    root = ET.fromstring(feed.atom())
    return root, root.findall(f"{ATOM}entry")


def test_feed_is_atom_and_the_same_for_everyone():
    answer = Client().get("/guidance/what-changed.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "public" in answer["Cache-Control"]
    assert ET.fromstring(answer.content).tag == f"{ATOM}feed"


def test_entries_have_stable_ids_and_whole_addresses(settings):
    root, found = entries(settings)
    newest = changes()[0]
    assert len(found) == len(changes()) > 0
    assert found[0].findtext(f"{ATOM}id") == f"tag:opt-out.example,{newest.on}:guidance/{newest.page}"
    assert found[0].find(f"{ATOM}link").get("href") == f"https://opt-out.example/guidance/{newest.page}/"
    assert found[0].findtext(f"{ATOM}updated") == f"{newest.on}T00:00:00+00:00"
    assert found[0].findtext(f"{ATOM}summary") == newest.words
    assert root.findtext(f"{ATOM}id") == "tag:opt-out.example,2026-01-01:guidance/what-changed"


SOME = (("2026-11-20", "gps/reception"), ("2026-12-01", "gps/contact-details"), ("2026-11-20", "gps/contact-details"))


def test_entries_are_newest_first_and_each_has_an_id_of_its_own(settings, tmp_path, monkeypatch):
    assert library().pages
    changed = [f'[[change]]\non = {on}\npage = "{page}"\nwords = "{on} {page}"\n' for on, page in SOME]
    content_in(tmp_path, settings).write("changes.toml", "\n".join(changed))
    monkeypatch.setattr(contexts, "changes", read_changes)
    _, found = entries(settings)
    newest_first = [SOME[1], SOME[0], SOME[2]]
    assert [entry.findtext(f"{ATOM}summary") for entry in found] == [f"{on} {page}" for on, page in newest_first]
    ids = [f"tag:opt-out.example,{on}:guidance/{page}" for on, page in newest_first]
    assert [entry.findtext(f"{ATOM}id") for entry in found] == ids


@pytest.mark.parametrize("name", ["title", "updated", "id", "author"])
def test_feed_has_what_atom_asks_for(settings, name):
    root, _ = entries(settings)
    assert root.find(f"{ATOM}{name}") is not None

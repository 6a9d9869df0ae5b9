"""The hostile corpus: nothing of it is ever shown, and nothing of it grows in our own process."""

import resource
from pathlib import Path

import pytest
from django.conf import settings as project
from django.urls import reverse

from registry.actions.cases.scans import receive_scan
from registry.clock import now
from registry.gateways import scan_store
from registry.models import Role, Scan, ScanPage, ScanProblem
from registry.scanning import confinement, parent, problems
from registry.scanning.pdfs import pages_of_pdf
from staff.cases.receive_words import ADVICE
from tests.support.hostile_files import MARK, every_file, pdf_bomb, png_flood
from tests.support.staff import as_actor, make_staff, signed_in_client

pytestmark = pytest.mark.django_db
CORPUS = every_file()
BOMBS = ("pdf-of-a-gigabyte", "pdf-of-a-gigabyte-packed-twice", "png-flood", "tiff-of-25-mb")


@pytest.fixture
def agent():
    return make_staff(Role.AGENT)


def receive(agent, hostile):
    return receive_scan(data=hostile.data, name=hostile.name, case_id=None, by=as_actor(agent), at=now())


def memory_now():
    """Return how much memory this process holds, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def test_T24_corpus_is_large_and_each_file_has_its_name():
    assert len(CORPUS) >= 60
    assert len({one.id for one in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("hostile", CORPUS, ids=lambda one: one.id)
def test_T24_T25_hostile_file_is_refused_or_made_safe(agent, store, hostile):
    scan = receive(agent, hostile)
    assert scan.problem == hostile.refused
    kept = [scan_store.get(one.stored_name) for one in ScanPage.objects.filter(scan=scan)]
    assert scan.state == ("refused" if hostile.refused else "ready")
    assert bool(kept) is not bool(hostile.refused)
    assert len(list(store.glob("*/*"))) == len(kept)
    for picture in kept:
        assert picture.startswith(b"\xff\xd8\xff\xe0")
        assert picture.endswith(b"\xff\xd9")
        assert MARK not in picture
        assert b"script" not in picture.lower()


@pytest.mark.parametrize("hostile", [one for one in CORPUS if one.id.startswith("name-")], ids=lambda one: one.id)
def test_T24_file_is_stored_under_no_name_of_its_sender(agent, store, hostile):
    scan = receive(agent, hostile)
    shown = scan.original_name
    assert not set("/\\\r\n\0\u202e") & set(shown)
    assert len(shown) <= 210
    for path in store.rglob("*"):
        assert path.is_relative_to(store)
        assert "form" not in path.name
    if not hostile.refused:
        client = signed_in_client(agent)
        listed = client.get(reverse("staff:unfiled-scan-list")).content.decode()
        assert "<img src=x" not in listed
        answer = client.get(reverse("staff:scan-pdf", args=[scan.pk]))
        assert answer["Content-Disposition"] == 'attachment; filename="scan.pdf"'
        assert MARK not in answer.content


@pytest.mark.parametrize("hostile", [one for one in CORPUS if one.id in BOMBS], ids=lambda one: one.id)
def test_T25_bomb_does_not_grow_in_this_process(agent, hostile):
    receive(agent, CORPUS[-2])  # whatever is loaded once is loaded
    before = memory_now()
    receive(agent, hostile)
    assert memory_now() - before < 50_000_000


def test_T25_bombs_are_small():
    assert len(pdf_bomb(layers=2)) < 5_000
    assert len(png_flood(30_000)) < 200_000


def test_T25_child_is_limited_by_the_system():
    """Without the count before it, the bomb meets the limits of the child: it dies, and only its file is lost."""
    limits = {"most_pages": 1, "most_pixels": 10**12}
    with pytest.raises(problems.Refused) as refused:
        list(parent.pictures(png_flood(60_000), "image/png", **limits))
    assert refused.value.problem == problems.TOO_DEMANDING


def test_T25_pdf_bomb_is_counted_before_it_is_opened():
    with pytest.raises(problems.Refused):
        next(pages_of_pdf(pdf_bomb(layers=1), 20, 10**8))


def test_T25_child_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(parent, "SECONDS", 0.01)
    with pytest.raises(problems.Refused) as refused:
        list(parent.pictures(CORPUS[-2].data, "image/png", most_pages=1, most_pixels=10**7))
    assert refused.value.problem == problems.TOO_DEMANDING


def test_T25_limits_are_the_ones_we_promise():
    assert (confinement.PROCESSOR_SECONDS, confinement.MEMORY) == (20, 1024**3)
    assert (project.SCAN_MAX_BYTES, project.SCAN_MAX_PAGES, project.SCAN_MAX_PIXELS) == (26_214_400, 20, 40_000_000)


def test_every_problem_has_words_and_advice():
    codes = {value for name, value in vars(problems).items() if name.isupper()}
    assert codes | {"virus"} == set(ScanProblem.values)
    assert set(ADVICE) == set(ScanProblem)
    assert Scan._meta.get_field("problem").max_length >= max(map(len, codes))

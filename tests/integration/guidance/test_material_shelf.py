"""What is made is kept, made once, and never out of date."""

import os
import time

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from portal.guidance.materials import shelf as shelves
from portal.guidance.materials.inputs import digest
from registry.correspondence.materials import EDITIONS, MATERIALS, make
from registry.correspondence.materials.logo import LARGEST_BYTES, logo
from tests.support import pdfs
from tests.support.materials import edition, made

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 32"><rect width="80" height="32" fill="#d00"/></svg>'


@pytest.fixture
def few(tmp_path, settings, monkeypatch):
    """A shelf of one material in a folder of its own."""
    settings.MATERIALS_DIR = tmp_path / "materials"
    monkeypatch.setattr(shelves, "EDITIONS", EDITIONS[:1])
    monkeypatch.setattr(shelves, "MATERIALS", MATERIALS[:1])
    monkeypatch.setattr(shelves, "offered", dict)
    shelves.shelf.cache_clear()
    yield settings.MATERIALS_DIR
    shelves.shelf.cache_clear()


def one_form(monkeypatch):
    monkeypatch.setattr(shelves, "_everything", lambda: iter([("a.txt", b"a")]))


def test_what_is_made_is_read_back_by_the_next_process(few, monkeypatch):
    one_form(monkeypatch)
    first = shelves.shelf()
    assert first.read("a.txt") == b"a"
    shelves.shelf.cache_clear()
    monkeypatch.setattr(shelves, "_everything", lambda: pytest.fail("made again"))
    assert shelves.shelf().files == first.files


def test_other_settings_make_another_folder(few, monkeypatch, settings):
    one_form(monkeypatch)
    before = shelves.shelf().folder
    shelves.shelf.cache_clear()
    settings.NDOP_PHONE = "0300 000 0000"
    assert shelves.shelf().folder != before


def test_half_a_folder_is_never_left(few, monkeypatch):
    def fails():
        yield "a.txt", b"a"
        raise OSError("disk is full")

    monkeypatch.setattr(shelves, "_everything", fails)
    with pytest.raises(OSError, match="disk is full"):
        shelves.shelf()
    assert [one.name for one in few.iterdir()] == ["lock"]


def test_file_that_is_not_there_is_not_read(few, monkeypatch):
    one_form(monkeypatch)
    with pytest.raises(LookupError):
        shelves.shelf().read("../lock")


def test_command_makes_everything_and_removes_what_is_old(few, monkeypatch, capsys):
    one_form(monkeypatch)
    old, recent = few / "old", few / "recent"
    for folder in (old, recent):
        folder.mkdir(parents=True)
    week = time.time() - shelves.KEPT_SECONDS - 60
    os.utime(old, (week, week))
    call_command("build_materials")
    assert capsys.readouterr().out == "materials: 1 files, 0 kB; 1 older folders removed\n"
    assert {one.name for one in few.iterdir()} == {"lock", "recent", digest()}


def test_there_is_no_logo_unless_somebody_names_one(settings):
    assert settings.NDOP_NHS_LOGO == ""
    assert logo() is None
    assert pdfs.roles(made("poster-a4.pdf")).count("Figure") == 1  # the code


@pytest.mark.parametrize("name", ["poster-a4.pdf", "handout.pdf", "slides.pptx", "card-your-care-1200x630.png"])
def test_logo_of_whoever_may_use_it_is_in_its_place(name, tmp_path, settings):
    plain, file = made(name), tmp_path / "logo.svg"
    file.write_text(LOGO)
    settings.NDOP_NHS_LOGO = str(file)
    with_logo = make(edition(name))
    assert with_logo != plain
    if name.endswith(".pdf"):
        assert pdfs.roles(with_logo).count("Figure") == pdfs.roles(plain).count("Figure") + 1
        assert pdfs.accessibility_marks(with_logo)["pdf_ua_part"] == "1"


@pytest.mark.parametrize("kind", ["missing", "jpeg", "large"])
def test_logo_that_cannot_be_used_stops_the_making(kind, tmp_path, settings):
    file = tmp_path / ("logo.jpg" if kind == "jpeg" else "logo.svg")
    if kind != "missing":
        file.write_bytes(b"x" * (LARGEST_BYTES + 1 if kind == "large" else 1))
    settings.NDOP_NHS_LOGO = str(file)
    with pytest.raises(ImproperlyConfigured, match="NDOP_NHS_LOGO"):
        logo()

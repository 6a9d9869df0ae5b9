"""One source of words: what it may say, how hard it is to read, and that every format comes from it."""

import re
import shutil

import pytest
from django.conf import settings as django_settings

from ndop.nhsuk.reading_age import reading_age
from registry.correspondence.materials import EDITIONS, MATERIALS, OWN, BadSource, make, read_source
from registry.correspondence.materials.sources import all_words, folder
from tests.support import pdfs
from tests.support.materials import edition, made
from tests.support.slides import words_of_slides

WORDS = sorted(file.stem for file in folder().glob("*.toml"))
FOR_STAFF = {"crib-card"}


def test_every_file_of_words_is_used():
    assert set(WORDS) == set(MATERIALS) | {words for words, _, _ in OWN.values()}


@pytest.mark.parametrize("slug", WORDS)
def test_words_can_be_read_by_their_readers(slug):
    text = "\n\n".join(words if words[-1] in ".?!" else f"{words}." for words in all_words(read_source(slug)))
    assert reading_age(text) <= (13 if slug in FOR_STAFF else 11)


@pytest.mark.parametrize("slug", WORDS)
def test_words_hold_no_fact_that_is_not_filled_in(slug):
    assert not re.search(r"\[\[|\]\]", "".join(all_words(read_source(slug))))


@pytest.mark.parametrize("slug", WORDS)
def test_every_picture_is_there_and_described(slug):
    rows = [row for one in read_source(slug).sections for row in one.points if row.picture]
    drawings = django_settings.BASE_DIR / "templates" / "materials" / "pictures"
    assert [row.picture for row in rows if not (drawings / f"{row.picture}.svg").exists() or not row.alt] == []


def test_words_follow_the_settings(settings):
    settings.NDOP_PHONE, settings.NDOP_SERVICE_URL = "0300 000 0000", "https://choose.example.com/"
    assert read_source("poster").section("how").text[:2] == ("choose.example.com", "0300 000 0000")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ('title = "', "content/materials/poster.toml"),
        ('title = "A"', "summary"),
        ('nonsense = "A"', "nonsense, which nothing reads"),
    ],
)
def test_words_that_cannot_be_read_are_refused_with_the_file(tmp_path, settings, written, why):
    settings.BASE_DIR = tmp_path
    folder().mkdir(parents=True)
    (folder() / "poster.toml").write_text(written)
    with pytest.raises(BadSource, match=why):
        read_source("poster")


def test_source_without_a_part_says_so():
    with pytest.raises(LookupError, match="poster has no part elsewhere"):
        read_source("poster").section("elsewhere")


@pytest.fixture
def changed(tmp_path, settings):
    """Words of our own: a copy of the content in which one word is another."""
    shutil.copytree(folder(), tmp_path / "content" / "materials")
    (tmp_path / "templates").symlink_to(settings.BASE_DIR / "templates")

    def change(slug, old, new):
        file = tmp_path / "content" / "materials" / f"{slug}.toml"
        assert old in file.read_text()
        file.write_text(file.read_text().replace(old, new))
        settings.BASE_DIR = tmp_path

    return change


READERS = {
    "pdf": pdfs.text,
    "pptx": words_of_slides,
    "txt": bytes.decode,
    "html": bytes.decode,
    "svg": bytes.decode,
}


@pytest.mark.parametrize(
    ("file", "slug", "old"),
    [
        ("poster-a4.pdf", "poster", "Change your mind"),
        ("handout.pdf", "handout", "What happens next?"),
        ("handout-large-print.pdf", "handout", "What happens next?"),
        ("handout-plain-text.txt", "handout", "What happens next?"),
        ("slides.pdf", "slides", "You can say yes or no"),
        ("slides.pptx", "slides", "You can say yes or no"),
        ("easy-read.pdf", "easy-read", "How to choose"),
        ("crib-card.pdf", "crib-card", "Ask this first"),
        ("website-paragraph.html", "website-paragraph", "Choose now, or find out more"),
        ("website-paragraph.txt", "website-paragraph", "Choose now, or find out more"),
        ("card-your-choice-1200x630.svg", "social-card", "Your choice."),
    ],
)
def test_change_of_a_word_changes_every_format(changed, file, slug, old):
    read = READERS[file.rpartition(".")[2]]
    assert "Marzipan" not in read(made(file))
    changed(slug, old, "Marzipan")
    assert "Marzipan" in read(make(edition(file)))


def test_no_two_files_share_a_name_and_each_says_what_it_is():
    names = [one.file_name for one in EDITIONS]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"national-data-opt-out-[a-z0-9-]+\.(pdf|pptx|png|svg|html|txt)", name) for name in names)


def test_text_of_the_handout_has_short_lines_and_whole_addresses():
    text = made("handout-plain-text.txt").decode()
    assert max(map(len, text.splitlines())) <= 72
    assert "127.0.0.1:8000" in text


def test_html_of_the_paragraph_is_escaped(changed):
    changed("website-paragraph", "Your own care", "<b>Care & more</b>")
    html = make(edition("website-paragraph.html")).decode()
    assert "&lt;b&gt;Care &amp; more&lt;/b&gt;" in html
    assert "<b>" not in html

"""Every file: accessible, embedded, the right size and length, and the same bytes each time."""

import hashlib
import re
import subprocess
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from registry.correspondence.facts import site_in_words
from registry.correspondence.materials import EDITIONS, Format, make, read_source
from registry.correspondence.materials.sources import all_words
from tests.support import pdfs
from tests.support.materials import PDFS, edition, made
from tests.support.slides import descriptions_of, runs_of, slides, words_of
from tests.support.soffice import find_soffice

PAGES = {
    "poster-a4.pdf": 1,
    "poster-a3.pdf": 1,
    "handout.pdf": 2,
    "handout-large-print.pdf": 3,
    "easy-read.pdf": 7,
    "slides.pdf": 6,
    "reception-crib-card.pdf": 2,
}
# In points; the smallest letters that anybody has to read.
SMALLEST = {
    "poster-a4.pdf": 20,
    "poster-a3.pdf": 28,
    "handout.pdf": 11,
    "handout-large-print.pdf": 18,
    "easy-read.pdf": 18,
    "slides.pdf": 28,
    "reception-crib-card.pdf": 12,
}
SIZES = {"poster-a4.pdf": (210, 297), "poster-a3.pdf": (297, 420), "reception-crib-card.pdf": (148, 210)}
by_pdf = pytest.mark.parametrize("name", PAGES)


def test_every_pdf_is_looked_at():
    assert {one.file_name.removeprefix("national-data-opt-out-") for one in PDFS} == set(PAGES)


@by_pdf
def test_pdf_is_marked_as_pdf_ua_says(name):
    marks = pdfs.accessibility_marks(made(name))
    assert marks.pop("title").endswith("(National data opt-out)")
    assert marks == {
        "tagged": True,
        "suspect": False,
        "language": "en-GB",
        "shows_title": True,
        "pdf_ua_part": "1",
        "has_structure": True,
        "tab_order_follows_structure": True,
    }


@by_pdf
def test_pdf_has_its_fonts_inside_and_they_are_ours(name):
    used = pdfs.fonts(made(name))
    assert used
    assert all(embedded and readable for _, embedded, readable in used)
    assert all("SourceSansPro" in font for font, _, _ in used)


@by_pdf
def test_pdf_has_the_pages_it_should_and_text_on_each(name):
    pages = pdfs.pages(made(name))
    assert len(pages) == PAGES[name]
    assert all(len(words.split()) > 5 for words in pages)


@by_pdf
def test_pdf_begins_with_a_heading(name):
    headings = [role for role in pdfs.roles(made(name)) if re.fullmatch(r"H\d", role)]
    assert headings[0] == "H1"


@by_pdf
def test_letters_are_large_enough(name):
    assert min(size for _, _, _, size, _ in pdfs.pieces(made(name))) >= SMALLEST[name] - 0.1


@pytest.mark.parametrize("name", SIZES)
def test_paper_has_the_size_that_the_name_says(name):
    assert pdfs.page_size(made(name)) == pytest.approx(SIZES[name], abs=0.5)


@pytest.mark.parametrize("name", ["poster-a4.pdf", "handout.pdf", "crib-card.pdf"])
def test_code_on_the_paper_opens_the_service(name, settings):
    with pypdfium2.PdfDocument(made(name)) as document:
        found = [code.text for page in document for code in zxingcpp.read_barcodes(page.render(scale=2).to_pil())]
    assert found == [settings.NDOP_SERVICE_URL]


@pytest.mark.parametrize("one", [one for one in EDITIONS if one.format is Format.PNG], ids=lambda one: one.name)
def test_card_has_its_size_and_its_code(one, settings):
    picture = Image.open(BytesIO(made(one.file_name)))
    assert "x".join(map(str, picture.size)) == one.name.rpartition("-")[2]
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [settings.NDOP_SERVICE_URL]


def test_drawing_of_a_card_says_its_words_and_needs_no_font():
    drawing = made("card-your-care-1080x1080.svg").decode()
    assert "<title>Say yes or no. Your care stays the same. You can change your mind" in drawing
    assert 'role="img"' in drawing
    assert "<text" not in drawing
    assert "font-family" not in drawing


@pytest.mark.parametrize("one", EDITIONS, ids=lambda one: one.file_name)
def test_same_words_make_the_same_bytes(one):
    assert hashlib.sha256(make(one)).digest() == hashlib.sha256(made(one.file_name)).digest()


def test_slides_have_titles_words_descriptions_and_a_language():
    source = read_source("slides")
    shown = slides(made("slides.pptx"))
    assert [slide.shapes.title.text_frame.text for slide in shown] == [
        source.headline,
        *(one.heading for one in source.sections),
    ]
    assert [words for slide in shown for words in words_of(slide)] == all_words(source)
    shows = [row.alt for one in source.sections for row in one.points]
    assert [words for slide in shown for words in descriptions_of(slide)] == [
        *shows,
        f"QR code that opens {site_in_words()}",
    ]
    runs = [run for slide in shown for run in runs_of(slide)]
    assert {run.font._rPr.get("lang") for run in runs} == {"en-GB"}
    assert min(run.font.size.pt for run in runs) >= 28


def test_slides_go_round_by_themselves():
    with ZipFile(BytesIO(made("slides.pptx"))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2018, 5, 25, 0, 0, 0)}
        assert b'loop="1"' in archive.read("ppt/presProps.xml")
        assert b'advTm="12000"' in archive.read("ppt/slides/slide6.xml")


@pytest.mark.skipif(not find_soffice(), reason="LibreOffice is not on this machine; CI installs it")
def test_slides_open_in_libreoffice_with_every_word(tmp_path):
    file = tmp_path / "slides.pptx"
    file.write_bytes(made("slides.pptx"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [find_soffice(), profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    opened = (tmp_path / "slides.pdf").read_bytes()
    assert len(pdfs.pages(opened)) == PAGES["slides.pdf"]
    said = re.sub(r"\s", "", pdfs.text(opened))
    assert [words for words in all_words(read_source("slides")) if re.sub(r"\s", "", words) not in said] == []


def test_slides_on_paper_say_the_same():
    said = pdfs.text(made("slides.pdf"))
    assert [words for words in all_words(read_source("slides")) if words not in said] == []


def test_edition_is_found_by_its_name():
    assert edition("poster-a4.pdf").label == "A4"

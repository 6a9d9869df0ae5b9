"""The catalogue, what it offers, and whole packs."""

import hashlib
import re
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from portal.guidance.materials import catalogue
from portal.guidance.materials.catalogue import chosen, files, size_in_words
from portal.guidance.materials.packs import PACKS, length, pack_named, stream
from portal.guidance.materials.shelf import shelf
from portal.guidance.sections import SECTIONS

PAGE = reverse("guidance:materials")
MOST = 100_000


def shown(client, query=""):
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return re.findall(r'<li class="ndop-material" id="([^"]+)"', response.content.decode())


def test_catalogue_lists_everything_with_size_pages_and_checksum(client):
    html = client.get(PAGE).content.decode()
    assert shown(client) == [one.slug for one in catalogue()]
    assert len(list(files())) == 31
    for one in catalogue():
        assert {section.name for section in SECTIONS} >= set(one.audiences)
        for file in one.files:
            pages = f", {file.pages} page{'' if file.pages == 1 else 's'}" if file.pages else ""
            assert f"{one.title}: {file.label} ({file.format.words}, {file.size_in_words}{pages})</a>" in html
            assert f"{file.sha256} {file.name}" in html


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 kB"),
        (1024, "1 kB"),
        (1025, "2 kB"),
        (1024**2, "1024 kB"),
        (1024**2 + 1, "1.1 MB"),
        (5 * 1024**2, "5.0 MB"),
    ],
)
def test_size_is_said_and_never_less_than_it_is(size, words):
    assert size_in_words(size) == words


def test_paper_forms_are_named_as_on_their_own_page(client):
    html = client.get(PAGE).content.decode()
    assert "Paper forms: For yourself, plain English (PDF, " in html
    assert "Form for yourself, plain English (PDF, " in client.get("/other-ways/").content.decode()


def test_catalogue_filters_by_audience_and_format(client):
    assert shown(client, "?audience=public") == ["handout", "easy-read", "social-card", "forms"]
    assert shown(client, "?format=pptx") == ["slides"]
    assert shown(client, "?audience=public&format=pptx") == []
    assert shown(client, "?audience=nobody&format=doc") == shown(client)


def test_filter_links_keep_the_other_filter_and_say_which_is_on(client):
    html = client.get(PAGE + "?audience=public&format=pdf").content.decode()
    assert f'href="{PAGE}?audience=gps&amp;format=pdf">' in html
    assert f'href="{PAGE}?audience=public">Every kind</a>' in html
    assert f'href="{PAGE}?audience=public&amp;format=pdf" aria-current="true">' in html
    assert html.count('aria-current="true"') == 3


def test_catalogue_weighs_under_100_kilobytes_without_pictures(client):
    build = django_settings.BASE_DIR / "static" / "build"
    loaded = ("guidance.css", "guidance.js", "favicon.svg")
    assert len(client.get(PAGE).content) + sum((build / name).stat().st_size for name in loaded) < MOST


def test_small_pictures_are_small_lazy_and_have_their_size(client):
    tags = re.findall(r"<img [^>]*>", client.get(PAGE).content.decode())
    assert len(tags) == len(catalogue()) - 1
    for tag in tags:
        width, height = re.search(r'width="(\d+)" height="(\d+)" loading="lazy"', tag).groups()
        picture = client.get(re.search(r'src="([^"]+)"', tag)[1])
        assert picture["Content-Type"] == "image/png"
        assert "immutable" in picture["Cache-Control"]
        assert len(picture.content) < 12_000
        assert 40 <= int(height) <= 114
        assert int(width) == 80


def test_pages_set_no_cookie_and_may_be_kept(client):
    for name in ("materials", "website-paragraph", "make-it-yours", "material-checksums"):
        response = client.get(reverse(f"guidance:{name}"))
        assert response["Cache-Control"] == "public, max-age=300" or name == "make-it-yours"
        assert "public" in response["Cache-Control"]
        assert not response.cookies


def test_second_look_at_the_catalogue_takes_no_making(client, monkeypatch):
    client.get(PAGE)
    catalogue.cache_clear()
    shelf.cache_clear()
    made = []
    monkeypatch.setattr("portal.guidance.materials.shelf._build", made.append)
    assert (client.get(PAGE).status_code, made) == (200, [])


def test_every_file_is_what_the_catalogue_says(client):
    for file in files():
        response = client.get(file.url)
        assert response["Content-Type"] == file.format.content_type
        assert f'filename="{file.name}"' in response["Content-Disposition"]
        found = (len(response.content), hashlib.sha256(response.content).hexdigest())
        assert found == (file.size, file.sha256), file.name
        again = client.get(file.url, headers={"if-none-match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b""), file.name
        assert "public" in again["Cache-Control"]


def test_address_with_a_version_is_kept_for_good_and_any_other_for_a_short_while(client):
    file = next(files())
    assert "immutable" in client.get(file.url)["Cache-Control"]
    for address in (file.url.partition("?")[0], f"{file.url.partition('?')[0]}?v=00000000"):
        assert client.get(address)["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("name", ["manifest.json", "preview-poster.png", "..", "nothing.pdf", "../lock"])
def test_nothing_but_the_files_of_the_catalogue_is_handed_out(client, name):
    assert client.get(f"{PAGE}{name}").status_code == 404


def test_pictures_that_could_carry_scripts_are_kept_as_files(client):
    for file in files():
        way = client.get(file.url)["Content-Disposition"].partition(";")[0]
        assert way == ("attachment" if file.format.ending in {"svg", "html", "pptx"} else "inline")


def test_checksums_are_those_of_every_file(client):
    lines = client.get(reverse("guidance:material-checksums")).content.decode().splitlines()
    assert lines == [f"{file.sha256}  {file.name}" for file in files()]


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.slug)
def test_pack_has_every_file_of_its_audience_as_it_is(client, pack):
    response = client.get(reverse("guidance:material-pack", args=[pack.slug]))
    data = response.getvalue()
    assert response.streaming
    assert int(response["Content-Length"]) == len(data) == length(pack)
    with ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {entry.compress_type for entry in archive.infolist()} == {ZIP_STORED}
        assert {entry.date_time for entry in archive.infolist()} == {(2018, 5, 25, 0, 0, 0)}
        assert archive.namelist() == ["contents.txt", *(file.name for file in pack.files)]
        contents = archive.read("contents.txt").decode()
        for file in pack.files:
            assert hashlib.sha256(archive.read(file.name)).hexdigest() == file.sha256
            assert f"{file.name}: {file.label}" in contents
    assert data == b"".join(stream(pack))
    again = client.get(response.request["PATH_INFO"], headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


def test_pack_is_written_in_small_pieces():
    assert max(map(len, stream(pack_named("practice-pack")))) < 70_000


def test_pack_that_there_is_not_is_not_found(client):
    assert client.get(reverse("guidance:material-pack", args=["nobody-pack"])).status_code == 404


def test_paragraph_can_be_copied_without_a_script(client):
    html = client.get(reverse("guidance:website-paragraph")).content.decode()
    boxes = re.findall(r"<textarea [^>]*readonly>\n(.*?)</textarea>", html, re.DOTALL)
    assert len(boxes) == 2
    assert "&lt;h2&gt;Your health information: your choice&lt;/h2&gt;" in boxes[0]
    assert "&lt;" not in boxes[1]


def test_choice_of_nothing_shows_everything():
    assert chosen("", "") == catalogue()

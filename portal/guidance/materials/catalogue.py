"""What there is to download: each material with its files, their sizes, pages and checksums."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from portal.guidance.materials.pictures import size_of
from portal.guidance.materials.shelf import FORMS, PREVIEW, shelf
from portal.pages.forms import OfferedForm, offered
from registry.correspondence.materials import EDITIONS, MATERIALS, Edition, Format, card_words, read_source
from registry.models import FormType

KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE
PREVIEW_WIDTH = 80  # half of what the picture has, for sharp screens
LANGUAGES = {"en": "English"}
SHORT = 8  # of a checksum: enough to tell one version of a file from another in an address
# What the paper forms are called among the materials, together and each.
FORM_TITLE = "Paper forms"
FORM_SUMMARY = "To choose by post: for yourself, for children, for an adult you act for, and for people who are held."
FORM_LABELS = {
    FormType.SELF: "For yourself",
    FormType.CHILDREN: "For children",
    FormType.ADULT_DEPENDANT: "For an adult",
    FormType.DETAINED: "For people who are held",
}


@dataclass(frozen=True)
class File:
    """One file to download. `alt` says what a picture shows, for those who put it on a page."""

    name: str
    label: str
    format: Format
    url: str
    size: int
    sha256: str
    pages: int
    alt: str = ""

    @property
    def size_in_words(self) -> str:
        """Return the size as a link says it."""
        return size_in_words(self.size)


@dataclass(frozen=True)
class Material:
    """One thing to download, in every edition. `audiences` are who uses it.

    `preview_url` is empty for words alone; `preview_size` is its width and height on the page.
    """

    slug: str
    title: str
    summary: str
    audiences: tuple[str, ...]
    language: str
    files: tuple[File, ...]
    preview_url: str = ""
    preview_size: tuple[int, int] = (0, 0)

    @property
    def formats(self) -> tuple[Format, ...]:
        """Return each kind of file once."""
        return tuple(dict.fromkeys(file.format for file in self.files))

    @property
    def descriptions(self) -> tuple[str, ...]:
        """Return what its pictures say, each once."""
        return tuple(dict.fromkeys(file.alt for file in self.files if file.alt))

    @property
    def language_name(self) -> str:
        """Return the language in words."""
        return LANGUAGES[self.language]


def size_in_words(size: int) -> str:
    """Return so many bytes as "38 kB" or "1.4 MB", never less than it is."""
    if size <= MEGABYTE:
        return f"{-(-size // KILOBYTE)} kB"
    return f"{-(-size * 10 // MEGABYTE) / 10} MB"


@cache
def catalogue() -> tuple[Material, ...]:
    """Return everything there is. The first call of a release may make it, which takes seconds."""
    return (*map(_material, MATERIALS), _forms())


def chosen(audience: str, format_: str) -> tuple[Material, ...]:
    """Return what is for an audience and comes in a format; an empty or unknown name leaves nothing out."""
    audiences = {name for one in catalogue() for name in one.audiences}
    formats = {form.ending for one in catalogue() for form in one.formats}
    return tuple(
        one
        for one in catalogue()
        if (audience not in audiences or audience in one.audiences)
        and (format_ not in formats or format_ in {form.ending for form in one.formats})
    )


def files() -> Iterator[File]:
    """Yield every file once."""
    for one in catalogue():
        yield from one.files


def _material(slug: str) -> Material:
    source = read_source(slug)
    return Material(
        slug=slug,
        title=source.title,
        summary=source.summary,
        audiences=source.audiences,
        language=source.language,
        files=tuple(_file(edition) for edition in EDITIONS if edition.material == slug),
        **_preview(slug),
    )


def _file(edition: Edition) -> File:
    name = edition.file_name
    alt = card_words(read_source(edition.material), edition.card) if edition.card else ""
    url = reverse("guidance:material-file", kwargs={"file": name})
    return _kept(name, edition.label, edition.format, _versioned(url, name), alt)


def _forms() -> Material:
    return Material(
        slug=FORMS,
        title=FORM_TITLE,
        summary=FORM_SUMMARY,
        audiences=("gps", "organisations", "public"),
        language="en",
        files=tuple(_form_file(form) for forms in offered().values() for form in forms),
        **_preview(FORMS),
    )


def _form_file(form: OfferedForm) -> File:
    url = reverse("pages:form", kwargs={"form_type": form.form_type, "variant": form.variant})
    return _kept(
        form.file_name, f"{FORM_LABELS[FormType(form.form_type)]}, {form.label_in_a_sentence}", Format.PDF, url
    )


def _kept(name: str, label: str, format_: Format, url: str, alt: str = "") -> File:
    kept = shelf().files[name]
    return File(name, label, format_, url, kept.size, kept.sha256, kept.pages, alt)


def _preview(slug: str) -> dict[str, Any]:
    name = PREVIEW.format(slug)
    if name not in shelf().files:
        return {}
    url = reverse("guidance:material-preview", kwargs={"slug": slug})
    width, height = size_of(shelf().read(name))
    size = (PREVIEW_WIDTH, round(PREVIEW_WIDTH * height / width))
    return {"preview_url": _versioned(url, name), "preview_size": size}


def _versioned(url: str, name: str) -> str:
    """Name the version, so that a browser may keep the file for good."""
    return f"{url}?{urlencode({'v': shelf().files[name].sha256[:SHORT]})}"

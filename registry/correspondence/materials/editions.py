"""Every file that a material comes as: how it is made, and what it is called."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import partial

from registry.correspondence.materials.printed import Practice, card, printed
from registry.correspondence.materials.slides import presentation
from registry.correspondence.materials.sources import Source, read_source
from registry.correspondence.materials.words import plain_text, website_html, website_text
from registry.correspondence.typesetting import Drawing

FILE_NAME = "national-data-opt-out-{}.{}"


class Format(Enum):
    """What kind of file: ending, content type and words."""

    PDF = ("pdf", "application/pdf", "PDF")
    PPTX = ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint")
    PNG = ("png", "image/png", "Picture (PNG)")
    SVG = ("svg", "image/svg+xml", "Picture (SVG)")
    HTML = ("html", "text/html; charset=utf-8", "Web page (HTML)")
    TEXT = ("txt", "text/plain; charset=utf-8", "Text")

    def __init__(self, ending: str, content_type: str, words: str) -> None:
        self.ending, self.content_type, self.words = ending, content_type, words


DRAWINGS: dict[Format, Drawing] = {Format.PNG: "png", Format.SVG: "svg"}


@dataclass(frozen=True)
class Edition:
    """One file of a material. `name` tells it from the others of the material and is part of its file name.

    `label` says what it is. `card` names the part of the words that a card shows.
    """

    material: str
    name: str
    label: str
    format: Format
    make: Callable[[Source], bytes]
    card: str = ""

    @property
    def file_name(self) -> str:
        """Return the name of the file, which says what it is."""
        return FILE_NAME.format(self.name, self.format.ending)


def _cards() -> Iterator[Edition]:
    shapes = (("wide", 1200, 630), ("square", 1080, 1080))
    for name, message in (("your-choice", "Your choice"), ("your-care", "Your care")):
        for shape, width, height in shapes:
            for form, drawing in DRAWINGS.items():
                draw = partial(card, name=name, width=width, height=height, drawing=drawing)
                label = f"{message}, {shape}, {width} by {height}"
                yield Edition("social-card", f"card-{name}-{width}x{height}", label, form, draw, card=name)


EDITIONS: tuple[Edition, ...] = (
    Edition("poster", "poster-a4", "A4", Format.PDF, partial(printed, template="poster", paper="a4")),
    Edition("poster", "poster-a3", "A3", Format.PDF, partial(printed, template="poster", paper="a3")),
    Edition("handout", "handout", "A4, two sides", Format.PDF, partial(printed, template="handout", large_print=False)),
    Edition(
        "handout",
        "handout-large-print",
        "Large print, 18 points",
        Format.PDF,
        partial(printed, template="handout", large_print=True),
    ),
    Edition("handout", "handout-plain-text", "Plain text", Format.TEXT, plain_text),
    Edition("easy-read", "easy-read", "A4", Format.PDF, partial(printed, template="easy_read")),
    Edition("slides", "slides", "To show and to change", Format.PPTX, presentation),
    Edition("slides", "slides", "To show", Format.PDF, partial(printed, template="slides")),
    Edition("crib-card", "reception-crib-card", "A5, two sides", Format.PDF, partial(printed, template="crib")),
    *_cards(),
    Edition("website-paragraph", "website-paragraph", "HTML to paste", Format.HTML, website_html),
    Edition("website-paragraph", "website-paragraph", "Text to paste", Format.TEXT, website_text),
)
MATERIALS: tuple[str, ...] = tuple(dict.fromkeys(edition.material for edition in EDITIONS))
# What a practice may have with its own name: the words, the template and how it is set.
OWN = {
    "poster-a4": ("poster", "poster", {"paper": "a4"}),
    "poster-a3": ("poster", "poster", {"paper": "a3"}),
    "letter": ("letter", "letter", {}),
}


def make(edition: Edition) -> bytes:
    """Return a file, the same for everyone. Raises BadSource, CannotCompose."""
    return edition.make(read_source(edition.material))


def make_own(name: str, practice: Practice) -> bytes:
    """Return what `OWN` lists under that name as a PDF with a practice's name, phone and hours on it.

    Raises CannotCompose when they do not fit or cannot be printed.
    """
    words, template, layout = OWN[name]
    return printed(read_source(words), template, practice=practice, **layout)

"""Typst, which sets every letter, form and poster as PDF/UA-1, and draws pictures.

Data goes to typst as JSON, so that a name is only ever text there and never markup. One compiler for each template
serves all of a process: it keeps the fonts and what it has parsed. typst's threads do not survive a fork, so a
process forked after the first letter refuses to compose rather than hang (Celery's workers are forked before any).

Fonts: Source Sans Pro from its package, then the fonts inside the typst wheel; never the machine's own. Together they
print Latin (Vietnamese and dotted Irish letters too), Greek, Cyrillic, Hebrew, Arabic, Armenian and Georgian.
PDF/UA-1 forbids a missing glyph. A name in another script stops the letter with `CannotCompose` instead of arriving
as empty boxes; a person then writes to them. We do not transliterate: the post needs the name that is on the door.
"""

import json
import os
from functools import cache
from threading import Lock
from typing import Any, Literal

import font_source_sans_pro
import typst
from django.conf import settings

REFUSALS = ("address_too_long", "name_too_long", "hours_too_long")  # what the templates assert
LETTERS = "letters"
Drawing = Literal["svg", "png"]
PIXELS_PER_INCH = 72.0  # a point of the page becomes a pixel of the picture
_one_at_a_time = Lock()


class CannotCompose(Exception):
    """This letter cannot be printed as it should be; a person must send it another way.

    `reason` is one of `REFUSALS`, `characters`, `no_name`, `no_address`, `template`.
    It never quotes the name or the address.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def typeset(template: str, data: dict[str, Any], *, folder: str = LETTERS) -> bytes:
    """Set a template of templates/<folder> with this data: the same data gives the same bytes. Raises CannotCompose."""
    return _compile(folder, template, data, {"format": "pdf", "pdf_standards": ["ua-1"]})


def draw(template: str, data: dict[str, Any], drawing: Drawing, *, folder: str) -> bytes:
    """Draw a template of one page as a picture. The letters of an SVG are outlines. Raises CannotCompose."""
    return _compile(folder, template, data, {"format": drawing, "ppi": PIXELS_PER_INCH})


def _compile(folder: str, template: str, data: dict[str, Any], options: dict[str, Any]) -> bytes:
    if _process_of_typst() != os.getpid():
        raise RuntimeError("typst was started before this process was forked")
    inputs = {"data": json.dumps(data)}
    try:
        with _one_at_a_time:
            made = _compiler(folder, template).compile(sys_inputs=inputs, **options)
    except typst.TypstError as error:
        # The message quotes the text that failed, so it goes no further.
        raise CannotCompose(_reason(error.message)) from None
    if not isinstance(made, bytes):
        raise CannotCompose("template")
    return made


def _reason(message: str) -> str:
    if "could not be displayed" in message:
        return "characters"
    return next((reason for reason in REFUSALS if f": {reason}" in message), "template")


@cache
def _process_of_typst() -> int:
    return os.getpid()


@cache
def _compiler(folder: str, template: str) -> typst.Compiler:
    root = settings.BASE_DIR / "templates" / folder
    return typst.Compiler(root / template, root=root, font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[font_source_sans_pro.font_directory],
    )

"""Letters as PDF/UA-1, set by typst.

Data goes to typst as JSON, so that a name is only ever text there and never markup. One compiler serves
all letters of a process: it keeps the fonts and the parsed template. typst's threads do not survive a fork,
so a process forked after the first letter refuses to compose rather than hang (Celery's workers are forked
before any letter).

Fonts: Source Sans Pro from its package, then the fonts inside the typst wheel; never the machine's own.
Together they print Latin (Vietnamese and dotted Irish letters too), Greek, Cyrillic, Hebrew, Arabic,
Armenian and Georgian. PDF/UA-1 forbids a missing glyph. A name in another script stops the letter with
`CannotCompose` instead of arriving as empty boxes; a person then writes to them. We do not transliterate:
the post needs the name that is on the door.
"""

import json
import os
from dataclasses import asdict
from functools import cache
from threading import Lock
from typing import Any

import font_source_sans_pro
import typst
from django.conf import settings

from registry.correspondence.confirmation import Confirmation
from registry.correspondence.printable import can_be_printed, one_line
from registry.correspondence.wording import confirmation_words

TITLE = "Your national data opt-out choice"
LARGE_PRINT = "large_print"
# The envelope shows seven lines, the name among them (GOV.UK Notify's address rule).
WINDOW_LINES = 7
_one_at_a_time = Lock()


class CannotCompose(Exception):
    """This letter cannot be printed as it should be; a person must send it another way.

    `reason` is one of `characters`, `address_too_long`, `name_too_long`, `no_name`, `no_address`, `template`.
    It never quotes the name or the address.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def confirmation_letter(c: Confirmation) -> bytes:
    """Compose the confirmation as a PDF/UA-1 file, A4, for a DL window envelope.

    One page; in 18 point and on more pages when `format_needs` is `large_print`. The same confirmation
    gives the same bytes. Raises `ValueError` for an unknown status and `CannotCompose`.
    """
    return _compile(_data(c))


def _data(c: Confirmation) -> dict[str, Any]:
    words = confirmation_words(c)
    return asdict(words) | {
        "title": TITLE,
        "address": _window(words.name, [line for line in map(one_line, c.address_lines) if line]),
        "sender": [settings.SERVICE_NAME, *settings.NDOP_RETURN_ADDRESS],
        "phone": settings.NDOP_PHONE,
        "large_print": c.format_needs == LARGE_PRINT,
    }


def _window(name: str, address: list[str]) -> list[str]:
    """Answer the lines of the envelope's window; what is too many is joined near the top, never cut."""
    if not name:
        raise CannotCompose("no_name")
    if not address:
        raise CannotCompose("no_address")
    surplus = max(0, 1 + len(address) - WINDOW_LINES)
    lines = [name, ", ".join(address[: surplus + 1]), *address[surplus + 1 :]]
    if not all(map(can_be_printed, lines)):
        raise CannotCompose("characters")
    return lines


def _compile(data: dict[str, Any]) -> bytes:
    if _process_of_typst() != os.getpid():
        raise RuntimeError("typst was started before this process was forked")
    try:
        with _one_at_a_time:
            pdf = _compiler().compile(format="pdf", pdf_standards=["ua-1"], sys_inputs={"data": json.dumps(data)})
    except typst.TypstError as error:
        # The message quotes the text that failed, so it goes no further.
        raise CannotCompose(_reason(error.message)) from None
    if not isinstance(pdf, bytes):
        raise CannotCompose("template")
    return pdf


def _reason(message: str) -> str:
    if "could not be displayed" in message:
        return "characters"
    known = ("address_too_long", "name_too_long")
    return next((reason for reason in known if f"letter: {reason}" in message), "template")


@cache
def _process_of_typst() -> int:
    return os.getpid()


@cache
def _compiler() -> typst.Compiler:
    letters = settings.BASE_DIR / "templates" / "letters"
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[font_source_sans_pro.font_directory],
    )
    return typst.Compiler(letters / "confirmation.typ", root=letters, font_paths=fonts, ignore_system_fonts=True)

"""The codes on what we print: which form this is and of which case, or which letter. Never who it is about.

`NDO1:F:self`, `NDO1:F:children:12345-C` and `NDO1:L:` with the id of a message. The leading mark keeps other
people's codes, such as the stamp on an envelope, out of our way.
"""

import re
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

import segno
from PIL.Image import Image

from registry.models import FormType
from registry.scanning import codes

FORM_CODE = re.compile(rf"NDO1:F:({'|'.join(FormType.values)})(?::([0-9]{{5,7}}-C))?", re.IGNORECASE)
LETTER_CODE = re.compile(r"NDO1:L:([0-9a-f]{32})", re.IGNORECASE)
# A quarter of the code may be lost under a stamp, a fold or a tea stain.
ERROR_CORRECTION = "q"
QUIET_ZONE = 4  # modules of white on every side, as ISO/IEC 18004 wants them


@dataclass(frozen=True)
class FormCode:
    """A form we printed, for the case with this reference or for nobody yet."""

    form_type: FormType
    case_reference: str = ""


@dataclass(frozen=True)
class LetterCode:
    """A letter we sent: `message_id` is the message's public id."""

    message_id: UUID


def form_code(form_type: str, case_reference: str = "") -> str:
    """Return the text of the code on a form. Raises ValueError for an unknown form."""
    return ":".join(filter(None, ("NDO1:F", FormType(form_type).value, case_reference)))


def letter_code(message_id: UUID) -> str:
    """Return the text of the code on a letter; capitals make a smaller code."""
    return f"NDO1:L:{message_id.hex.upper()}"


def parse(text: str) -> FormCode | LetterCode | None:
    """Say what a code means; None if it is not ours. Hand scanners may turn the case of letters."""
    if form := FORM_CODE.fullmatch(text.strip()):
        return FormCode(FormType(form[1].lower()), (form[2] or "").upper())
    if letter := LETTER_CODE.fullmatch(text.strip()):
        return LetterCode(UUID(letter[1]))
    return None


def svg(text: str) -> str:
    """Return the QR code as an SVG drawing with its quiet zone, black on nothing."""
    kept = BytesIO()
    segno.make_qr(text, error=ERROR_CORRECTION, boost_error=True).save(
        kept, kind="svg", border=QUIET_ZONE, xmldecl=False, omitsize=True
    )
    return kept.getvalue().decode()


def read(picture: Image) -> list[str]:
    """Return the texts of our codes on a picture of a page, in the order in which they were found, each once."""
    return [text for text in codes.read_all(picture) if parse(text)]

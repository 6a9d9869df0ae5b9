"""Pictures out of PDF files. Runs in the child only.

PDFium draws the pages and what was typed into their fields. It is built without a script engine, and forms are never
started, so nothing in the file acts: no script, no link, no attachment.
"""

import re
import zlib
from collections.abc import Iterator

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from registry.scanning.problems import (
    DAMAGED,
    ENCRYPTED,
    TOO_DEMANDING,
    TOO_MANY_PAGES,
    TOO_MANY_PIXELS,
    Refused,
)

POINTS_PER_INCH = 72
DOTS_PER_INCH = 150
# A PDF that was cut off can often be opened all the same, with pages missing: its end must be there.
END_MARK = b"%%EOF"
END_IS_WITHIN = 2048
STREAM = re.compile(rb"stream\r?\n")
MOST_UNPACKED = 256 * 1024 * 1024
CHUNK = 64 * 1024


def pages_of_pdf(data: bytes, most_pages: int, most_pixels: int) -> Iterator[Image.Image]:
    """Yield each page at 150 dots per inch. Raises Refused."""
    if END_MARK not in data[-END_IS_WITHIN:]:
        raise Refused(DAMAGED)
    _refuse_bombs(data)
    document = _open(data)
    if len(document) > most_pages:
        raise Refused(TOO_MANY_PAGES)
    if len(document) == 0:
        raise Refused(DAMAGED)
    for number in range(len(document)):
        yield _draw(document, number, most_pixels)


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise Refused(ENCRYPTED if locked else DAMAGED) from error


def _draw(document: pypdfium2.PdfDocument, number: int, most_pixels: int) -> Image.Image:
    try:
        page = document[number]
        inches = page.get_width() / POINTS_PER_INCH, page.get_height() / POINTS_PER_INCH
        if inches[0] * inches[1] * DOTS_PER_INCH**2 > most_pixels:
            raise Refused(TOO_MANY_PIXELS)
        picture: Image.Image = page.render(scale=DOTS_PER_INCH / POINTS_PER_INCH, may_draw_forms=False).to_pil()
        page.close()
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise Refused(DAMAGED) from error
    except MemoryError as error:
        raise Refused(TOO_DEMANDING) from error
    return picture


def _refuse_bombs(data: bytes) -> None:
    """Unpack every packed stream into nothing, and stop at a total that no scan of twenty pages has."""
    left = MOST_UNPACKED
    for found in STREAM.finditer(data):
        left -= _unpacked_size(data, found.end(), left)
        if left <= 0:
            raise Refused(TOO_DEMANDING)


def _unpacked_size(data: bytes, start: int, most: int) -> int:
    """Return how long a packed stream becomes, counting no further than `most`; nothing for other streams."""
    unpack = zlib.decompressobj()
    size, rest = 0, b""
    view = memoryview(data)
    while size < most and not unpack.eof:
        packed = rest or bytes(view[start : start + CHUNK])
        start += 0 if rest else CHUNK
        if not packed:
            break
        try:
            size += len(unpack.decompress(packed, CHUNK))
        except zlib.error:
            break
        rest = unpack.unconsumed_tail
    return size

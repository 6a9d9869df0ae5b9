"""A letter of ours as a picture, for a page where staff look at it before it goes."""

import io

import pypdfium2
from PIL import Image

PIXELS_PER_POINT = 1.6
GAP = 16


def picture_of(letter: bytes) -> bytes:
    """Return all pages of a PDF that we made, one below the other, as one PNG."""
    document = pypdfium2.PdfDocument(letter)
    try:
        pages = [page.render(scale=PIXELS_PER_POINT).to_pil() for page in document]
    finally:
        document.close()
    height = sum(page.height for page in pages) + GAP * (len(pages) - 1)
    sheet = Image.new("RGB", (max(page.width for page in pages), height), "grey")
    top = 0
    for page in pages:
        sheet.paste(page, (0, top))
        top += page.height + GAP
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()

"""Synthetic scans: white pages with lines on them, as files of each kind."""

import time
from io import BytesIO

import segno
from PIL import Image, ImageDraw

A4 = (1240, 1754)
EPOCH = time.gmtime(0)


def page(words: str = "A form", code: str = "", size: tuple[int, int] = A4) -> Image.Image:
    """Draw one page, with a QR code at its top right if `code` is given."""
    picture = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    draw.text((100, 100), words, fill="black", font_size=40)
    for line in range(300, size[1] - 100, 100):
        draw.line((100, line, size[0] - 100, line), fill="black", width=2)
    if code:
        kept = BytesIO()
        segno.make_qr(code, error="q").save(kept, kind="png", border=4, scale=6)
        drawn = Image.open(kept)
        picture.paste(drawn, (size[0] - drawn.width - 40, 40))
    return picture


def as_file(kind: str, *pages: Image.Image, **options: object) -> bytes:
    """Encode pages as PDF, JPEG, PNG or TIFF."""
    first, *others = pages or (page(),)
    if others:
        options |= {"save_all": True, "append_images": others}
    if kind == "PDF":  # or it would say when it was made
        options |= {"creationDate": EPOCH, "modDate": EPOCH}
    kept = BytesIO()
    first.save(kept, kind, **options)
    return kept.getvalue()

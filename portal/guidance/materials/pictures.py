"""Small pictures of materials, and how many pages they have."""

from io import BytesIO
from zipfile import ZipFile

import pypdfium2
from PIL import Image

WIDTH, HEIGHT = 160, 226  # as A4 is
COLOURS = 64
PDF, ZIP = b"%PDF", b"PK\x03\x04"


def preview(file: bytes) -> bytes:
    """Return the first page of a PDF, or a picture, as a small PNG file: at most 160 by 226 pixels."""
    small = _page(file) if file.startswith(PDF) else Image.open(BytesIO(file))
    small.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    kept = BytesIO()
    small.convert("RGB").quantize(COLOURS).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def size_of(picture: bytes) -> tuple[int, int]:
    """Return the width and height of a picture in pixels."""
    return Image.open(BytesIO(picture)).size


def pages_of(file: bytes) -> int:
    """Return how many pages or slides a file has; 0 for what has none."""
    if file.startswith(PDF):
        with pypdfium2.PdfDocument(file) as document:
            return len(document)
    if file.startswith(ZIP):
        with ZipFile(BytesIO(file)) as archive:
            return sum(name.startswith("ppt/slides/slide") for name in archive.namelist())
    return 0


def _page(file: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(file) as document:
        picture: Image.Image = document[0].render(scale=1).to_pil()
    return picture

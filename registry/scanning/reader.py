"""What the child does once it is confined: reads the file, and says its pages one by one."""

import sys
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageChops, TiffImagePlugin

from registry.scanning import codes, frames
from registry.scanning.confinement import close_the_door
from registry.scanning.images import pages_of_image
from registry.scanning.kinds import PDF
from registry.scanning.pdfs import pages_of_pdf
from registry.scanning.problems import TOO_DEMANDING, Refused

# The one reader that Pillow's `preinit` leaves out.
TIFF_READER = TiffImagePlugin.TiffImageFile
# A3 at 150 dots per inch, A4 at 210: small writing can be read.
LONGEST_SIDE = 2480
QUALITY = 85
# Scanners and JPEG leave a little colour in grey paper.
GREY_ENOUGH = 12


def read(kind: str, most_pages: int, most_pixels: int) -> None:
    """Read the file, say its pages, and end with a problem or without."""
    data = sys.stdin.buffer.read()
    sys.stdin.close()
    Image.preinit()  # Pillow loads its readers when it meets the first picture, which would be too late
    close_the_door()
    out = sys.stdout.buffer
    try:
        for page in _pages(data, kind, most_pages, most_pixels):
            frames.write_picture(out, _picture(page))
    except Refused as refused:
        frames.write_end(out, refused.problem)
    except MemoryError:
        frames.write_end(out, TOO_DEMANDING)
    else:
        frames.write_end(out, "")


def _pages(data: bytes, kind: str, most_pages: int, most_pixels: int) -> Iterator[Image.Image]:
    if kind == PDF:
        return pages_of_pdf(data, most_pages, most_pixels)
    return pages_of_image(data, kind, most_pages, most_pixels)


def _picture(page: Image.Image) -> frames.Picture:
    """Return the page as a new JPEG that has nothing of the old file but what it looks like."""
    plain = _plain(page)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    encoded = BytesIO()
    plain.save(encoded, "JPEG", quality=QUALITY, optimize=True)
    return frames.Picture(encoded.getvalue(), plain.width, plain.height, codes.read_all(plain))


def _plain(page: Image.Image) -> Image.Image:
    """Return the page on white, grey if it has no colour, without profiles or any other information."""
    if page.mode.startswith("I") or page.mode == "F":
        page = page.point(lambda value: value * (1 / 256)).convert("L")
    if page.has_transparency_data:
        page = Image.alpha_composite(Image.new("RGBA", page.size, "white"), page.convert("RGBA"))
    flat = page if page.mode == "L" else page.convert("L" if page.mode in {"1", "LA"} else "RGB")
    grey = flat.convert("L") if flat.mode == "RGB" and _is_grey(flat) else flat
    clean = Image.new(grey.mode, grey.size)
    clean.paste(grey)
    return clean


def _is_grey(picture: Image.Image) -> bool:
    red, green, blue = picture.split()
    pairs = ((red, green), (green, blue))
    return all(max(ImageChops.difference(*pair).histogram()[GREY_ENOUGH:]) == 0 for pair in pairs)

"""Pictures out of JPEG, PNG and TIFF files. Runs in the child only."""

from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from registry.scanning.kinds import JPEG, PNG, TIFF
from registry.scanning.problems import DAMAGED, TOO_DEMANDING, TOO_MANY_PAGES, TOO_MANY_PIXELS, Refused

FORMATS = {JPEG: "JPEG", PNG: "PNG", TIFF: "TIFF"}
BROKEN = (OSError, SyntaxError, ValueError, KeyError, IndexError, TypeError, OverflowError, UnidentifiedImageError)


def pages_of_image(data: bytes, kind: str, most_pages: int, most_pixels: int) -> Iterator[Image.Image]:
    """Yield each page of a TIFF, or the one picture of another file, upright. Raises Refused."""
    Image.MAX_IMAGE_PIXELS = most_pixels
    try:
        with Image.open(BytesIO(data), formats=[FORMATS[kind]]) as image:
            for number in range(most_pages + 1):
                if not _turn_to(image, number, kind):
                    return
                if number == most_pages:
                    raise Refused(TOO_MANY_PAGES)
                yield _whole(image, most_pixels)
    except Image.DecompressionBombError as error:
        raise Refused(TOO_MANY_PIXELS) from error
    except MemoryError as error:
        raise Refused(TOO_DEMANDING) from error
    except BROKEN as error:
        raise Refused(DAMAGED) from error


def _turn_to(image: Image.Image, number: int, kind: str) -> bool:
    """Only TIFF has pages; further frames of a JPEG or PNG are thumbnails and animations."""
    if number == 0:
        return True
    if kind != TIFF:
        return False
    try:
        image.seek(number)
    except EOFError:
        return False
    return True


def _whole(image: Image.Image, most_pixels: int) -> Image.Image:
    width, height = image.size
    if width * height > most_pixels:
        raise Refused(TOO_MANY_PIXELS)
    image.load()
    return ImageOps.exif_transpose(image)

"""Reads QR codes off pictures. What they mean is `registry.barcodes`'s to say."""

import zxingcpp
from PIL.Image import Image
from PIL.ImageFilter import MedianFilter

QR_CODE = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
# Ours are shorter; whatever else stands on a page is none of our business.
LONGEST = 64
MOST = 8
LARGEST_TO_SMOOTH = (1654, 2339)  # A4 at 200 dots an inch


def read_all(picture: Image) -> tuple[str, ...]:
    """Return the texts of the short codes on a picture of a page, in the order in which they were found, each once.

    A page on which none is found is smoothed and read again: a fax or an old scanner leaves specks on every code.
    """
    grey = picture.convert("L")
    return _read(grey) or _read(_smoothed(grey))


def _read(picture: Image) -> tuple[str, ...]:
    found = zxingcpp.read_barcodes(picture, formats=QR_CODE, try_invert=False)
    return tuple(dict.fromkeys(code.text for code in found if len(code.text) <= LONGEST))[:MOST]


def _smoothed(picture: Image) -> Image:
    smaller = picture.copy()
    smaller.thumbnail(LARGEST_TO_SMOOTH)
    return smaller.filter(MedianFilter(3))

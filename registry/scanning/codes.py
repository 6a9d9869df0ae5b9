"""Reads QR codes off pictures. What they mean is `registry.barcodes`'s to say."""

import zxingcpp
from PIL.Image import Image

QR_CODE = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
# Ours are shorter; whatever else stands on a page is none of our business.
LONGEST = 64
MOST = 8


def read_all(picture: Image) -> tuple[str, ...]:
    """Return the texts of the short codes on a picture of a page, in the order in which they were found, each once."""
    found = zxingcpp.read_barcodes(picture.convert("L"), formats=QR_CODE, try_invert=False)
    return tuple(dict.fromkeys(code.text for code in found if len(code.text) <= LONGEST))[:MOST]

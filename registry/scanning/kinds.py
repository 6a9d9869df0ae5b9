"""What a file is: its name's ending and its first bytes must say the same."""

from registry.scanning.problems import EMPTY, TOO_LARGE, TYPE_MISMATCH, WRONG_TYPE, Refused

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
TIFF = "image/tiff"
ENDINGS = {"pdf": PDF, "jpg": JPEG, "jpeg": JPEG, "png": PNG, "tif": TIFF, "tiff": TIFF}
# At the very start: readers that search for a signature further on are what files of two kinds live from.
SIGNATURES = (
    (b"%PDF-1.", PDF),
    (b"%PDF-2.", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
)


def kind_of(data: bytes, name: str, most_bytes: int) -> str:
    """Return the media type of a file that may be read on. Raises Refused."""
    if not data:
        raise Refused(EMPTY)
    if len(data) > most_bytes:
        raise Refused(TOO_LARGE)
    named = ENDINGS.get(name.rpartition(".")[2].strip().lower())
    found = next((kind for signature, kind in SIGNATURES if data.startswith(signature)), None)
    if named is None or found is None:
        raise Refused(WRONG_TYPE)
    if named != found:
        raise Refused(TYPE_MISMATCH)
    return found

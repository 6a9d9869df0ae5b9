"""A PDF of our own pictures, for printing: one JPEG on each page, and nothing else in it."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image

A4 = (595.28, 841.89)
COLOURS = {"L": "/DeviceGray", "RGB": "/DeviceRGB"}
FIRST_PAGE = 3  # after the catalogue and the list of pages
OBJECTS_OF_A_PAGE = 3


def pdf_of_pictures(pictures: Sequence[bytes]) -> bytes:
    """Return the PDF. Each picture fills its page of A4 as far as its shape allows."""
    ids = [FIRST_PAGE + OBJECTS_OF_A_PAGE * number for number in range(len(pictures))]
    kids = " ".join(f"{page} 0 R" for page in ids)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {len(ids)} /Kids [{kids}] >>".encode()]
    for page, picture in zip(ids, pictures, strict=True):
        objects += _page(page, picture)
    return _file(objects)


def _page(identifier: int, picture: bytes) -> list[bytes]:
    with Image.open(BytesIO(picture), formats=["JPEG"]) as image:  # the head only; nothing is decoded
        (width, height), colour = image.size, COLOURS[image.mode]
    paper = A4 if height >= width else A4[::-1]
    scale = min(paper[0] / width, paper[1] / height)
    place = f"q {width * scale:.2f} 0 0 {height * scale:.2f} 0 {paper[1] - height * scale:.2f} cm /P Do Q"
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {paper[0]} {paper[1]}] "
        f"/Resources << /XObject << /P {identifier + 2} 0 R >> >> /Contents {identifier + 1} 0 R >>"
    )
    head = (
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height} "
        f"/ColorSpace {colour} /BitsPerComponent 8 /Filter /DCTDecode"
    )
    return [page.encode(), _stream("", place.encode()), _stream(head, picture)]


def _stream(head: str, content: bytes) -> bytes:
    return f"<< {head} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    made = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    made += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(made)

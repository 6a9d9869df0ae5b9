"""Files as attackers and accidents make them, built by code. Each names what must become of it.

`refused` is the problem, or "" for a file that is made safe: then what is shown is our picture and nothing of the file.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import pikepdf
from PIL import Image

from tests.fakes.clamd_stub import EICAR
from tests.support.scans import as_file, page

MARK = b"hostile-payload-7391"
SCRIPT = b"<html><script>alert('" + MARK + b"')</script></html>"
ZIP = b"PK\x03\x04" + b"\0" * 26 + MARK + b"PK\x05\x06" + b"\0" * 18


@dataclass(frozen=True)
class Hostile:
    """One file: its name, its content, and the problem with which it is refused (empty: made safe)."""

    id: str
    name: str
    data: bytes
    refused: str


def every_file() -> list[Hostile]:
    return [*wrong_types(), *cut_off(), *polyglots(), *active_pdfs(), *bombs(), *odd_names()]


def small(kind: str) -> bytes:
    return as_file(kind, page(size=(620, 877)))


PDF, JPEG, PNG, TIFF = (small(kind) for kind in ("PDF", "JPEG", "PNG", "TIFF"))


def wrong_types() -> Iterator[Hostile]:
    """What is no scan at all, and what is another kind of scan than it says."""
    yield Hostile("empty", "form.pdf", b"", "empty")
    yield Hostile("svg", "form.svg", b"<svg onload='alert(1)'>" + MARK + b"</svg>", "wrong_type")
    yield Hostile("svg-named-png", "form.png", b"<svg onload='alert(1)'/>", "wrong_type")
    yield Hostile("html", "form.html", SCRIPT, "wrong_type")
    yield Hostile("html-named-pdf", "form.pdf", SCRIPT, "wrong_type")
    yield Hostile("eicar", "form.pdf", EICAR, "wrong_type")
    yield Hostile("zip", "form.zip", ZIP, "wrong_type")
    yield Hostile("program-named-pdf", "form.pdf", b"MZ\x90\0" + MARK, "wrong_type")
    yield Hostile("gif", "form.gif", b"GIF89a\x01\0\x01\0\0\0\0;", "wrong_type")
    yield Hostile("webp-named-jpg", "form.jpg", b"RIFF\x24\0\0\0WEBPVP8 ", "wrong_type")
    yield Hostile("bigtiff", "form.tif", b"II+\0\x08\0\0\0" + b"\0" * 64, "wrong_type")
    yield Hostile("postscript-named-pdf", "form.pdf", b"%!PS-Adobe-3.0\nquit\n%%EOF", "wrong_type")
    yield Hostile("pdf-without-ending", "form", PDF, "wrong_type")
    yield Hostile("pdf-named-exe", "form.exe", PDF, "wrong_type")
    yield Hostile("pdf-named-twice", "form.pdf.exe", PDF, "wrong_type")
    yield Hostile("pdf-named-jpg", "form.jpg", PDF, "type_mismatch")
    yield Hostile("jpeg-named-pdf", "form.pdf", JPEG, "type_mismatch")
    yield Hostile("png-named-tif", "form.tif", PNG, "type_mismatch")
    yield Hostile("tiff-named-png", "form.png", TIFF, "type_mismatch")


def cut_off() -> Iterator[Hostile]:
    """Scans that stop in the middle, and heads with nothing behind them."""
    for kind, data in (("pdf", PDF), ("jpg", JPEG), ("png", PNG), ("tif", TIFF)):
        yield Hostile(f"half-a-{kind}", f"form.{kind}", data[: len(data) // 2], "damaged")
        yield Hostile(f"head-of-a-{kind}", f"form.{kind}", data[:16], "damaged")
    yield Hostile("png-with-a-wrong-checksum", "form.png", PNG[:29] + b"\0\0\0\0" + PNG[33:], "damaged")
    yield Hostile("tiff-that-leads-in-a-circle", "form.tif", circular_tiff(), "")
    yield Hostile("pdf-of-noise", "form.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF", "damaged")
    yield Hostile("pdf-without-pages", "form.pdf", without_pages(), "damaged")


def circular_tiff() -> bytes:
    """A TIFF whose first page names itself as the next."""
    first = struct.unpack("<L", TIFF[4:8])[0]
    entries = struct.unpack("<H", TIFF[first : first + 2])[0]
    after = first + 2 + 12 * entries
    return TIFF[:after] + struct.pack("<L", first) + TIFF[after + 4 :]


def without_pages() -> bytes:
    kept = BytesIO()
    pikepdf.new().save(kept)
    return kept.getvalue()


def polyglots() -> Iterator[Hostile]:
    """Files that are two things at once."""
    yield Hostile("gif-and-pdf", "form.pdf", b"GIF89a/*" + PDF, "wrong_type")
    yield Hostile("html-and-pdf", "form.pdf", SCRIPT + PDF, "wrong_type")
    yield Hostile("zip-and-pdf", "form.pdf", ZIP + PDF, "wrong_type")
    yield Hostile("pdf-and-zip", "form.pdf", PDF + ZIP, "")
    yield Hostile("pdf-and-much-behind-it", "form.pdf", PDF + ZIP * 60, "damaged")
    yield Hostile("jpeg-and-html-behind-it", "form.jpg", JPEG + SCRIPT, "")
    yield Hostile("jpeg-with-html-in-a-comment", "form.jpg", JPEG[:2] + segment(0xFE, SCRIPT) + JPEG[2:], "")
    yield Hostile("jpeg-with-script-in-exif", "form.jpg", with_exif(), "")
    yield Hostile("jpeg-and-zip", "form.jpeg", JPEG + ZIP, "")
    yield Hostile("png-with-text", "form.png", PNG[:33] + chunk(b"tEXt", b"Comment\0" + SCRIPT) + PNG[33:], "")
    yield Hostile("png-and-pdf", "form.png", PNG + PDF + MARK, "")
    yield Hostile("tiff-and-html", "form.tiff", TIFF + SCRIPT, "")


def segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))


def with_exif() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SCRIPT.decode()
    return as_file("JPEG", page(size=(620, 877)), exif=exif)


def active_pdfs() -> Iterator[Hostile]:
    """PDFs that would do something when they are opened."""
    yield Hostile("pdf-with-javascript", "form.pdf", pdf_with(add_script), "")
    yield Hostile("pdf-with-launch", "form.pdf", pdf_with(add_launch), "")
    yield Hostile("pdf-with-link", "form.pdf", pdf_with(add_link), "")
    yield Hostile("pdf-with-attachment", "form.pdf", pdf_with(add_attachment), "")
    yield Hostile("pdf-that-sends-a-form", "form.pdf", pdf_with(add_field), "")
    yield Hostile("pdf-with-a-password", "form.pdf", locked("secret"), "encrypted")
    yield Hostile("pdf-that-only-its-owner-may-print", "form.pdf", locked(""), "")


def pdf_with(add) -> bytes:
    kept = BytesIO()
    with pikepdf.open(BytesIO(PDF)) as made:
        add(made)
        made.save(kept)
    return kept.getvalue()


def add_script(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{MARK.decode()}')")


def add_launch(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=MARK.decode())


def add_link(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"http://example.com/{MARK.decode()}")
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 300, 300], A=action)
    made.pages[0].Annots = pikepdf.Array([made.make_indirect(link)])


def add_attachment(made: pikepdf.Pdf) -> None:
    made.attachments["run.exe"] = MARK


def add_field(made: pikepdf.Pdf) -> None:
    submit = pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F=MARK.decode())
    made.pages[0].AA = pikepdf.Dictionary(O=submit)


def locked(user: str) -> bytes:
    kept = BytesIO()
    with pikepdf.open(BytesIO(PDF)) as made:
        made.save(kept, encryption=pikepdf.Encryption(owner="owner", user=user))
    return kept.getvalue()


def bombs() -> Iterator[Hostile]:
    """Small files that would become very large ones."""
    yield Hostile("pdf-of-a-gigabyte", "form.pdf", pdf_bomb(layers=1), "too_demanding")
    yield Hostile("pdf-of-a-gigabyte-packed-twice", "form.pdf", pdf_bomb(layers=2), "too_demanding")
    yield Hostile("pdf-with-too-many-pages", "form.pdf", blank_pdf(21), "too_many_pages")
    yield Hostile("pdf-with-a-huge-page", "form.pdf", blank_pdf(1, side=14_400), "too_many_pixels")
    yield Hostile("png-flood", "form.png", png_flood(30_000), "too_many_pixels")
    yield Hostile("png-flood-that-says-it-is-endless", "form.png", png_flood(2**31 - 1, rows=1), "too_many_pixels")
    yield Hostile(
        "tiff-flood", "form.tif", as_file("TIFF", Image.new("1", (9000, 9000)), compression="group4"), "too_many_pixels"
    )
    yield Hostile(
        "tiff-with-too-many-pages", "form.tif", as_file("TIFF", *[Image.new("1", (9, 9))] * 21), "too_many_pages"
    )
    yield Hostile("tiff-of-25-mb", "form.tif", as_file("TIFF", Image.new("RGB", (2900, 2900))), "")
    yield Hostile("tiff-of-too-many-bytes", "form.tif", as_file("TIFF", Image.new("RGB", (3000, 3000))), "too_large")
    yield Hostile("tiff-of-several-pages", "form.tif", as_file("TIFF", *[page(size=(620, 877))] * 3), "")


def pdf_bomb(*, layers: int) -> bytes:
    """Some kB (packed twice) that become a thousand million bytes of page content."""
    content_bytes = packed_gigabyte()
    for _ in range(layers - 1):
        content_bytes = zlib.compress(content_bytes, 9)
    made = pikepdf.new()
    made.add_blank_page()
    content = pikepdf.Stream(made, content_bytes)
    content.Filter = pikepdf.Array([pikepdf.Name.FlateDecode] * layers)
    made.pages[0].Contents = made.make_indirect(content)
    kept = BytesIO()
    made.save(kept, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return kept.getvalue()


@cache
def packed_gigabyte() -> bytes:
    """A thousand million spaces, packed."""
    return packed(b" " * 10**7, times=100)


def packed(part: bytes, *, times: int) -> bytes:
    """The part so many times, packed. Packing them all takes seconds, so one is packed and repeated."""
    pack = zlib.compressobj(9)
    head, again = (pack.compress(part) + pack.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    checksum = 1
    for _ in range(times):
        checksum = zlib.adler32(part, checksum)
    return head + again * (times - 1) + zlib.compressobj(wbits=-15).flush() + checksum.to_bytes(4, "big")


def blank_pdf(pages: int, side: int = 200) -> bytes:
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(side, side))
    kept = BytesIO()
    made.save(kept)
    return kept.getvalue()


def png_flood(side: int, rows: int | None = None) -> bytes:
    """A white picture of so many pixels each way in a few kilobytes; `rows` is how many are really there."""
    line = b"\0" + b"\xff" * min(side // 8 + 1, 10_000)
    lines = packed(line, times=rows) if rows else packed(line * 100, times=side // 100)
    head = struct.pack(">LLBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def odd_names() -> Iterator[Hostile]:
    """A scan that is good, under names that are not."""
    names = {
        "path": "../../../etc/passwd.png",
        "windows-path": "..\\..\\windows\\system32\\form.png",
        "nul": "form\0.exe.png",
        "line-break": "form\r\nSet-Cookie: a=b.png",
        "300-signs": "a" * 300 + ".png",
        "markup": "<img src=x onerror=alert(1)>.png",
        "device": "CON.png",
        "only-an-ending": ".png",
        "quotes": 'form".png; filename=x.png',
        "turned-round": "form\u202egnp.png",
    }
    for what, name in names.items():
        yield Hostile(f"name-{what}", name, PNG, "")
    yield Hostile("name-turned-round-program", "form\u202egnp.exe", PNG, "wrong_type")

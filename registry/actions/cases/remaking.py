"""From a stranger's file to pictures of ours in the store, or to the reason why not."""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from registry import barcodes
from registry.gateways import scan_store
from registry.models import ScanPage
from registry.scanning import parent

LONGEST_NAME = 100


@dataclass(frozen=True, repr=False)
class Upload:
    """One file as it came. Its name is only ever shown, never used as one."""

    name: str
    data: bytes
    sha256: str


@dataclass(frozen=True, repr=False)
class Remade:
    """The pages, in the store but not yet in the database, and the one code of ours that stood on them."""

    pages: Sequence[ScanPage]
    barcode: str


def read_upload(data: bytes, name: str) -> Upload:
    """Take a file as it came, with its name made harmless."""
    return Upload(safe_name(name), data, hashlib.sha256(data).hexdigest())


def safe_name(name: str) -> str:
    """Return the last part of a file's name, without signs that are not seen or that turn the line round."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    stem, dot, ending = seen.strip().rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{ending[:LONGEST_NAME]}" or "file without a name"


@contextmanager
def remade(data: bytes, kind: str) -> Iterator[Remade]:
    """Make the pictures and keep them, unless the block fails: then none of them stays. Raises Refused.

    What a crash leaves behind is found by `destruction.sweep`, as no row names it.
    """
    names: list[UUID] = []
    try:
        yield _remake(data, kind, names)
    except BaseException:
        for name in names:
            scan_store.destroy(name)
        raise


def _remake(data: bytes, kind: str, names: list[UUID]) -> Remade:
    pages: list[ScanPage] = []
    codes: dict[str, None] = {}
    limits = {"most_pages": settings.SCAN_MAX_PAGES, "most_pixels": settings.SCAN_MAX_PIXELS}
    for number, picture in enumerate(parent.pictures(data, kind, **limits), start=1):
        names.append(scan_store.put(picture.data))
        pages.append(ScanPage(number=number, stored_name=names[-1], width=picture.width, height=picture.height))
        codes |= dict.fromkeys(picture.codes)
    return Remade(pages, _only_code(codes))


def _only_code(codes: Iterable[str]) -> str:
    """Two different codes of ours in one file are two forms, which a person must tell apart."""
    ours = [code for code in codes if barcodes.parse(code)]
    return ours[0] if len(ours) == 1 else ""

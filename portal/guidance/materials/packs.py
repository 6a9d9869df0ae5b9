"""Whole packs as one archive, written while it is sent: nothing is compressed, and memory stays flat."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import RawIOBase
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from portal.guidance.materials.catalogue import File, Material, catalogue
from portal.guidance.materials.shelf import shelf
from registry.correspondence.materials.stamps import LONG_AGO_IN_A_ZIP

PIECE = 64 * 1024
CONTENTS = "contents.txt"


@dataclass(frozen=True)
class Pack:
    """All materials for an audience."""

    slug: str
    title: str
    summary: str
    audience: str

    @property
    def file_name(self) -> str:
        """Return the name of the archive."""
        return f"national-data-opt-out-{self.slug}.zip"

    @property
    def materials(self) -> tuple[Material, ...]:
        """Return what is in it."""
        return tuple(one for one in catalogue() if self.audience in one.audiences)

    @property
    def files(self) -> tuple[File, ...]:
        """Return every file in it."""
        return tuple(file for one in self.materials for file in one.files)


PACKS = (
    Pack(
        "practice-pack", "Pack for practices", "Everything for the walls, the desk, the screen and the website.", "gps"
    ),
    Pack("public-pack", "Pack for the public", "What people read at home, and the forms.", "public"),
)


def pack_named(slug: str) -> Pack:
    """Return the pack of that name. Raises LookupError."""
    for one in PACKS:
        if one.slug == slug:
            return one
    raise LookupError(slug)


def stream(pack: Pack) -> Iterator[bytes]:
    """Yield the archive in pieces: the list of contents first, then the files; the same bytes each time."""
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_STORED) as archive:
        for name, data in _entries(pack):
            with archive.open(ZipInfo(name, LONG_AGO_IN_A_ZIP), "w") as entry:
                for start in range(0, len(data), PIECE):
                    entry.write(data[start : start + PIECE])
                    yield sink.taken()
    yield sink.taken()


@cache
def length(pack: Pack) -> int:
    """Return how many bytes the archive has; counted once for each process."""
    return sum(map(len, stream(pack)))


def etag(pack: Pack) -> str:
    """Return what tells this version of the pack from any other."""
    return f'"{hashlib.sha256(contents(pack)).hexdigest()[:32]}"'


def contents(pack: Pack) -> bytes:
    """Return the list that lies in the pack."""
    lines = [pack.title, pack.summary, ""]
    for one in pack.materials:
        lines += [one.title, one.summary, *(_line(file) for file in one.files), ""]
    return "\n".join(lines).encode()


def checksums() -> bytes:
    """Return the checksums of all files, as `sha256sum --check` reads them."""
    lines = (f"{file.sha256}  {file.name}\n" for one in catalogue() for file in one.files)
    return "".join(lines).encode()


def _line(file: File) -> str:
    return f"  {file.name}: {file.label}, {file.size_in_words}, SHA-256 {file.sha256}"


def _entries(pack: Pack) -> Iterator[tuple[str, bytes]]:
    yield CONTENTS, contents(pack)
    yield from ((file.name, shelf().read(file.name)) for file in pack.files)


class _Sink(RawIOBase):
    """What an archive is written to: it is taken away at once, so it cannot be gone back in."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """Return what has come since it was last asked."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)

"""Where lists, results and reports lie: one encrypted file each, under a name that says nothing (D-g).

A file is complete or not there: it is written under another name, brought to the disk and then renamed. Owner and name
are part of its key, so that no file can be read as another's or put in another's place.
"""

import errno
import hashlib
import io
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from django.conf import settings

from registry.gateways import sealed_stream
from registry.gateways.sealed_stream import Sealer

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
UNFINISHED = ".part"
FULL = (errno.ENOSPC, errno.EDQUOT)


class FileMissing(Exception):
    """No file has this name: it was erased, or the store was not restored with the database."""


class NoRoom(Exception):
    """The disk is full. Nothing of the file is left."""


class NewFile(io.RawIOBase, BinaryIO):
    """A file while it is written; `size` and `sha256` (hex) are those of the plain bytes so far.

    Leaving it, closing it or an error throws it away, unless it was kept. Raises NoRoom.
    """

    def __init__(self, owner: uuid.UUID) -> None:
        super().__init__()
        self._name = uuid.uuid4()
        self.size = 0
        self._hash = hashlib.sha256()
        self._path = _path(self._name)
        self._unfinished = self._path.with_suffix(UNFINISHED)
        self._descriptor = -1
        with _full_disk_has_a_name():
            _make_folder(self._path.parent)
            self._descriptor = os.open(self._unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        try:
            with _full_disk_has_a_name():
                self._sealer = Sealer(self._descriptor, owner=owner, name=self._name)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def sha256(self) -> str:
        """Return the hash of what was written so far."""
        return self._hash.hexdigest()

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]  # all that callers have
        """Take all of it. Raises NoRoom."""
        view = memoryview(data).cast("B")
        with _full_disk_has_a_name():
            self._sealer.write(view)
        self._hash.update(view)
        self.size += len(view)
        return len(view)

    def keep(self) -> uuid.UUID:
        """Finish the file, give it its name and return that. Raises NoRoom."""
        with _full_disk_has_a_name():
            self._sealer.finish()
            self._unfinished.rename(self._path)
            _bring_to_disk(self._path.parent)
        self.close()
        return self._name

    def close(self) -> None:
        """End; what was not kept is gone."""
        if not self.closed and self._descriptor >= 0:
            os.close(self._descriptor)
            self._unfinished.unlink(missing_ok=True)
        super().close()


def create(owner: uuid.UUID) -> NewFile:
    """Begin a file of this organisation (its public_id). Use it as a context manager. Raises NoRoom."""
    return NewFile(owner)


def open_kept(name: uuid.UUID, *, owner: uuid.UUID) -> BinaryIO:
    """Return a kept file to read, whole or from any place; its memory is flat. Raises FileMissing, CannotDecrypt.

    CannotDecrypt (altered, cut off, or another organisation's) may also come while reading, never after a wrong byte.
    """
    try:
        descriptor = os.open(_path(name), os.O_RDONLY)
    except FileNotFoundError as error:
        raise FileMissing("no file has this name") from error
    return sealed_stream.opened(descriptor, owner=owner, name=name)


def destroy(name: uuid.UUID) -> None:
    """Remove the file; it may be gone already."""
    path = _path(name)
    path.unlink(missing_ok=True)
    if path.parent.exists():
        _bring_to_disk(path.parent)


def older_than(seconds: float) -> Iterator[uuid.UUID]:
    """Yield the names of files that nobody wrote to for so long; finds unfinished ones too, and removes those."""
    until = time.time() - seconds
    for path in Path(settings.CHECKS_DIR).glob("??/*"):
        if _written_at(path) > until:
            continue
        if path.suffix == UNFINISHED:
            path.unlink(missing_ok=True)
        else:
            yield uuid.UUID(path.name)


def free_bytes() -> int:
    """Return how much may still be written on the disk of the store, the reserve left aside; 0 when there is none."""
    folder = Path(settings.CHECKS_DIR)
    _make_folder(folder)
    disk = os.statvfs(folder)
    return max(0, disk.f_bavail * disk.f_frsize - settings.CHECKS_DISK_RESERVE)


def _path(name: uuid.UUID) -> Path:
    return Path(settings.CHECKS_DIR, name.hex[:2], str(name))


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        _bring_to_disk(folder.parent)


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()  # kept or destroyed while we looked


@contextmanager
def _full_disk_has_a_name() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise NoRoom("the disk of the check store is full") from error
        raise


def _bring_to_disk(folder: Path) -> None:
    """A rename or a removal lasts once the folder itself is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

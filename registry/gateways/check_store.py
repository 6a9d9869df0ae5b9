"""Where lists, results and reports lie: one encrypted file each, under a name that says nothing (D-g).

A file is complete or not there: it is written under another name, brought to the disk and then renamed. Owner and name
are part of its key, so that no file can be read as another's or put in another's place.
"""

import errno
import hashlib
import io
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from django.conf import settings

from registry.gateways import private_files, sealed_stream
from registry.gateways.sealed_stream import Sealer

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
        self._descriptor = -1
        with _full_disk_has_a_name():
            self._descriptor, self._unfinished = private_files.begin(self._path)
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
            private_files.finish(self._unfinished, self._path)
        self.close()
        return self._name

    def close(self) -> None:
        """End; what was not kept is gone."""
        if not self.closed and self._descriptor >= 0:
            os.close(self._descriptor)
            self._unfinished.unlink(missing_ok=True)
        super().close()


class Notes(io.RawIOBase, BinaryIO):
    """An encrypted file without a name, to write once and then to read; gone when it is closed or the process ends."""

    def __init__(self, owner: uuid.UUID) -> None:
        super().__init__()
        self._owner, self._name = owner, uuid.uuid4()
        with _full_disk_has_a_name():
            self._descriptor, unfinished = private_files.begin(_path(self._name))
        try:
            unfinished.unlink()
            with _full_disk_has_a_name():
                self._sealer = Sealer(self._descriptor, owner=owner, name=self._name)
        except BaseException:
            self.close()
            raise

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]  # all that callers have
        """Take all of it. Raises NoRoom."""
        with _full_disk_has_a_name():
            self._sealer.write(memoryview(data).cast("B"))
        return len(data)

    def end(self) -> None:
        """Write what was held back; only then can it be read. Raises NoRoom."""
        with _full_disk_has_a_name():
            self._sealer.end()

    def opened(self) -> BinaryIO:
        """Return it to read from the beginning, as often as is wanted. Raises CannotDecrypt."""
        return sealed_stream.opened(os.dup(self._descriptor), owner=self._owner, name=self._name)

    def close(self) -> None:
        """Let it go."""
        if not self.closed:
            os.close(self._descriptor)
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
    private_files.destroy(_path(name))


def older_than(seconds: float) -> Iterator[uuid.UUID]:
    """Yield the names of files that nobody wrote to for so long; finds unfinished ones too, and removes those."""
    return private_files.older_than(settings.CHECKS_DIR, seconds)


def free_bytes() -> int:
    """Return how much may still be written on the disk of the store, the reserve left aside; 0 when there is none."""
    folder = Path(settings.CHECKS_DIR)
    private_files.make_folder(folder)
    disk = os.statvfs(folder)
    return max(0, disk.f_bavail * disk.f_frsize - settings.CHECKS_DISK_RESERVE)


def _path(name: uuid.UUID) -> Path:
    return private_files.path_of(settings.CHECKS_DIR, name)


@contextmanager
def _full_disk_has_a_name() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise NoRoom("the disk of the check store is full") from error
        raise

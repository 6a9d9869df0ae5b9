"""Where scans lie: one encrypted file each, under a name that says nothing, outside what any web server serves.

A file is complete or not there: it is written under another name, brought to the disk and then renamed. Its name is
part of what is encrypted, so that one file cannot be put in another's place.
"""

import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from registry.encryption import CannotDecrypt, decrypt, encrypt

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
UNFINISHED = ".part"


class ScanFileMissing(Exception):
    """No file has this name: it was destroyed, or the store was not restored with the database."""


def put(data: bytes) -> uuid.UUID:
    """Keep this, and return the name under which it can be had again."""
    name = uuid.uuid4()
    path = _path(name)
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    unfinished = path.with_suffix(UNFINISHED)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb") as file:
        file.write(encrypt(name.bytes + data))
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
    _bring_to_disk(path.parent)
    return name


def get(name: uuid.UUID) -> bytes:
    """Return what was kept under this name. Raises ScanFileMissing, CannotDecrypt."""
    try:
        plain = decrypt(_path(name).read_bytes())
    except FileNotFoundError as error:
        raise ScanFileMissing("no file has this name") from error
    if not plain.startswith(name.bytes):
        raise CannotDecrypt("this file was kept under another name")
    return plain[len(name.bytes) :]


def destroy(name: uuid.UUID) -> None:
    """Remove the file; it may be gone already."""
    path = _path(name)
    path.unlink(missing_ok=True)
    if path.parent.exists():
        _bring_to_disk(path.parent)


def older_than(seconds: float) -> Iterator[uuid.UUID]:
    """Yield the names of files that have lain here so long; finds unfinished ones too, and removes those."""
    until = time.time() - seconds
    for path in settings.SCANS_DIR.glob("??/*"):
        if path.stat().st_mtime > until:
            continue
        if path.suffix == UNFINISHED:
            path.unlink(missing_ok=True)
        else:
            yield uuid.UUID(path.name)


def _path(name: uuid.UUID) -> Path:
    return Path(settings.SCANS_DIR, name.hex[:2], str(name))


def _bring_to_disk(folder: Path) -> None:
    """A rename or a removal lasts once the folder itself is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

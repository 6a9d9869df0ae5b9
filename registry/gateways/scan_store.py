"""Where scans lie: one encrypted file each, under a name that says nothing, outside what any web server serves.

A file is complete or not there: it is written under another name, brought to the disk and then renamed. Its name is
part of what is encrypted, so that one file cannot be put in another's place.
"""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from registry.encryption import CannotDecrypt, decrypt, encrypt
from registry.gateways import private_files


class ScanFileMissing(Exception):
    """No file has this name: it was destroyed, or the store was not restored with the database."""


def put(data: bytes) -> uuid.UUID:
    """Keep this, and return the name under which it can be had again."""
    name = uuid.uuid4()
    path = _path(name)
    descriptor, unfinished = private_files.begin(path)
    with os.fdopen(descriptor, "wb") as file:
        file.write(encrypt(name.bytes + data))
        file.flush()
        os.fsync(file.fileno())
    private_files.finish(unfinished, path)
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
    private_files.destroy(_path(name))


def older_than(seconds: float) -> Iterator[uuid.UUID]:
    """Yield the names of files that have lain here so long; finds unfinished ones too, and removes those."""
    return private_files.older_than(settings.SCANS_DIR, seconds)


def _path(name: uuid.UUID) -> Path:
    return private_files.path_of(settings.SCANS_DIR, name)

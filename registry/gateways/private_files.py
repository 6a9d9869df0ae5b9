"""Folders of files that only the service may read, each under a name that says nothing; one folder for each store.

A file is complete or not there: it is written under another name, brought to the disk and then renamed.
"""

import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
UNFINISHED = ".part"


def path_of(store: Path, name: uuid.UUID) -> Path:
    """Return where the file lies, or will: some hundred folders, so that none has millions of files."""
    return Path(store, name.hex[:2], str(name))


def begin(path: Path) -> tuple[int, Path]:
    """Open a new file under the name that it has until it is finished; return its descriptor and that path."""
    make_folder(path.parent)
    unfinished = path.with_suffix(UNFINISHED)
    return os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), unfinished


def finish(unfinished: Path, path: Path) -> None:
    """Give a file that is on the disk its name."""
    unfinished.rename(path)
    bring_to_disk(path.parent)


def destroy(path: Path) -> None:
    """Remove the file; it may be gone already."""
    path.unlink(missing_ok=True)
    if path.parent.exists():
        bring_to_disk(path.parent)


def older_than(store: Path, seconds: float) -> Iterator[uuid.UUID]:
    """Yield the names of files that nobody wrote to for so long; finds unfinished ones too, and removes those."""
    until = time.time() - seconds
    for path in Path(store).glob("??/*"):
        if _written_at(path) > until:
            continue
        if path.suffix == UNFINISHED:
            path.unlink(missing_ok=True)
        else:
            yield uuid.UUID(path.name)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, that nobody else may open."""
    if not folder.exists():
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        bring_to_disk(folder.parent)


def bring_to_disk(folder: Path) -> None:
    """Make a rename or a removal last: it does once the folder itself is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()  # kept or destroyed while we looked

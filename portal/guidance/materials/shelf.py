"""Every file of the materials, made once and kept in a folder: a page never waits for one to be made.

The folder is named after a digest of all that the files are made from: words, templates, program, settings and
versions. Whoever comes first makes it, usually `manage.py build_materials`; a file that no longer fits is never read.
See docs/adr/0014-materials.md.
"""

import fcntl
import hashlib
import json
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings

from portal.guidance.materials.inputs import digest
from portal.guidance.materials.pictures import pages_of, preview
from portal.pages.forms import offered
from registry.correspondence import paper_form
from registry.correspondence.materials import EDITIONS, MATERIALS, Format, make

MANIFEST = "manifest.json"
PREVIEW = "preview-{}.png"
FORMS = "forms"  # what the paper forms are called among the materials
KEPT_SECONDS = 7 * 24 * 3600  # how long a process of an older release may still read its own


@dataclass(frozen=True)
class Kept:
    """One file: its size in bytes, its SHA-256 in hex, and how many pages or slides it has (0: it has none)."""

    size: int
    sha256: str
    pages: int


@dataclass(frozen=True)
class Shelf:
    """All files by name."""

    folder: Path
    files: Mapping[str, Kept]

    def read(self, name: str) -> bytes:
        """Return a file. Raises LookupError when there is none of that name."""
        if name not in self.files:
            raise LookupError(name)
        return (self.folder / name).read_bytes()


@cache
def shelf() -> Shelf:
    """Return the files of this release with today's settings, making them if nobody has yet: that takes seconds."""
    folder = Path(settings.MATERIALS_DIR) / digest()
    if not (folder / MANIFEST).exists():
        with _alone(folder.parent):
            if not (folder / MANIFEST).exists():
                _build(folder)
    kept = json.loads((folder / MANIFEST).read_text())
    return Shelf(folder, {name: Kept(**facts) for name, facts in kept.items()})


def sweep() -> int:
    """Remove what older releases left behind and nobody can still be reading; return how many folders went."""
    current, oldest = digest(), time.time() - KEPT_SECONDS
    old = [
        one
        for one in Path(settings.MATERIALS_DIR).iterdir()
        if one.is_dir() and one.name != current and one.stat().st_mtime < oldest
    ]
    for one in old:
        shutil.rmtree(one)
    return len(old)


@contextmanager
def _alone(parent: Path) -> Iterator[None]:
    """Let one process build; the others wait and then find it built."""
    parent.mkdir(parents=True, exist_ok=True)
    with (parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(folder: Path) -> None:
    """Make everything beside its place, then move it there, so that half a folder is never found."""
    beside = Path(mkdtemp(prefix="new-", dir=folder.parent))
    try:
        kept = {name: _put(beside / name, data) for name, data in _everything()}
        (beside / MANIFEST).write_text(json.dumps({name: asdict(one) for name, one in kept.items()}))
        beside.chmod(0o755)
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _put(file: Path, data: bytes) -> Kept:
    file.write_bytes(data)
    return Kept(len(data), hashlib.sha256(data).hexdigest(), pages_of(data))


def _everything() -> Iterator[tuple[str, bytes]]:
    made = {edition.file_name: make(edition) for edition in EDITIONS}
    yield from made.items()
    for material in MATERIALS:
        shown = _shown(material)
        if shown:
            yield PREVIEW.format(material), preview(made[shown])
    forms = {one.file_name: paper_form(one.form_type, one.variant) for some in offered().values() for one in some}
    yield from forms.items()
    yield PREVIEW.format(FORMS), preview(next(iter(forms.values())))


def _shown(material: str) -> str:
    """Return the file whose first page is the small picture of a material; empty for one that is words alone."""
    names = (
        edition.file_name
        for edition in EDITIONS
        if edition.material == material and edition.format in (Format.PDF, Format.PNG)
    )
    return next(names, "")

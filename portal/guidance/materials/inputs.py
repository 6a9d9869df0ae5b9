"""A digest of everything that the materials are made from, so that what is kept can never be out of date."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from registry.correspondence.facts import facts
from registry.correspondence.materials.logo import logo_bytes

FOLDERS = ("content/materials", "templates/materials", "templates/letters/forms", "registry/correspondence")
FILES = ("registry/barcodes.py", "portal/pages/forms.py")
OWN = Path(__file__).parent
PROGRAMS = ("typst", "font-source-sans-pro", "python-pptx", "segno", "pillow", "pypdfium2")
LENGTH = 32


def digest() -> str:
    """Return the digest, in hex."""
    total = hashlib.sha256()
    for part in _parts():
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()[:LENGTH]


def _parts() -> Iterator[bytes]:
    root: Path = settings.BASE_DIR
    for name in FOLDERS:
        for file in sorted((root / name).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                yield str(file.relative_to(root)).encode()
                yield file.read_bytes()
    yield from ((root / name).read_bytes() for name in FILES)
    yield from (file.read_bytes() for file in sorted(OWN.glob("*.py")))
    yield repr(sorted(facts().items())).encode()
    yield repr((settings.NDOP_SERVICE_URL, settings.SERVICE_NAME, settings.NDOP_RETURN_ADDRESS)).encode()
    yield repr([version(name) for name in PROGRAMS]).encode()
    yield logo_bytes()

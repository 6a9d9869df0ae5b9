"""The logo of an organisation that holds the licence for it. None by default, and none in this repository."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

ALT = "NHS"
LARGEST_BYTES = 200_000
FORMATS = {".svg": "svg", ".png": "png"}


def logo() -> dict[str, Any] | None:
    """Return the picture that NDOP_NHS_LOGO names as a template takes it; None without one.

    Raises ImproperlyConfigured when there is no such picture, or when it is too large to stand in every file.
    """
    if not settings.NDOP_NHS_LOGO:
        return None
    file = Path(settings.NDOP_NHS_LOGO)
    return {"data": list(logo_bytes()), "format": FORMATS[file.suffix.lower()], "alt": ALT}


def logo_bytes() -> bytes:
    """Return the file itself; nothing without one. Raises ImproperlyConfigured."""
    if not settings.NDOP_NHS_LOGO:
        return b""
    file = Path(settings.NDOP_NHS_LOGO)
    if file.suffix.lower() not in FORMATS or not file.is_file():
        raise ImproperlyConfigured("NDOP_NHS_LOGO must name an SVG or PNG file")
    if file.stat().st_size > LARGEST_BYTES:
        raise ImproperlyConfigured(f"the file of NDOP_NHS_LOGO must have {LARGEST_BYTES} bytes or fewer")
    return file.read_bytes()

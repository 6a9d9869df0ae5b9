"""Our own drawings as pictures, for what cannot show SVG."""

from typing import Any

from registry.correspondence.materials.logo import logo
from registry.correspondence.typesetting import draw

FOLDER = "materials"
TEMPLATE = "drawing.typ"


def drawing_png(name: str) -> bytes:
    """Return a drawing of templates/materials/pictures as PNG, 600 pixels wide."""
    return _png({"logo": None, "picture": name})


def logo_png() -> bytes:
    """Return the logo that NDOP_NHS_LOGO names as PNG, 300 pixels high; nothing without one."""
    given = logo()
    return _png({"logo": given}) if given else b""


def _png(data: dict[str, Any]) -> bytes:
    return draw(TEMPLATE, data, "png", folder=FOLDER)

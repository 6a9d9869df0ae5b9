"""Materials that typst sets: PDF/UA-1 for paper and screens, and pictures for social media."""

from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any

import segno
from django.conf import settings

from registry.correspondence.facts import site_in_words
from registry.correspondence.materials.logo import logo
from registry.correspondence.materials.sources import Source
from registry.correspondence.typesetting import Drawing, draw, typeset

FOLDER = "materials"
QUIET_ZONE = 4  # modules of white on every side, as ISO/IEC 18004 wants them


@dataclass(frozen=True, kw_only=True)
class Practice:
    """A practice that puts its name on a material. `hours` are one to seven lines."""

    name: str
    phone: str
    hours: tuple[str, ...]


def printed(source: Source, template: str, *, practice: Practice | None = None, **layout: Any) -> bytes:
    """Return a PDF/UA-1 file; the same for the same words and settings, byte for byte.

    Raises CannotCompose when what a practice gave does not fit or cannot be printed.
    """
    own = {"practice": asdict(practice) if practice else None}
    return typeset(f"{template}.typ", _data(source) | own | layout, folder=FOLDER)


def card(source: Source, name: str, width: int, height: int, drawing: Drawing) -> bytes:
    """Return one card, `width` by `height` pixels. An SVG says in words what stands on it."""
    one = asdict(source.section(name))
    data = _data(source) | {"card": one, "width": width, "height": height}
    made = draw("card.typ", data, drawing, folder=FOLDER)
    return _named(made, source, name) if drawing == "svg" else made


def card_words(source: Source, name: str) -> str:
    """Return what a card says, for those who cannot see it."""
    one = source.section(name)
    return " ".join([one.heading, *one.text, source.lead])


def _named(svg: bytes, source: Source, name: str) -> bytes:
    """Its letters are outlines, so that it looks the same everywhere; the title is what a screen reader says."""
    title = card_words(source, name).replace("&", "&amp;").replace("<", "&lt;")
    start, rest = svg.decode().split(">", 1)
    return f'{start} role="img" lang="{source.language}"><title>{title}</title>{rest}'.encode()


def _data(source: Source) -> dict[str, Any]:
    """Return what every template reads."""
    return asdict(source) | {
        "title": f"{source.headline} ({settings.SERVICE_NAME})",
        "service": settings.SERVICE_NAME,
        "site": site_in_words(),
        "phone": settings.NDOP_PHONE,
        "code": code_svg(),
        "code_alt": f"QR code that opens {site_in_words()}",
        "logo": logo(),
    }


def code_svg() -> str:
    """Return the QR code that opens the service."""
    kept = BytesIO()
    segno.make_qr(settings.NDOP_SERVICE_URL, error="m").save(
        kept, kind="svg", border=QUIET_ZONE, xmldecl=False, omitsize=True
    )
    return kept.getvalue().decode()


def code_png() -> bytes:
    """Return the same as a picture, for what takes no drawings."""
    kept = BytesIO()
    segno.make_qr(settings.NDOP_SERVICE_URL, error="m").save(kept, kind="png", border=QUIET_ZONE, scale=16)
    return kept.getvalue()

"""What the words of a page may name: other pages, pictures, and facts of the service."""

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from ndop.jinja import Site
from ndop.nhsuk.markdown import Surroundings
from portal.guidance.library import Library, PageNotFound
from portal.guidance.sections import SECTIONS
from registry.correspondence.facts import facts

# Pages of the guidance that are no files: what authors call them, and the name of their address.
PLACES = {
    "glossary": "glossary",
    "what-changed": "what-changed",
    "does-it-apply": "applies",
    "materials": "materials",
    "search": "search",
    "style": "style",
}
PICTURE_SIZE = re.compile(r'<svg\b[^>]*?\bviewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"')


class BadLink(LookupError):
    """An address that leads nowhere; says so to the author."""


def surroundings(library: Library) -> Surroundings:
    """Return what the pages of a library may name, with today's settings."""
    return Surroundings(
        link=partial(path_of, library), picture=picture, facts=facts(), links={"phone": Site().phone_link}
    )


def path_of(library: Library, address: str) -> str:
    """Turn "gps/reception", "#part" or "/other-ways/" into what a browser follows. Raises BadLink."""
    place, hash_sign, anchor = address.partition("#")
    if not place:
        return address
    path = _service_path(place) if place.startswith("/") else _guidance_path(library, place)
    return path + hash_sign + anchor


def picture(name: str) -> Mapping[str, str]:
    """Return the attributes of a picture in static/src/files. Raises BadLink."""
    file = finders.find(name)
    if file is None or not name.startswith("img/"):
        raise BadLink(f"there is no picture “{name}” in static/src/files/img")
    size = PICTURE_SIZE.search(Path(file).read_text()) if name.endswith(".svg") else None
    return {"src": static(name)} | ({"width": size[1], "height": size[2]} if size else {})


def _service_path(path: str) -> str:
    try:
        resolve(urlsplit(path).path)
    except Resolver404:
        raise BadLink(f"nothing of this service answers at “{path}”") from None
    return path


def _guidance_path(library: Library, address: str) -> str:
    section, _, slug = address.partition("/")
    try:
        if slug:
            library.find(section, slug)
            return reverse("guidance:page", kwargs={"section": section, "page": slug})
        if any(section == one.name for one in SECTIONS):
            return reverse("guidance:section", kwargs={"section": section})
        return reverse(f"guidance:{PLACES[section]}")
    except (PageNotFound, KeyError, NoReverseMatch):
        raise BadLink(f"there is no page “{address}”: write section/page, as in gps/reception") from None

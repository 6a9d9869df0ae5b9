"""Pages that are the same for everyone: drawn once for each process, then handed out with their ETag."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response

from portal.guidance import contexts, feed
from portal.guidance.library import PageNotFound, library
from portal.guidance.sections import SECTIONS, section_named
from portal.pages.views import kept

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Drawn:
    """What goes to every reader, and a name for this version of it."""

    body: bytes
    etag: str
    content_type: str = HTML


@cache
def drawn(address: str) -> Drawn:
    """Draw what stands at an address of the guidance, such as "gps/reception" or "gps". Raises PageNotFound."""
    if address in ALONE:
        return ALONE[address]()
    if any(section.name == address for section in SECTIONS):
        return _html("section", contexts.section(section_named(address)))
    page = library().at(address)
    if not page.section:
        raise PageNotFound(address)
    return _html("page", contexts.page(page))


def answer(request: HttpRequest, found: Drawn) -> HttpResponse:
    """Hand it out, or say that the reader's copy is still good. Anyone may keep it for a short while."""
    response = kept(HttpResponse(found.body, content_type=found.content_type))
    response["ETag"] = found.etag
    return get_conditional_response(request, etag=found.etag, response=response) or response


def _html(template: str, context: dict[str, Any]) -> Drawn:
    return _drawn(render_to_string(f"portal/guidance/{template}.jinja", context).encode())


def _drawn(body: bytes, content_type: str = HTML) -> Drawn:
    return Drawn(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"', content_type)


ALONE: dict[str, Callable[[], Drawn]] = {
    "": lambda: _html("home", contexts.home()),
    "glossary": lambda: _html("glossary", contexts.glossary()),
    "style": lambda: _html("style", contexts.alone("style")),
    "what-changed": lambda: _html("what-changed", contexts.what_changed()),
    "what-changed.atom": lambda: _drawn(feed.atom(), "application/atom+xml; charset=utf-8"),
}

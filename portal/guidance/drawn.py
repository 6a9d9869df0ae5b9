"""What stands at each address of the guidance, drawn once for each process."""

from collections.abc import Callable
from functools import cache

from portal.guidance import contexts, feed
from portal.guidance.library import PageNotFound, library
from portal.guidance.sections import SECTIONS, section_named
from portal.pages.drawn import Drawn, draw, name_version


@cache
def drawn(address: str) -> Drawn:
    """Draw what stands at an address of the guidance, such as "gps/reception" or "gps". Raises PageNotFound."""
    if address in ALONE:
        return ALONE[address]()
    if any(section.name == address for section in SECTIONS):
        return draw("portal/guidance/section.jinja", contexts.section(section_named(address)))
    page = library().at(address)
    if not page.section:
        raise PageNotFound(address)
    return draw("portal/guidance/page.jinja", contexts.page(page))


ALONE: dict[str, Callable[[], Drawn]] = {
    "": lambda: draw("portal/guidance/home.jinja", contexts.home()),
    "glossary": lambda: draw("portal/guidance/glossary.jinja", contexts.glossary()),
    "style": lambda: draw("portal/guidance/style.jinja", contexts.alone("style")),
    "what-changed": lambda: draw("portal/guidance/what-changed.jinja", contexts.what_changed()),
    "what-changed.atom": lambda: name_version(feed.atom(), "application/atom+xml; charset=utf-8"),
}

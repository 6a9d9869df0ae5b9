"""Everything that a search of the guidance can find, made from the content of this release."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import chain

from django.template.loader import get_template
from django.urls import reverse

from ndop.nhsuk.markdown import Heading
from portal.guidance.applies import findable
from portal.guidance.contexts import url_of
from portal.guidance.library import content_folder, library
from portal.guidance.page import Page
from portal.guidance.rendering import rendered
from portal.guidance.search.material_entries import material_entries
from portal.guidance.search.visible import Visible, visible
from portal.pages.views import facts
from registry.actions.guidance.indexing import Entry, index_digest
from registry.models import SearchKind
from registry.queries.guidance_search import EVERYONE
from registry.queries.guidance_words import tidy

BRIEF = 300
OWN_PAGES = "pages:"
# How we write pages: of use to nobody who searches.
FOR_AUTHORS = frozenset({"style"})


def entries() -> Iterator[Entry]:
    """Yield every entry, each with an address of its own."""
    pages = (page for page in library().everything if page.address not in FOR_AUTHORS)
    of_pages = chain.from_iterable(map(_of_page, pages))
    return map(_tidied, chain(of_pages, findable.entries(), material_entries(), _of_the_service()))


@cache
def content_digest() -> str:
    """Return what tells the content of this release from any other."""
    return index_digest(entries())


def _of_page(page: Page) -> Iterator[Entry]:
    """Yield the page, the questions that it answers, which are headings, and the words that it explains."""
    body, path = rendered(page), url_of(page)
    yield Entry(path, SearchKind.PAGE, page.section, page.title, page.summary, page.keywords, body.text)
    for kind, places in {SearchKind.ANSWER: body.parts, SearchKind.TERM: body.terms}.items():
        for place, words in _sections(body.text, places):
            if kind is SearchKind.TERM or place.text.endswith("?"):
                yield Entry(f"{path}#{place.anchor}", kind, page.section, place.text, _brief(words), (), words)


def _sections(text: str, places: tuple[Heading, ...]) -> Iterator[tuple[Heading, str]]:
    """Yield each place of a page with the words from there to the next one."""
    blocks = text.split("\n\n")
    starts: list[int] = []
    for place in places:
        starts.append(blocks.index(place.text, starts[-1] + 1 if starts else 0))
    for place, start, end in zip(places, starts, [*starts, len(blocks)][1:], strict=True):
        yield place, "\n\n".join(blocks[start + 1 : end])


def _brief(words: str) -> str:
    return words if len(words) <= BRIEF else words[:BRIEF].rsplit(" ", 1)[0] + " …"


def _of_the_service() -> Iterator[Entry]:
    given = tomllib.loads((content_folder() / "search" / "service.toml").read_text())
    for page in given["page"]:
        name, summary = page["name"], page["summary"]
        shown = _drawn(name) if name.startswith(OWN_PAGES) else Visible("", summary)
        title, audience = page.get("title", shown.title), page.get("audience", "public")
        yield Entry(reverse(name), SearchKind.PAGE, audience, title, summary, tuple(page["keywords"]), shown.text)


def _drawn(name: str) -> Visible:
    return visible(get_template(f"portal/pages/{name.removeprefix(OWN_PAGES)}.jinja").render(facts()))


def _tidied(entry: Entry) -> Entry:
    keywords = tuple(dict.fromkeys(map(tidy, entry.keywords)))
    return replace(entry, audience=entry.audience or EVERYONE, keywords=keywords)

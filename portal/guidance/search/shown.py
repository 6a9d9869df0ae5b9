"""What the page of results shows beside the results: the other audiences, the other pages, related searches."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from portal.guidance.contexts import linked
from portal.guidance.library import library
from portal.guidance.page import Page
from portal.guidance.sections import SECTIONS
from registry.queries.guidance_entries import PER_PAGE
from registry.queries.guidance_search import EVERYONE, Found
from registry.queries.guidance_words import tidy

MOST_RELATED = 6
LOOKED_AT = 3
SECOND = 2


@dataclass(frozen=True)
class Choice:
    """A link that narrows the results to one audience; `pages` is how many there are for it."""

    title: str
    url: str
    pages: int
    is_current: bool


@dataclass(frozen=True)
class Link:
    """Words and where they lead."""

    words: str
    url: str


def address(words: str, **more: str) -> str:
    """Return the address of a search."""
    asked = {"q": words} | {key: value for key, value in more.items() if value}
    return f"{reverse('guidance:search')}?{urlencode(asked)}"


def audience_of(asked: Mapping[str, str]) -> str:
    """Return the audience that is asked for, empty unless there is such a one."""
    wanted = asked.get("for", "")
    return wanted if any(section.name == wanted for section in SECTIONS) else ""


def shown(asked: Mapping[str, str], found: Found) -> dict[str, Any]:
    """Return what the template needs for these results."""
    audience, page = audience_of(asked), int(asked.get("page", "1"))
    kept = {"for": audience, "as-typed": asked.get("as-typed", "")}
    return {
        "found": found,
        "readers": {section.name: section.audience for section in SECTIONS},
        "choices": tuple(_choices(found, audience, kept["as-typed"])),
        "first": (page - 1) * PER_PAGE + 1,
        "before": address(found.words, **kept, page="" if page == SECOND else str(page - 1)) if page > 1 else "",
        "after": address(found.words, **kept, page=str(page + 1)) if page * PER_PAGE < found.total else "",
        "as_typed_url": address(found.words, **{"as-typed": "yes"}),
        "meant": Link(found.did_you_mean, address(found.did_you_mean)) if found.did_you_mean else None,
        "related": tuple(Link(words, address(words)) for words in _related(found)),
        "popular": popular(),
    }


def popular() -> tuple[tuple[Page, str], ...]:
    """Return the first page of each section, with its address: where to begin when nothing was found."""
    firsts = (page for section in SECTIONS for page in library().of(section.name)[:1])
    return tuple(linked(page) for page in firsts)


def _choices(found: Found, audience: str, as_typed: str) -> Iterator[Choice]:
    for_all = found.counts.get(EVERYONE, 0)
    everything = sum(found.counts.values())
    yield Choice("Everyone", address(found.words, **{"as-typed": as_typed}), everything, is_current=not audience)
    for section in SECTIONS:
        pages = found.counts.get(section.name, 0) + for_all
        if pages or section.name == audience:
            url = address(found.words, **{"for": section.name, "as-typed": as_typed})
            yield Choice(section.title, url, pages, is_current=section.name == audience)


def _related(found: Found) -> tuple[str, ...]:
    """Return what else people type who look for the best of these pages."""
    typed = {tidy(found.words), tidy(found.corrected)}
    rows = [[words for words in match.keywords if words not in typed] for match in found.results[:LOOKED_AT]]
    turns = [
        words for turn in zip(*(row[:LOOKED_AT] + [""] * LOOKED_AT for row in rows), strict=False) for words in turn
    ]
    return tuple(dict.fromkeys(filter(None, turns)))[:MOST_RELATED]

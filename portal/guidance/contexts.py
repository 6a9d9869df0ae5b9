"""What each template of the guidance is given."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse

from ndop.nhsuk.markdown import Heading
from portal.guidance.changes import Change, changes
from portal.guidance.library import library
from portal.guidance.page import Page
from portal.guidance.rendering import rendered
from portal.guidance.sections import SECTIONS, Section, section_named

# A list of contents on the page is worth its room from so many headings on.
HEADINGS_WORTH_A_LIST = 3
# What readers come for most, in this order.
MOST_WANTED = (
    "gps/in-two-minutes",
    "gps/what-to-tell-a-patient",
    "gps/no-email-or-mobile",
    "gps/children-carers-detained",
    "gps/type-1-and-national",
    "organisations/five-steps",
)


@dataclass(frozen=True)
class ChangedPage:
    """One change, with the page it is about."""

    change: Change
    page: Page
    url: str


def home() -> dict[str, Any]:
    """Return what the first page shows: every section, and what is most wanted."""
    return {
        "sections": [(one, section_url(one), library().of(one.name)) for one in SECTIONS],
        "wanted": [linked(library().at(address)) for address in MOST_WANTED],
    }


def section(one: Section) -> dict[str, Any]:
    """Return what the page of a section shows."""
    return {"section": one, "pages": [linked(page) for page in library().of(one.name)]}


def page(one: Page) -> dict[str, Any]:
    """Return what a page shows, with the pages around it."""
    before, after = library().beside(one)
    return _around(one) | {
        "section": section_named(one.section),
        "section_url": section_url(section_named(one.section)),
        "contents": [linked(other) for other in library().of(one.section)],
        "before": before and linked(before),
        "after": after and linked(after),
    }


def alone(slug: str) -> dict[str, Any]:
    """Return what a page outside the sections shows."""
    return _around(library().find("", slug))


def glossary() -> dict[str, Any]:
    """Return what the glossary shows: its words, and the first term of each letter."""
    one = alone("glossary")
    by_letter = groupby(one["rendered"].terms, key=lambda term: term.text[0].upper())
    return one | {"letters": [(letter, next(terms).anchor) for letter, terms in by_letter]}


def what_changed() -> dict[str, Any]:
    """Return what the page of changes shows: days, newest first, each with its changes."""
    days = groupby(changed_pages(), key=lambda one: one.change.on)
    return {"days": [(day, list(found)) for day, found in days]}


def changed_pages() -> Iterator[ChangedPage]:
    """Yield every change with its page, newest first."""
    for change in changes():
        changed = library().at(change.page)
        yield ChangedPage(change, changed, url_of(changed))


def linked(one: Page) -> tuple[Page, str]:
    """Return a page and where it is."""
    return (one, url_of(one))


def url_of(one: Page) -> str:
    """Return the path of a page."""
    if one.section:
        return reverse("guidance:page", kwargs={"section": one.section, "page": one.slug})
    return reverse(f"guidance:{one.slug}")


def section_url(one: Section) -> str:
    """Return the path of a section."""
    return reverse("guidance:section", kwargs={"section": one.name})


def _around(one: Page) -> dict[str, Any]:
    body = rendered(one)
    headings: tuple[Heading, ...] = body.headings if len(body.headings) >= HEADINGS_WORTH_A_LIST else ()
    return {
        "page": one,
        "rendered": body,
        "headings": headings,
        "related": [linked(library().at(address)) for address in one.related],
        "service_url": settings.NDOP_SERVICE_URL,
        "full_url": settings.NDOP_SERVICE_URL + url_of(one),
    }

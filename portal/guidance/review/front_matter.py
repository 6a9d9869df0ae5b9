"""Front matter, page by page and between pages."""

from collections.abc import Callable, Iterator
from datetime import date

from portal.guidance.library import Library, PageNotFound
from portal.guidance.page import Page
from portal.guidance.review.findings import Finding, of_page

# A summary stands below a title in lists and search results, and must be read at a glance.
LONGEST_SUMMARY = 160
LONGEST_TITLE = 70
LONGEST_KEYWORDS = 600  # what the search index has room for


def find(library: Library, on: date) -> Iterator[Finding]:
    """Yield what is wrong with the front matter of these pages on a day."""
    for page in library.everything:
        yield from (of_page(page, words) for words in _of_one(page, library, on))
    yield from _twice(library.pages, "title", lambda page: page.title)
    yield from _twice(library.pages, "order", lambda page: (page.section, page.order))


def _of_one(page: Page, library: Library, on: date) -> Iterator[str]:
    if len(page.title) > LONGEST_TITLE:
        yield f"the title has {len(page.title)} characters: {LONGEST_TITLE} at most"
    if not page.summary or len(page.summary) > LONGEST_SUMMARY:
        yield f"the summary has {len(page.summary)} characters: 1 to {LONGEST_SUMMARY}"
    yield from _keywords(page)
    yield from _dates(page, on)
    for address in page.related:
        yield from _related(page, address, library)


def _keywords(page: Page) -> Iterator[str]:
    if not page.keywords and page.section:
        yield "there are no keywords: give words that people search for and the page does not hold"
    if len(" ".join(page.keywords)) > LONGEST_KEYWORDS:
        yield f"the keywords have more than {LONGEST_KEYWORDS} characters together"
    if len(set(page.keywords)) < len(page.keywords):
        yield "a keyword stands there twice"


def _dates(page: Page, on: date) -> Iterator[str]:
    if page.next_review_on <= page.reviewed_on:
        yield "next_review_on must be after reviewed_on"
    if page.reviewed_on > on:
        yield f"reviewed_on is {page.reviewed_on}, which is still to come"
    if page.next_review_on < on:
        yield f"its review was due on {page.next_review_on}: read it again, then move reviewed_on and next_review_on"


def _related(page: Page, address: str, library: Library) -> Iterator[str]:
    try:
        if library.at(address) == page:
            yield f"related names the page itself: {address}"
    except PageNotFound:
        yield f"related names no page: {address}"


def _twice(pages: tuple[Page, ...], name: str, value: Callable[[Page], object]) -> Iterator[Finding]:
    first: dict[object, Page] = {}
    for page in pages:
        other = first.setdefault(value(page), page)
        if other is not page:
            yield of_page(page, f"{name} is the same as in {other.address}: each page has its own")

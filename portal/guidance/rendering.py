"""The body of each page, drawn once for each process."""

from functools import cache

from ndop.nhsuk.markdown import Rendered, render
from portal.guidance.library import library
from portal.guidance.page import Page
from portal.guidance.surroundings import surroundings


@cache
def rendered(page: Page) -> Rendered:
    """Return a page's body."""
    return render(page.source, surroundings(library()))

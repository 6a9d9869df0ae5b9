"""All pages of the guidance, read once for each process: they change with a release and not before."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from portal.guidance.page import Page, read_page
from portal.guidance.sections import SECTIONS


class PageNotFound(Exception):
    """There is no page of that name."""


@dataclass(frozen=True)
class Library:
    """The pages, in the order of the sections and of their `order` in each."""

    pages: tuple[Page, ...]

    def of(self, section: str) -> tuple[Page, ...]:
        """Return the pages of one section."""
        return tuple(page for page in self.pages if page.section == section)

    def find(self, section: str, slug: str) -> Page:
        """Return one page. Raises PageNotFound."""
        for page in self.pages:
            if (page.section, page.slug) == (section, slug):
                return page
        raise PageNotFound(f"{section}/{slug}")


def content_folder() -> Path:
    """Return the folder with all words of the guidance."""
    return settings.BASE_DIR / "content"


@cache
def library() -> Library:
    """Return every page. Raises BadPage when a file cannot be one."""
    folder = content_folder() / "guidance"
    pages = (read_page(file) for section in SECTIONS for file in sorted((folder / section.name).glob("*.md")))
    places = [section.name for section in SECTIONS]
    return Library(tuple(sorted(pages, key=lambda page: (places.index(page.section), page.order))))

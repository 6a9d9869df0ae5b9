"""All pages of the guidance, read once for each process: they change with a release and not before."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from portal.guidance.page import Page, read_page
from portal.guidance.sections import SECTIONS

# Pages outside the sections; each has an address and a template of its own.
STAND_ALONE = ("glossary", "style")


class PageNotFound(Exception):
    """There is no page of that name."""


@dataclass(frozen=True)
class Library:
    """The pages, in the order of the sections and of their `order` in each; and those that stand alone."""

    pages: tuple[Page, ...]
    alone: tuple[Page, ...] = ()

    @property
    def everything(self) -> tuple[Page, ...]:
        """Every page, those that stand alone too."""
        return (*self.pages, *self.alone)

    def of(self, section: str) -> tuple[Page, ...]:
        """Return the pages of one section."""
        return tuple(page for page in self.pages if page.section == section)

    def find(self, section: str, slug: str) -> Page:
        """Return one page; with an empty section, one that stands alone. Raises PageNotFound."""
        for page in self.everything:
            if (page.section, page.slug) == (section, slug):
                return page
        raise PageNotFound(f"{section}/{slug}")

    def at(self, address: str) -> Page:
        """Return the page of an address such as "gps/reception" or "glossary". Raises PageNotFound."""
        section, _, slug = address.rpartition("/")
        return self.find(section, slug)

    def beside(self, page: Page) -> tuple[Page | None, Page | None]:
        """Return the pages before and after one, in its section."""
        row = (None, *self.of(page.section), None)
        place = row.index(page) if page in row else 0
        return (row[place - 1], row[place + 1]) if place else (None, None)


def content_folder() -> Path:
    """Return the folder with all words of the guidance."""
    return settings.BASE_DIR / "content"


def files() -> Iterator[tuple[Path, str]]:
    """Yield every file that is to be a page, with its section: none for those that stand alone."""
    folder = content_folder() / "guidance"
    for section in SECTIONS:
        yield from ((file, section.name) for file in sorted((folder / section.name).glob("*.md")))
    yield from ((folder / f"{name}.md", "") for name in STAND_ALONE if (folder / f"{name}.md").exists())


def stray_files() -> set[Path]:
    """Return Markdown that is no page, because it lies in no section."""
    return {*(content_folder() / "guidance").rglob("*.md")} - {file for file, _ in files()}


def collect(pages: list[Page]) -> Library:
    """Put pages in order."""
    places = [section.name for section in SECTIONS]
    of_sections = [page for page in pages if page.section]
    return Library(
        tuple(sorted(of_sections, key=lambda page: (places.index(page.section), page.order, page.slug))),
        tuple(page for page in pages if not page.section),
    )


@cache
def library() -> Library:
    """Return every page. Raises BadPage when a file cannot be one."""
    return collect([read_page(file, section) for file, section in files()])

"""A page of the guidance: its front matter and its words. Read from `content/guidance/<section>/<slug>.md`."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FENCE = "+++"


class BadPage(Exception):
    """A file of the content that cannot be a page; names the file and what is wrong."""


@dataclass(frozen=True)
class Page:
    """One page. `related` holds addresses such as "gps/reception"; `keywords` are words that people search for."""

    section: str
    slug: str
    title: str
    summary: str
    order: int
    reviewed_on: date
    next_review_on: date
    owner: str
    source: str
    related: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Return the page's name within the guidance, such as "gps/reception"."""
        return f"{self.section}/{self.slug}"


def read_page(file: Path) -> Page:
    """Read one page; its section is the folder's name. Raises BadPage."""
    try:
        _, front, source = file.read_text().split(FENCE, 2)
        fields = tomllib.loads(front)
        fields |= {name: tuple(fields.get(name, ())) for name in ("related", "keywords")}
        return Page(section=file.parent.name, slug=file.stem, source=source.strip(), **fields)
    except (ValueError, TypeError) as error:
        raise BadPage(f"{file.parent.name}/{file.name}: {error}") from error

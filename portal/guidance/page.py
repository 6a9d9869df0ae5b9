"""A page of the guidance: its front matter and its words. Read from `content/guidance/<section>/<slug>.md`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

FENCE = "+++"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# What the front matter must say, and as what.
FIELDS: Mapping[str, type] = {
    "title": str,
    "summary": str,
    "order": int,
    "reviewed_on": date,
    "next_review_on": date,
    "owner": str,
}
LISTS = ("related", "keywords")


class BadPage(Exception):
    """A file of the content that cannot be a page; says what is wrong."""


@dataclass(frozen=True)
class Page:
    """One page. `related` holds addresses such as "gps/reception"; `keywords` are words that people search for.

    `section` is empty for a page that stands alone, such as the glossary. `first_line` is where `source` begins in the
    file, counted from 1.
    """

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
    first_line: int = 1

    @property
    def address(self) -> str:
        """Return the page's name within the guidance, such as "gps/reception"."""
        return f"{self.section}/{self.slug}" if self.section else self.slug


def read_page(file: Path, section: str) -> Page:
    """Read one page of a section. Raises BadPage."""
    if not SLUG.fullmatch(file.stem):
        raise BadPage("name the file in small letters, digits and hyphens, as in what-to-tell-a-patient.md")
    start, *rest = file.read_text().split(FENCE, 2)
    if start.strip() or len(rest) != len(("front matter", "words")):
        raise BadPage(f"begin the file with its front matter between two lines of {FENCE}")
    front, source = rest
    fields = _fields(_toml(front))
    first_line = front.count("\n") + source[: len(source) - len(source.lstrip())].count("\n") + 1
    return Page(section=section, slug=file.stem, source=source.strip(), first_line=first_line, **fields)


def _toml(front: str) -> dict[str, Any]:
    try:
        return tomllib.loads(front)
    except tomllib.TOMLDecodeError as error:
        raise BadPage(f"the front matter cannot be read as TOML: {error}") from error


def _fields(given: dict[str, Any]) -> dict[str, Any]:
    """Check each field and return them. Raises BadPage."""
    unknown = given.keys() - FIELDS.keys() - set(LISTS)
    if unknown:
        raise BadPage(f"the front matter has no field “{min(unknown)}”: write {', '.join([*FIELDS, *LISTS])}")
    for name, kind in FIELDS.items():
        if type(given.get(name)) is not kind:
            raise BadPage(f"the front matter needs {name} = {_example(kind)}")
    for name in LISTS:
        if not _is_list_of_words(given.get(name, [])):
            raise BadPage(f'the front matter needs {name} as a list: {name} = ["one", "two"]')
    return given | {name: tuple(given.get(name, ())) for name in LISTS}


def _is_list_of_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _example(kind: type) -> str:
    return {str: '"words in quotes"', int: "a whole number", date: "a date such as 2026-11-22, without quotes"}[kind]

"""The words of each material: one file in `content/materials`, from which every format is made."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from registry.correspondence.facts import facts

FACT = re.compile(r"\[\[(\w+)\]\]")
SOURCE_FIELDS = {"title", "summary", "audiences", "keywords", "language", "headline", "lead", "section"}
SECTION_FIELDS = {"name", "heading", "text", "points", "after"}


class BadSource(Exception):
    """A file of words that cannot be read; says which and why."""


@dataclass(frozen=True)
class Row:
    """One point of a list. `picture` names a drawing of templates/materials/pictures, and `alt` says what it shows."""

    words: str
    picture: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Section:
    """One part: a heading, paragraphs, points, and paragraphs after them.

    `name` is what a layout knows it by, where it has a place.
    """

    name: str = ""
    heading: str = ""
    text: tuple[str, ...] = ()
    points: tuple[Row, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """All words of one material. `audiences` are who uses it, by the names of the sections of the guidance."""

    slug: str
    title: str
    summary: str
    audiences: tuple[str, ...]
    keywords: tuple[str, ...]
    language: str
    headline: str
    lead: str
    sections: tuple[Section, ...]

    def section(self, name: str) -> Section:
        """Return the part of that name. Raises LookupError."""
        for one in self.sections:
            if one.name == name:
                return one
        raise LookupError(f"{self.slug} has no part {name}")


def folder() -> Path:
    """Return where the words stand."""
    return settings.BASE_DIR / "content" / "materials"


def read_source(slug: str) -> Source:
    """Read the words of one material. Raises BadSource."""
    try:
        given = tomllib.loads((folder() / f"{slug}.toml").read_text())
        return _source(slug, given)
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise BadSource(f"content/materials/{slug}.toml: {error}") from error


def _source(slug: str, given: dict[str, Any]) -> Source:
    _refuse_unknown(given, SOURCE_FIELDS)
    return Source(
        slug=slug,
        title=_filled(given["title"]),
        summary=_filled(given["summary"]),
        audiences=tuple(given["audiences"]),
        keywords=tuple(given["keywords"]),
        language=given["language"],
        headline=_filled(given["headline"]),
        lead=_filled(given["lead"]),
        sections=tuple(map(_section, given["section"])),
    )


def _section(given: dict[str, Any]) -> Section:
    _refuse_unknown(given, SECTION_FIELDS)
    return Section(
        name=given.get("name", ""),
        heading=_filled(given.get("heading", "")),
        text=tuple(map(_filled, given.get("text", ()))),
        points=tuple(map(_row, given.get("points", ()))),
        after=tuple(map(_filled, given.get("after", ()))),
    )


def _row(given: str | dict[str, str]) -> Row:
    fields = {"words": given} if isinstance(given, str) else given
    return Row(**fields | {"words": _filled(fields["words"])})


def _filled(words: str) -> str:
    known = facts()
    return FACT.sub(lambda found: known[found[1]], words)


def _refuse_unknown(given: Mapping[str, Any], known: set[str]) -> None:
    if unknown := sorted(set(given) - known):
        raise ValueError(f"it says {', '.join(unknown)}, which nothing reads")


def all_words(source: Source) -> Sequence[str]:
    """Return everything that a source says to its readers, in order."""
    parts = [source.headline, source.lead]
    for one in source.sections:
        parts += [one.heading, *one.text, *(row.words for row in one.points), *one.after]
    return [words for words in parts if words]

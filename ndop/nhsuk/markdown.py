"""Markdown to the design system's HTML."""

from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup


@dataclass(frozen=True)
class Heading:
    """A heading of the second level, which the list "on this page" leads to."""

    anchor: str
    text: str


@dataclass(frozen=True)
class Rendered:
    """The body of a page; `text` is the same without markup, for search and for measures."""

    html: Markup
    headings: tuple[Heading, ...]
    text: str


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def render(source: str) -> Rendered:
    """Turn one page's words into HTML."""
    return Rendered(Markup(_parser().render(source)), (), source)  # noqa: S704 - ours, and HTML in it is escaped

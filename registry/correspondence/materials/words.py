"""Materials that are words alone: plain text, and a paragraph for a website."""

import textwrap
from collections.abc import Iterator

from django.conf import settings
from django.utils.html import escape

from registry.correspondence.materials.sources import Section, Source

WIDTH = 72


def plain_text(source: Source) -> bytes:
    """Return a source as UTF-8 text with lines of 72 characters: for screen readers, emails and notes."""
    parts = ["\n".join([*_lines(source.headline), "=" * min(WIDTH, len(source.headline))])]
    if source.lead:
        parts.append(_paragraph(source.lead))
    parts += ["\n\n".join(_section(one)) for one in source.sections]
    return ("\n\n".join(parts) + "\n").encode()


def website_text(source: Source) -> bytes:
    """Return the paragraph for a website as text to copy: a line for each paragraph, and the address last."""
    return ("\n\n".join([source.headline, *_website_paragraphs(source), _link(source)]) + "\n").encode()


def website_html(source: Source) -> bytes:
    """Return the paragraph for a website as a piece of HTML, without styles of its own."""
    paragraphs = [f"<p>{escape(words)}</p>" for words in _website_paragraphs(source)]
    link = f'<p><a href="{escape(settings.NDOP_SERVICE_URL)}">{escape(source.section("how").heading)}</a></p>'
    return ("\n".join([f"<h2>{escape(source.headline)}</h2>", *paragraphs, link]) + "\n").encode()


def _website_paragraphs(source: Source) -> tuple[str, ...]:
    return tuple(words for one in source.sections for words in one.text)


def _link(source: Source) -> str:
    return f"{source.section('how').heading}: {settings.NDOP_SERVICE_URL}"


def _section(section: Section) -> Iterator[str]:
    if section.heading:
        yield "\n".join([*_lines(section.heading), "-" * min(WIDTH, len(section.heading))])
    yield from map(_paragraph, section.text)
    if section.points:
        yield "\n".join(_paragraph(row.words, first="* ", rest="  ") for row in section.points)
    yield from map(_paragraph, section.after)


def _paragraph(words: str, first: str = "", rest: str = "") -> str:
    return "\n".join(_lines(words, first, rest))


def _lines(words: str, first: str = "", rest: str = "") -> list[str]:
    """Break at spaces only, so that an address stays whole."""
    return textwrap.wrap(
        words, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )

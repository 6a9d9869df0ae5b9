"""Texts that changed without a review: digests of the words that were reviewed stand beside the pages, with days."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portal.guidance.library import Library, content_folder
from portal.guidance.page import Page
from portal.guidance.review.findings import Finding, name_of, of_page

NOTE = "# Written by `manage.py check_guidance --accept`: the words of each page at its last review.\n"
ACCEPT = "run: manage.py check_guidance --accept"


@dataclass(frozen=True)
class Review:
    """What was reviewed: a digest of the words, and the day."""

    words: str
    reviewed_on: date


class BadRecord(Exception):
    """The file of reviews cannot be read; says why."""


def record_file() -> Path:
    """Return where reviews are kept."""
    return content_folder() / "guidance" / "reviewed.toml"


def digest(page: Page) -> str:
    """Return a digest of what a page says. Where lines break does not count."""
    words = " ".join(f"{page.title}\n{page.summary}\n{page.source}".split())
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def record() -> dict[str, Review]:
    """Return what was reviewed, by the address of each page. Raises BadRecord."""
    try:
        kept = tomllib.loads(record_file().read_text()) if record_file().exists() else {}
        return {address: Review(**review) for address, review in kept.items()}
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise BadRecord(f"{name_of(record_file())} cannot be read ({error}): delete it, then {ACCEPT}") from error


def find(library: Library, kept: Mapping[str, Review]) -> Iterator[Finding]:
    """Yield pages that differ from what was reviewed, and reviews of pages that are gone."""
    pages = {page.address: page for page in library.everything}
    for address, page in pages.items():
        before = kept.get(address)
        if before is None:
            yield of_page(page, f"no review of this page is recorded; once it was read, {ACCEPT}")
        elif before.words != digest(page):
            yield of_page(page, _what_to_do(page, before))
        elif before.reviewed_on != page.reviewed_on:
            yield of_page(page, f"reviewed_on has moved from {before.reviewed_on}; {ACCEPT}")
    for address in kept.keys() - pages.keys():
        yield Finding(name_of(record_file()), 1, f"there is no page {address} any more; {ACCEPT}")


def _what_to_do(page: Page, before: Review) -> str:
    if page.reviewed_on > before.reviewed_on:
        return f"its words were reviewed again; {ACCEPT}"
    return f"its words changed after the review of {before.reviewed_on}: read it as a whole, set reviewed_on, {ACCEPT}"


def unread(library: Library, kept: Mapping[str, Review], on: date) -> Iterator[Finding]:
    """Yield pages whose words changed and whose date did not move: these cannot be accepted.

    What changes again on the very day of its review keeps its date.
    """
    for page in library.everything:
        before = kept.get(page.address)
        is_new = before is None or before.words == digest(page) or page.reviewed_on > before.reviewed_on
        if before and not is_new and page.reviewed_on != on:
            yield of_page(page, f"its words changed after the review of {before.reviewed_on}: set reviewed_on")


def accept(library: Library) -> int:
    """Write down what was reviewed, and return how many pages that are."""
    pages = sorted(library.everything, key=lambda page: page.address)
    record_file().write_text(NOTE + "".join(map(_entry, pages)))
    return len(pages)


def _entry(page: Page) -> str:
    return f'\n["{page.address}"]\nwords = "{digest(page)}"\nreviewed_on = {page.reviewed_on}\n'

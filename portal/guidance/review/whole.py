"""The whole check."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ndop.nhsuk.markdown import render
from portal.guidance.changes import BadChange, Change, changes_file, read_changes
from portal.guidance.library import Library, PageNotFound, collect, files, stray_files
from portal.guidance.page import BadPage, Page, read_page
from portal.guidance.review import ages, front_matter, links, reviewed
from portal.guidance.review.findings import Finding, name_of
from portal.guidance.sections import SECTIONS
from portal.guidance.surroundings import surroundings


@dataclass(frozen=True)
class Checked:
    """What was found, in the order of the files, and the reading age of every page."""

    findings: tuple[Finding, ...]
    ages: tuple[ages.Age, ...]
    library: Library


def check(on: date) -> Checked:
    """Check everything as of a day."""
    library, findings = _read()
    around = surroundings(library)
    bodies = {page: render(page.source, around) for page in library.everything}
    measured = ages.ages(bodies)
    findings += [*front_matter.find(library, on), *links.find(bodies), *ages.find(measured)]
    findings += [*_reviews(library), *_changes(library)]
    return Checked(tuple(sorted(findings)), measured, library)


def _read() -> tuple[Library, list[Finding]]:
    pages: list[Page] = []
    findings: list[Finding] = []
    for file, section in files():
        try:
            pages.append(read_page(file, section))
        except BadPage as error:
            findings.append(Finding(name_of(file), 1, str(error)))
    sections = ", ".join(section.name for section in SECTIONS)
    words = f"this is no page: put it into the folder of a section ({sections})"
    findings += [Finding(name_of(file), 1, words) for file in stray_files()]
    return collect(pages), findings


def _reviews(library: Library) -> Iterator[Finding]:
    try:
        yield from reviewed.find(library, reviewed.record())
    except reviewed.BadRecord as error:
        yield Finding(name_of(reviewed.record_file()), 1, str(error))


def _changes(library: Library) -> Iterator[Finding]:
    try:
        found = read_changes()
        for change in found:
            yield from _change(change, library)
        yield from _same_entry(found)
    except BadChange as error:
        yield Finding(name_of(changes_file()), 1, str(error))


def _same_entry(found: tuple[Change, ...]) -> Iterator[Finding]:
    """Yield what the feed could not tell apart: the day and the page are what it knows an entry by."""
    times = Counter((change.on, change.page) for change in found)
    for (on, page), count in times.items():
        if count > 1:
            yield Finding(name_of(changes_file()), 1, f"{count} changes of {on} are about {page}: write one")


def _change(change: Change, library: Library) -> Iterator[Finding]:
    try:
        library.at(change.page)
    except PageNotFound:
        words = f"the change of {change.on} names no page: {change.page}"
        yield Finding(name_of(changes_file()), 1, words)

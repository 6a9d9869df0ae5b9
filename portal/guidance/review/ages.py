"""How old a reader must be for each page."""

from collections.abc import Iterator
from dataclasses import dataclass

from ndop.nhsuk.markdown import Rendered
from ndop.nhsuk.reading_age import reading_age
from portal.guidance.page import Page
from portal.guidance.review.findings import Bodies, Finding, of_page
from portal.guidance.sections import FOR_PROFESSIONALS, section_named


@dataclass(frozen=True)
class Age:
    """The reading age of one page, in years, and the highest it may have."""

    page: Page
    years: float
    limit: int

    @property
    def is_too_high(self) -> bool:
        """True when readers of this section cannot be expected to follow."""
        return self.years > self.limit


def ages(bodies: Bodies) -> tuple[Age, ...]:
    """Measure every page that has words."""
    return tuple(age_of(page, found) for page, found in bodies.items() if found.prose)


def age_of(page: Page, found: Rendered) -> Age:
    """Measure one page: its paragraphs, items and cells, without headings. Raises ValueError without words."""
    limit = section_named(page.section).reading_age if page.section else FOR_PROFESSIONALS
    return Age(page, round(reading_age("\n\n".join(found.prose)), 1), limit)


def find(measured: tuple[Age, ...]) -> Iterator[Finding]:
    """Yield the pages that are too hard to read."""
    for age in measured:
        if age.is_too_high:
            words = f"its reading age is {age.years}, at most {age.limit} here: write shorter sentences and words"
            yield of_page(age.page, words)

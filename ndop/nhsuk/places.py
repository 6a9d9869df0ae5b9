"""The links at the top of pages for those who are signed in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """One place; `is_current` on every page of it, `is_exact` on its own first page (layouts/_places.jinja)."""

    text: str
    url: str
    is_current: bool
    is_exact: bool

"""What the check finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from ndop.nhsuk.markdown import Rendered
from portal.guidance.library import content_folder
from portal.guidance.page import Page

# Every page and its body.
Bodies = Mapping[Page, Rendered]


@dataclass(frozen=True, order=True)
class Finding:
    """Something to put right before a release: where, and what to do. `line` counts from 1."""

    file: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.words}"


def of_page(page: Page, words: str, line: int = 0) -> Finding:
    """Find something in a page; `line` counts from 1 in its Markdown, 0 is its front matter."""
    return Finding(name_of(file_of(page)), page.first_line + line - 1 if line else 1, words)


def file_of(page: Page) -> Path:
    """Return the file of a page."""
    return content_folder() / "guidance" / page.section / f"{page.slug}.md"


def name_of(file: Path) -> str:
    """Return a file's name as an author knows it."""
    return str(file.relative_to(settings.BASE_DIR))

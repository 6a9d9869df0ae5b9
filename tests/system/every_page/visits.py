"""A page while it shows one state."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.system.state import State
from tests.system.watch import Watch


@dataclass
class Visit:
    state: State
    page: Page
    watch: Watch


def save_pictures(page: Page, folder: Path, name: str) -> None:
    for width in (1280, 320):
        with sized(page, width=width, height=700):
            page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)


@contextmanager
def sized(page: Page, **size: int) -> Iterator[None]:
    before = page.viewport_size
    page.set_viewport_size(size)
    try:
        yield
    finally:
        page.set_viewport_size(before)

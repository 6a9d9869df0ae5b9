"""What every page must be like in every state: axe, keyboard, focus, small and large, spaced and still.

Each state is opened once; its tests run one after another on the same page and leave it as they found it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.system import axe
from tests.system.pages import STATES
from tests.system.patience import PATIENCE
from tests.system.state import State
from tests.system.visitor import Visitor
from tests.system.watch import Watch

PROBES = (Path(__file__).parent / "probes.js").read_text()
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 256}
SCREENSHOTS = os.environ.get("SCREENSHOTS")


@dataclass
class Visit:
    state: State
    page: Page
    watch: Watch


# One group each, so that two processes do not both open the same state.
EACH = [pytest.param(state, id=state.name, marks=pytest.mark.xdist_group(state.name)) for state in STATES]


@pytest.fixture(scope="module")
def window(browser: Browser, address: str) -> Iterator[tuple[Page, Watch]]:
    """One window for all states: opening one takes longer than looking at a page."""
    context = browser.new_context(base_url=address, viewport=DESKTOP)
    context.set_default_timeout(PATIENCE)
    watch = Watch(context, address)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())  # a page that warns before typing is lost
    yield page, watch
    context.close()


@pytest.fixture(scope="module", params=EACH)
def visit(request, window: tuple[Page, Watch], transactional_db: None) -> Visit:
    page, watch = window
    page.context.clear_cookies()
    watch.forget()
    request.param.open(page, Visitor())
    page.evaluate(PROBES)
    if SCREENSHOTS:
        save_pictures(page, Path(SCREENSHOTS), request.param.name)
    return Visit(request.param, page, watch)


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


@pytest.fixture
def page(visit: Visit) -> Page:
    return visit.page


def test_P06_H02_nothing_breaks_and_nobody_else_is_asked(visit: Visit) -> None:
    assert visit.watch.problems == []
    own = "guidance" if visit.state.name.startswith("guidance") else "app"
    assert {url.partition("/static/")[2] for url in visit.watch.assets} >= {f"{own}.css", f"{own}.js"}


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("colours", ["none", "active"])
def test_A01_axe_finds_nothing(page: Page, width: int, colours: str) -> None:
    page.emulate_media(forced_colors=colours)
    with sized(page, width=width, height=900):
        found = axe.violations(page)
    page.emulate_media(forced_colors="none")
    assert found == []


def test_A05_fits_a_screen_of_320_by_256(page: Page) -> None:
    with sized(page, **PHONE):
        assert page.evaluate("probes.tooWide()") == []


@pytest.mark.parametrize("width", [1280, 320])
def test_A06_text_may_be_twice_as_large(page: Page, width: int) -> None:
    with sized(page, width=width, height=900):
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        found = page.evaluate("[probes.overlaps(), probes.clipped(), innerWidth > 600 ? probes.tooWide() : []]")
        page.evaluate("document.documentElement.style.fontSize = ''")
    assert found == [[], [], []]


@pytest.mark.parametrize("width", [1280, 320])
def test_A06_text_may_be_spaced_out(page: Page, width: int) -> None:
    with sized(page, width=width, height=900):
        page.evaluate("probes.spaceOut()")
        found = page.evaluate("[probes.overlaps(), probes.clipped(), probes.tooWide()]")
        page.evaluate("document.adoptedStyleSheets = []")
    assert found == [[], [], []]


@pytest.mark.parametrize("width", [1280, 320])
def test_A12_targets_are_large_or_apart(page: Page, width: int) -> None:
    with sized(page, width=width, height=900):
        assert page.evaluate("probes.smallTargets()") == []


def test_A20_nothing_moves_and_zoom_is_free(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate("probes.moving()")
    page.emulate_media(reduced_motion="no-preference")
    assert moving == []
    assert page.evaluate("document.getAnimations().length") == 0
    viewport = page.locator("meta[name=viewport]").get_attribute("content") or ""
    assert "width=device-width" in viewport
    assert not any(lock in viewport for lock in ("user-scalable", "maximum-scale", "orientation"))

"""What every page must be like in every state: axe, small and large, spaced and still.

The fixture makes the page as wide as a test's `width` says.
"""

import pytest
from playwright.sync_api import Page

from tests.system import axe
from tests.system.every_page.visits import Visit


def test_P06_H02_nothing_breaks_and_nobody_else_is_asked(visit: Visit) -> None:
    assert visit.watch.problems == []
    own = "guidance" if visit.state.name.startswith("guidance") else "app"
    assert {url.partition("/static/")[2] for url in visit.watch.assets} >= {f"{own}.css", f"{own}.js"}


@pytest.mark.parametrize("width", [1280, 320])
def test_A01_axe_finds_nothing(page: Page, width: int) -> None:
    assert axe.violations(page) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_A01_axe_finds_nothing_in_forced_colours(page: Page, width: int) -> None:
    before = page.evaluate("probes.layout()")
    page.emulate_media(forced_colors="active")
    is_only_recoloured = page.evaluate("probes.layout()") == before
    found = axe.violations(page, axe.OF_COLOURS if is_only_recoloured else None)
    page.emulate_media(forced_colors="none")
    assert found == []


@pytest.mark.parametrize("width", [1280, 320])
def test_A06_text_may_be_twice_as_large(page: Page, width: int) -> None:
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found = page.evaluate("[probes.overlaps(), probes.clipped(), innerWidth > 600 ? probes.tooWide() : []]")
    page.evaluate("document.documentElement.style.fontSize = ''")
    assert found == [[], [], []]


@pytest.mark.parametrize("width", [1280, 320])
def test_A06_text_may_be_spaced_out(page: Page, width: int) -> None:
    page.evaluate("probes.spaceOut()")
    found = page.evaluate("[probes.overlaps(), probes.clipped(), probes.tooWide()]")
    page.evaluate("document.adoptedStyleSheets = []")
    assert found == [[], [], []]


@pytest.mark.parametrize("width", [1280, 320])
def test_A12_targets_are_large_or_apart(page: Page, width: int) -> None:
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


@pytest.mark.parametrize("width", [320])
def test_A05_fits_a_screen_of_320_by_256(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 256})
    assert page.evaluate("probes.tooWide()") == []

"""Every page by keyboard: order, no trap, focus that is seen and not covered, and the way past the header."""

import io
import math

from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from tests.system.pages import STATES

# One state of each kind of page: the others have the same elements in the same order.
SAMPLES = [
    state
    for state in STATES
    if state.name.startswith(("pages-", "staff-", "post-room", "error-")) or not state.name.count("-")
    or state.name in {"date-of-birth", "know-nhs-number", "nhs-number", "code-by", "check-your-answers", "name-empty",
                      "date-of-birth-impossible", "choice-empty", "code-wrong"}
]  # fmt: skip


def from_the_top(page: Page) -> None:
    """Put the keyboard before the first element, as after loading."""
    page.evaluate("""() => { document.activeElement?.blur(); scrollTo(0, 0);
        const top = document.body; top.tabIndex = -1; top.focus(); top.removeAttribute("tabindex"); }""")


def focused(page: Page) -> dict | None:
    return page.evaluate("""() => { const e = document.activeElement;
        return e === document.body ? null : {...probes.box(e), covered: probes.isCovered(e),
            skips: e.matches(".nhsuk-skip-link"), top: scrollY}; }""")


def stops(page: Page) -> list[dict]:
    """Tab from the top until the focus leaves the page."""
    from_the_top(page)
    found: list[dict] = []
    for _ in range(200):
        page.keyboard.press("Tab")
        here = focused(page)
        if here is None:
            return found
        if found and here["name"] == found[0]["name"] and here["y"] == found[0]["y"]:
            return found
        found.append(here)
    raise AssertionError("the keyboard is trapped")


def test_A02_A03_order_is_what_the_eye_sees_and_nothing_covers_the_focus(page: Page) -> None:
    found = stops(page)
    places = [(round((stop["y"] + stop["top"]) / 8), stop["x"]) for stop in found if not stop["skips"]]
    assert places == sorted(places)
    assert [stop["name"] for stop in found if stop["covered"]] == []
    # Everything is reached. A group of radios may be one stop, or one for each while none is chosen.
    everything = page.evaluate("probes.focusable().filter(e => e.type !== 'radio').map(probes.name)")
    assert sorted(stop["name"] for stop in found if "input#id_" not in stop["name"] or stop["name"] in everything) == (
        sorted(everything)
    )


def test_A03_the_focus_is_seen(page: Page) -> None:
    from_the_top(page)
    inside = page.evaluate("document.querySelectorAll('main a, main button, main input:not([type=hidden])').length")
    plain: dict[float, Image.Image] = {}
    for _ in range(inside + 6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('main *')"):
            assert changed_pixels(page, plain) > 40, focused(page)


def changed_pixels(page: Page, plain: dict[float, Image.Image]) -> int:
    """Compare the element and 6 pixels around it with and without the focus."""
    left, top, right, bottom = around = surroundings(page)
    without = without_focus(page, plain).crop(around)
    with_focus = picture(page, clip={"x": left, "y": top, "width": right - left, "height": bottom - top})
    difference = ImageChops.difference(with_focus, without).convert("L").point(lambda value: 255 * (value > 40))
    return difference.histogram()[255]


def surroundings(page: Page) -> tuple[int, int, int, int]:
    """The whole pixels of the window around the element that has the focus: left, top, right, bottom."""
    box, window = page.evaluate("[probes.box(document.activeElement), [innerWidth, innerHeight]]")
    right, bottom = math.ceil(box["x"] + box["width"]) + 6, math.ceil(box["y"] + box["height"]) + 6
    return max(int(box["x"]) - 6, 0), max(int(box["y"]) - 6, 0), min(right, window[0]), min(bottom, window[1])


def without_focus(page: Page, plain: dict[float, Image.Image]) -> Image.Image:
    """The window without the focus, from `plain`: one picture is enough for each place that it is scrolled to."""
    top = page.evaluate("scrollY")
    if top not in plain:
        page.evaluate("(window.kept = document.activeElement).blur()")
        plain[top] = picture(page)
        page.evaluate("window.kept.focus()")
    return plain[top]


def picture(page: Page, **part: dict) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot(**part))).convert("RGB")


def test_A04_the_first_stop_leads_past_the_header(page: Page) -> None:
    from_the_top(page)
    page.keyboard.press("Tab")
    expect(page.locator(".nhsuk-skip-link")).to_be_focused()
    expect(page.locator(".nhsuk-skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

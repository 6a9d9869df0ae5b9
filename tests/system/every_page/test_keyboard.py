"""Every page by keyboard: order, no trap, focus that is seen and not covered, and the way past the header."""

import io

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
    for _ in range(inside + 6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('main *')"):
            assert changed_pixels(page) > 40, focused(page)


def changed_pixels(page: Page) -> int:
    """Compare the element and 6 pixels around it with and without the focus."""
    box = page.evaluate("(() => { const {x, y, width, height} = probes.box(document.activeElement);"
                        " return {x: x - 6, y: y - 6, width: width + 12, height: height + 12}; })()")  # fmt: skip
    with_focus = picture(page, box)
    page.evaluate("(window.kept = document.activeElement).blur()")
    without = picture(page, box)
    page.evaluate("window.kept.focus()")
    difference = ImageChops.difference(with_focus, without).convert("L").point(lambda value: 255 * (value > 40))
    return difference.histogram()[255]


def picture(page: Page, box: dict) -> Image.Image:
    visible = {**box, "x": max(box["x"], 0), "y": max(box["y"], 0)}
    return Image.open(io.BytesIO(page.screenshot(clip=visible))).convert("RGB")


def test_A04_the_first_stop_leads_past_the_header(page: Page) -> None:
    from_the_top(page)
    page.keyboard.press("Tab")
    expect(page.locator(".nhsuk-skip-link")).to_be_focused()
    expect(page.locator(".nhsuk-skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

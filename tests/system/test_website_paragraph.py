"""The paragraph for the website of a practice: copied with the button, or selected without JavaScript."""

from playwright.sync_api import Page, expect

from tests.system.conftest import Opens

PARAGRAPH = "/guidance/materials/website-paragraph/"
CLIPBOARD = ["clipboard-read", "clipboard-write"]


def test_button_copies_what_its_box_holds_and_says_so(new_context: Opens, address: str) -> None:
    context = new_context()
    context.grant_permissions(CLIPBOARD, origin=address)
    page = context.new_page()
    page.goto(PARAGRAPH)
    for name in ("Copy: HTML to paste", "Copy: Text to paste"):
        place = page.locator("[data-copy]").filter(has=page.get_by_role("button", name=name))
        page.get_by_role("button", name=name).press("Enter")
        expect(place.get_by_role("status")).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == place.locator("textarea").input_value() != ""


def test_button_that_may_not_copy_says_what_to_do(page: Page) -> None:
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'))")
    page.goto(PARAGRAPH)
    page.get_by_role("button", name="Copy: Text to paste").click()
    expect(page.get_by_text("Select the text and copy it")).to_be_visible()
    assert selected(page) == page.get_by_label("Text to paste", exact=True).input_value()


def test_text_can_be_selected_and_copied_without_a_script(new_context: Opens) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(PARAGRAPH)
    expect(page.locator("[data-copy] button")).to_have_count(0)
    box = page.get_by_label("HTML to paste")
    assert "<h2>" in box.input_value()
    box.click()
    page.keyboard.press("ControlOrMeta+a")
    assert selected(page) == box.input_value()


def selected(page: Page) -> str:
    return str(
        page.evaluate(
            "document.activeElement.value.slice(document.activeElement.selectionStart, "
            "document.activeElement.selectionEnd)"
        )
    )

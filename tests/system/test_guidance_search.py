"""Searching the guidance by keyboard: with scripts, places are suggested while typing; without, the form is enough."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.guidance_index import index_the_guidance
from tests.system.axe import violations

pytestmark = pytest.mark.xdist_group("guidance-search")
PLACE = "/guidance/gps/no-email-or-mobile/"


@pytest.fixture(autouse=True)
def index(transactional_db):
    index_the_guidance()


def type_words(page: Page, words: str) -> None:
    """Type into the field of the search page, as someone who came there by keyboard."""
    page.goto("/guidance/search/")
    page.get_by_role("combobox").focus()
    page.keyboard.type(words)


def test_places_are_chosen_by_arrows_and_opened_by_enter(page: Page) -> None:
    type_words(page, "no pho")
    field, options = page.get_by_role("combobox"), page.get_by_role("option")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_contain_text(f"{options.count()} suggestions")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "-")
    expect(field).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{PLACE}")


def test_escape_closes_and_keeps_what_was_typed(page: Page) -> None:
    type_words(page, "no pho")
    field = page.get_by_role("combobox")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("no pho")
    page.keyboard.press("Enter")
    page.wait_for_url("**/guidance/search/?q=no+pho")
    expect(page.locator(".ndop-results a").first).to_have_attribute("href", PLACE)


def test_a_place_is_pressed_with_the_mouse_in_the_form_at_the_top_of_a_page(page: Page) -> None:
    page.goto("/guidance/gps/reception/")
    page.get_by_role("combobox").press_sequentially("no email")
    page.get_by_role("option").first.click()
    page.wait_for_url(f"**{PLACE}")


def test_T33_what_looks_like_somebodys_number_is_not_asked_about_while_typing(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    type_words(page, "chil")
    expect(page.get_by_role("option").first).to_be_visible()
    page.get_by_role("combobox").fill("999 00")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.get_by_role("combobox").fill("prison")
    expect(page.get_by_role("option").first).to_be_visible()
    assert [url.partition("q=")[2] for url in asked if "suggestions" in url] == ["chil", "prison"]


def test_without_scripts_the_form_and_its_results_are_enough(new_context) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/guidance/search/")
    page.get_by_role("textbox").focus()
    page.keyboard.type("childern 14")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("These are results for children 14")).to_be_visible()
    page.keyboard.press("Tab")
    page.locator(".ndop-results a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/guidance/gps/children-carers-detained/")

"""The tool from its first page to the file: by keyboard, without JavaScript, back, and with an answer changed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support import pdfs
from tests.system import walk
from tests.system.conftest import Opens
from tests.system.walk import Keyboard

TOOL = "/guidance/does-it-apply/"
# Where each answer stands among those to its question.
TO_SECTION_251 = {"care": 2, "subject": 0, "identifiable": 0, "source": 0, "basis": 1, "exempt": 0}


def says(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_A02_an_answer_by_keyboard_and_another_after_a_change(page: Page) -> None:
    keyboard = Keyboard(page)
    page.goto(TOOL)
    keyboard.follow("main a.nhsuk-button")
    for slug, place in TO_SECTION_251.items():
        keyboard.pick(slug, place)
        keyboard.go_on()
    says(page, "The opt-out applies")
    keyboard.follow("main dl a[href*='/basis/']")
    expect(page.locator("[name=basis][value=s251]")).to_be_checked()
    keyboard.tab_to("[name=basis]")
    page.keyboard.press("ArrowDown")
    keyboard.go_on()
    says(page, "The opt-out does not apply")
    expect(page.locator("main")).to_contain_text("Regulation 3")


@pytest.mark.parametrize("script", [True, False])
def test_A07_a_whole_journey_with_back_and_a_record(new_context: Opens, script: bool) -> None:
    page = new_context(java_script_enabled=script).new_page()
    page.goto(TOOL)
    page.get_by_role("link", name="Start now").or_(page.get_by_role("button", name="Start now")).click()
    walk.press_button(page)
    expect(page).to_have_title(re.compile("^Error: "))
    walk.answer(page, care="no")
    walk.answer(page, subject="contact")
    says(page, "Ask your Caldicott Guardian")
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.locator("[value=contact]")).to_be_checked()
    walk.answer(page, subject="other")
    says(page, "The opt-out does not apply")
    address = page.url
    page.get_by_text("Get a record to file").click()
    walk.type_in(page, {"organisation": "Anytown Hospitals"})
    with page.expect_download() as download:
        walk.press_button(page)
    said = pdfs.text(download.value.path().read_bytes())
    assert "Organisation: Anytown Hospitals" in said
    assert "Not about patients or service users" in said
    assert "Anytown" not in page.url
    # Somebody else who is given the address sees the same.
    other = new_context().new_page()
    other.goto(address)
    says(other, "The opt-out does not apply")
    assert other.context.cookies() == []

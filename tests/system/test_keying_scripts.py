"""What scripts add to the pages of a paper form: the scan's keys, remarks on NHS numbers, warnings, and conflicts."""

import pytest
from playwright.sync_api import Locator, Page, expect

from registry.models import Case, CaseEntry, FormType, Role, StaffUser
from tests.factories import make_nhs_number
from tests.support.keying import page_of
from tests.support.staff import make_staff
from tests.system.back_office.scans import scanned_case
from tests.system.typist import Sits


@pytest.fixture
def agent(transactional_db: None) -> StaffUser:
    return make_staff(Role.AGENT)


@pytest.fixture
def case(agent: StaffUser) -> Case:
    return scanned_case(FormType.SELF, agent)


@pytest.fixture
def page(sit_down: Sits, agent: StaffUser, case: Case) -> Page:
    opened = sit_down(agent)
    opened.goto(page_of("key", case), wait_until="domcontentloaded")
    return opened


def picture(page: Page, number: int = 1) -> Locator:
    return page.get_by_role("img", name=f"Page {number} of 2 of the scanned form")


def width(page: Page) -> float:
    return page.evaluate("document.querySelector('[data-page] img').getBoundingClientRect().width")


def test_A02_the_scan_turns_pages_by_keys_while_typing(page: Page) -> None:
    where = page.get_by_role("status").filter(has_text="of 2")
    page.keyboard.type("Ada")
    expect(where).to_have_text("Page 1 of 2")
    page.keyboard.press("Alt+Shift+KeyN")
    expect(where).to_have_text("Page 2 of 2")
    expect(picture(page, 2)).to_be_in_viewport(ratio=0.3)
    page.keyboard.press("Alt+Shift+KeyP")
    expect(where).to_have_text("Page 1 of 2")
    page.keyboard.type(" May")
    expect(page.locator("#id_given_names")).to_have_value("Ada May")
    expect(page.locator("#id_given_names")).to_be_focused()


def test_A02_the_scan_zooms_and_turns_by_keys(page: Page) -> None:
    fitting = width(page)
    page.keyboard.press("Alt+Shift+KeyL")
    assert width(page) == pytest.approx(fitting * 1.25, rel=0.02)
    page.keyboard.press("Alt+Shift+KeyF")
    assert width(page) == pytest.approx(fitting, rel=0.02)
    page.keyboard.press("Alt+Shift+KeyS")
    assert width(page) == pytest.approx(fitting / 1.25, rel=0.02)
    page.keyboard.press("Alt+Shift+KeyF")
    page.keyboard.press("Alt+Shift+KeyO")
    box = picture(page).bounding_box()
    assert box
    assert box["width"] > box["height"]  # on its side
    assert box["width"] == pytest.approx(fitting, rel=0.02)


def test_A02_the_buttons_of_the_scan_do_the_same_and_the_keys_are_listed(page: Page) -> None:
    page.get_by_role("button", name="Next").press("Enter")
    expect(page.get_by_text("Page 2 of 2", exact=True)).to_be_visible()
    page.get_by_text("Keys", exact=True).press("Enter")
    expect(page.get_by_text("next page")).to_be_visible()
    before = page.evaluate("document.querySelector('[data-pages]').scrollTop")
    page.get_by_role("region", name="Pages of the scan").press("ArrowUp")
    page.wait_for_function("before => document.querySelector('[data-pages]').scrollTop < before", arg=before)


def test_H02_plain_letters_are_never_keys_of_the_scan(page: Page) -> None:
    """WCAG 2.1.4: a key alone does nothing but type."""
    before = width(page)
    page.keyboard.type("nplsfojkNPLSFOJK")
    expect(page.locator("#id_given_names")).to_have_value("nplsfojkNPLSFOJK")
    assert width(page) == before


REMARKS = {
    "999 000": "",
    make_nhs_number(3).spaced: "This can be a real number",
    "999-000-0019": "This is not a real number",
    "0000000000": "This is not a real number",
    "99900000181": "This is not 10 digits",
    "999000OO18": "This is not 10 digits",
}


def test_an_nhs_number_is_remarked_on_while_it_is_typed(page: Page) -> None:
    said, number = page.locator(".ndop-remark"), page.locator("#id_nhs_number")
    expect(said).to_have_role("status")
    for text, remark in REMARKS.items():
        number.fill("")
        number.press_sequentially(text)
        expect(said).to_have_text(remark)
        expect(number).to_have_value(text)  # never held back


def test_papers_are_asked_for_only_without_a_number(page: Page) -> None:
    papers = page.get_by_role("group", name="Papers, as there is no NHS number")
    expect(papers).to_be_visible()
    page.locator("#id_nhs_number").fill("9")
    expect(papers).to_be_hidden()
    page.locator("#id_nhs_number").fill("")
    expect(papers).to_be_visible()


@pytest.mark.parametrize("is_typed", [True, False])
def test_leaving_what_is_typed_is_warned_of(page: Page, is_typed: bool) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    if is_typed:
        page.keyboard.type("Ada")
    page.get_by_role("link", name="National data opt-out").click()
    page.wait_for_url("**/staff/")
    assert asked == (["beforeunload"] if is_typed else [])


def test_enter_in_a_line_of_text_does_not_finish_a_form(page: Page, case: Case) -> None:
    page.keyboard.type("Ada")
    page.keyboard.press("Enter")
    page.keyboard.type("line")
    expect(page.locator("#id_given_names")).to_have_value("Adaline")
    assert not CaseEntry.objects.filter(case=case, version__gt=1).exists()


def test_F27_the_second_to_save_keeps_their_typing_and_sees_the_other(
    sit_down: Sits, agent: StaffUser, page: Page, case: Case
) -> None:
    other = sit_down(agent)
    other.goto(page_of("key", case))
    other.locator("#id_family_name").fill("Firstsaved")
    other.get_by_role("button", name="Save and come back later").click()
    other.wait_for_url("**/work/**")
    page.locator("#id_family_name").fill("Secondtyped")
    page.locator("#id_address").fill("5 Kept Road")
    page.get_by_role("radio", name="Yes").check()
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("heading", name=f"{agent.display_name} changed this form meanwhile")).to_be_visible()
    expect(page.get_by_role("row", name="Last name Secondtyped Firstsaved")).to_be_visible()
    expect(page.locator("#id_family_name")).to_have_value("Secondtyped")
    expect(page.locator("#id_address")).to_have_value("5 Kept Road")
    assert CaseEntry.objects.get(case=case).answers["person"]["family_name"] == "Firstsaved"
    page.get_by_role("button", name="Finish").click()
    page.wait_for_url("**/done/")
    assert CaseEntry.objects.get(case=case).answers["person"]["family_name"] == "Secondtyped"

"""Whole journeys: by keyboard alone, without JavaScript, with one's own name, and from start to post room."""

import re

import pytest
from playwright.sync_api import Page, expect

from registry.models import Preference, PreferenceChange
from tests.system import walk
from tests.system.conftest import Opens
from tests.system.visitor import NO, YES, Visitor, newest, read_code
from tests.system.walk import Keyboard


def status_of(visitor: Visitor) -> str:
    return Preference.objects.get(nhs_number=visitor.person.nhs_number).status


def test_a_choice_from_start_to_post_room(page: Page, visitor: Visitor) -> None:
    # given: a person on the page that asks for the code
    walk.to_code(page, visitor, "email")
    # when: they read the code in the post room and choose
    page.goto("/demo/post-room/")
    page.locator("main dl a").first.click()
    code = re.search(r"\b\d{6}\b", page.locator("main").inner_text())
    assert code
    page.goto("/choice/code/")
    walk.answer(page, code=code.group())
    expect(page.get_by_role("heading", level=1)).to_have_text("Your choice")
    walk.answer(page, choice=NO)
    walk.answer(page, letter="yes")
    walk.press_button(page)
    # then: it is saved, and the email and the letter are in the post room with the same reference
    expect(page.get_by_role("heading", level=1)).to_have_text("Your choice is saved")
    reference = page.locator(".nhsuk-panel strong").inner_text()
    walk.work()
    page.goto("/demo/post-room/?channel=email")
    page.locator("main dl a").first.click()
    expect(page.locator("main")).to_contain_text(reference)
    page.goto("/demo/post-room/?channel=letter")
    page.locator("main dl a").first.click()
    path = page.get_by_role("link", name="See the letter (PDF)").get_attribute("href")
    letter = page.request.get(path or "")
    assert letter.headers["content-type"] == "application/pdf"
    assert letter.body().startswith(b"%PDF-")
    assert status_of(visitor) == "opted_out"


def test_A02_opting_out_and_back_in_by_keyboard(page: Page, visitor: Visitor) -> None:
    keyboard = Keyboard(page)
    for place, status in ((1, "opted_out"), (0, "allowed")):
        keyboard.to_code(visitor)
        keyboard.prove()
        keyboard.decide(place)
        expect(page.get_by_role("heading", level=1)).to_have_text("Your choice is saved")
        assert status_of(visitor) == status
        keyboard.follow("main form button[type=submit]")
        expect(page.get_by_role("heading", level=1)).to_have_text("Your session has ended")


def test_A02_a_new_code_by_keyboard(page: Page, visitor: Visitor) -> None:
    keyboard = Keyboard(page)
    keyboard.to_code(visitor)
    first = newest("sms").pk
    keyboard.follow("form[action$='new-code/'] button")
    walk.work()
    assert newest("sms").pk != first
    keyboard.prove()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your choice")


def test_A02_changing_an_answer_by_keyboard(page: Page, visitor: Visitor) -> None:
    keyboard = Keyboard(page)
    keyboard.to_code(visitor)
    keyboard.prove()
    keyboard.pick("choice", 1)
    keyboard.go_on()
    keyboard.pick("letter", 1)
    keyboard.go_on()
    keyboard.follow("main dl a[href$='/choice/choice/']")
    keyboard.tab_to("[name=choice]")
    page.keyboard.press("ArrowUp")
    keyboard.go_on()
    expect(page.locator("main")).to_contain_text("Yes, allow")
    keyboard.go_on()
    assert status_of(visitor) == "allowed"


@pytest.mark.parametrize(("status", "channel"), [(NO, "sms"), (YES, "email")])
def test_A07_the_whole_journey_without_javascript(
    new_context: Opens, visitor: Visitor, status: str, channel: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    walk.to_saved(page, visitor, status, "yes", channel)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your choice is saved")
    assert status_of(visitor) == status
    walk.press_button(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your session has ended")


def test_A07_F29_a_double_press_without_javascript_saves_once(new_context: Opens, visitor: Visitor) -> None:
    context = new_context(java_script_enabled=False)
    page = context.new_page()
    walk.to_review(page, visitor)
    form = {
        field.get_attribute("name"): field.get_attribute("value")
        for field in page.locator("main form input[type=hidden]").all()
    }
    answers = [context.request.post("/choice/review/", form=form, headers={"referer": page.url}) for _ in range(2)]
    assert {answer.url.rpartition("/choice/")[2] for answer in answers} == {"saved/"}
    assert PreferenceChange.objects.filter(nhs_number=visitor.person.nhs_number).count() == 1


def test_A13_nothing_is_asked_twice(page: Page, visitor: Visitor) -> None:
    walk.to_code(page, visitor)
    page.get_by_role("link", name="Check your answers").click()
    page.get_by_role("link", name="Change answer: NHS number").click()
    page.get_by_role("link", name="I do not know my NHS number").click()
    walk.answer(page, knows="no")
    walk.answer(page, postcode=visitor.person.postcode)
    # Straight back to the answers: name, date of birth and way of sending are still there.
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    for answer in (visitor.person.family_name, "17 May 1980", visitor.person.postcode, "Text message"):
        expect(page.locator("main dl")).to_contain_text(answer)


def test_A14_a_code_may_be_pasted_into_one_box(page: Page, visitor: Visitor, new_context: Opens) -> None:
    walk.to_code(page, visitor)
    box = page.locator("main input:not([type=hidden])")
    assert box.count() == 1
    assert box.get_attribute("autocomplete") == "one-time-code"
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData("text/plain", text);
        const box = document.querySelector("[name=code]"); box.focus();
        const pasted = box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, cancelable: true}));
        if (pasted) document.execCommand("insertText", false, text); }""",
        f" {read_code()[:3]} {read_code()[3:]} ",
    )
    walk.press_button(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your choice")


NAMES = {
    "accents": ("Zoë Anaïs", "Ångström-Łukasiewicz"),
    "straight apostrophe": ("Siobhán", "O'Neill"),
    "curly apostrophe": ("D’Arcy", "M’Bala"),
    "hyphens": ("Anne-Marie", "Smith-Jones-Brown"),
    "one name": ("", "Suharto"),
    "one letter": ("J", "O"),
    "very long": ("Uvuvwevwevwe " * 6 + "Ossas", "Wolfeschlegelsteinhausenbergerdorff" * 2 + "-Senior"),
    "not latin": ("Ελένη", "Παπαδοπούλου"),
}


@pytest.mark.parametrize("name", NAMES)
def test_A23_a_name_as_its_owner_writes_it(page: Page, transactional_db: None, name: str) -> None:
    given, family = NAMES[name]
    visitor = Visitor(given_names=given, known_as="", family_name=family)
    walk.to_code(page, visitor)
    walk.answer(page, code=read_code())
    expect(page.get_by_role("heading", level=1)).to_have_text("Your choice")


def test_A23_the_other_apostrophe_is_the_same_name(page: Page, transactional_db: None) -> None:
    visitor = Visitor(given_names="Siobhan", family_name="O'Neill")
    visitor.person.family_name, visitor.person.given_names = "O’Neill", "Siobhán"
    walk.to_code(page, visitor)
    walk.answer(page, code=read_code())
    expect(page.get_by_role("heading", level=1)).to_have_text("Your choice")


def test_A23_a_sign_that_no_name_has_is_refused_kindly(page: Page, visitor: Visitor) -> None:
    page.goto("/choice/name/")
    walk.answer(page, given_name="Ada", family_name="S@mple")
    expect(page.locator("#id_family_name-error")).to_contain_text("must only include letters")
    expect(page.locator("[name=family_name]")).to_have_value("S@mple")

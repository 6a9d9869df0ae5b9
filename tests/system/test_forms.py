"""Each form, empty and wrong: the summary, the messages, the focus, what is kept, and what the inputs are for."""

import pytest
from playwright.sync_api import Page, expect

from tests.system.pages import STATES
from tests.system.state import State
from tests.system.visitor import Visitor, step
from tests.system.walk import Keyboard
from tests.system.windows import BrowserWindow

ERRORS = [pytest.param(state, id=state.name) for state in STATES if state.is_error_of_a_form]
SECRETS = {"password", "new_password", "again", "code"}
KEPT = [param for param in ERRORS if any((param.values[0].fill or {}).values()) and "code" not in param.id]


@pytest.mark.parametrize("state", ERRORS)
def test_A08_errors_are_said_and_lead_to_their_fields(page: Page, visitor: Visitor, state: State) -> None:
    state.open(BrowserWindow(page), visitor)
    assert page.title().startswith("Error: ")
    summary = page.locator("main .nhsuk-error-summary")
    first = page.locator("main .nhsuk-error-summary, main h1, main form").first
    expect(first).to_have_class("nhsuk-error-summary")
    expect(summary).to_be_focused()
    assert summary.locator("[role=alert] h2").inner_text() == "There is a problem"
    links = summary.locator("a").all()
    assert links
    for link in links:
        assert_leads_to_field(page, link.inner_text(), link.get_attribute("href") or "")


def assert_leads_to_field(page: Page, message: str, target: str) -> None:
    page.locator(f".nhsuk-error-summary a[href='{target}']", has_text=message).click()
    field = page.locator(target)
    expect(field).to_be_focused()
    # The message belongs to the control, or to the group that it is in.
    described = field.or_(page.locator("fieldset", has=field)).evaluate_all(
        "found => found.flatMap(e => (e.getAttribute('aria-describedby') ?? '').split(' ')).filter(Boolean)"
    )
    told = [page.locator(f"[id='{name}']").inner_text() for name in described if name.endswith("-error")]
    assert any(message in text for text in told), (message, told)


@pytest.mark.parametrize("state", KEPT)
def test_A08_what_was_typed_is_kept(page: Page, visitor: Visitor, state: State) -> None:
    state.open(BrowserWindow(page), visitor)
    for name, value in (state.fill or {}).items():
        inputs = page.locator(f"main [name={name}]")
        if inputs.first.get_attribute("type") == "radio":
            expect(page.locator(f"main [name={name}][value={value}]")).to_be_checked()
        else:
            expect(inputs).to_have_value("" if name in SECRETS else value)


@pytest.mark.parametrize("name", ["code-short", "code-wrong", "code-expired"])
def test_A08_a_code_is_never_shown_again(page: Page, visitor: Visitor, name: str) -> None:
    next(state for state in STATES if state.name == name).open(BrowserWindow(page), visitor)
    expect(page.locator("[name=code]")).to_have_value("")


NUMBER = {"inputmode": "numeric"}
PURPOSES = {
    "name": {
        "given_name": {"autocomplete": "given-name", "spellcheck": "false"},
        "family_name": {"autocomplete": "family-name", "spellcheck": "false"},
    },
    "date-of-birth": {
        f"date_of_birth_{part}": {"autocomplete": f"bday-{part}", **NUMBER} for part in ("day", "month", "year")
    },
    "nhs-number": {"nhs_number": {"autocomplete": "off", "spellcheck": "false", **NUMBER}},
    "postcode": {"postcode": {"autocomplete": "postal-code", "spellcheck": "false"}},
    "code": {"code": {"autocomplete": "one-time-code", "spellcheck": "false", **NUMBER}},
    "staff-sign-in": {
        "username": {"autocomplete": "username", "spellcheck": "false"},
        "password": {"autocomplete": "current-password"},
    },
}


@pytest.mark.parametrize("name", PURPOSES)
def test_A10_inputs_say_what_they_are_for(page: Page, visitor: Visitor, name: str) -> None:
    next(state for state in STATES if state.name == name).open(BrowserWindow(page), visitor)
    boxes = page.locator("main input:not([type=hidden])")
    found = {
        box.get_attribute("name"): {
            key: box.get_attribute(key) for key in ("autocomplete", "inputmode", "spellcheck") if box.get_attribute(key)
        }
        for box in boxes.all()
    }
    assert found == PURPOSES[name]
    expect(page.locator("meta[name=format-detection]")).to_have_attribute("content", "telephone=no")


def test_A10_every_text_box_of_the_journey_is_in_the_table() -> None:
    with_text = {"name", "date-of-birth", "nhs-number", "postcode", "code"}
    assert with_text <= set(PURPOSES)


CHOICES = {"know-nhs-number": "knows", "code-by": "code_by", "choice": "choice", "letter": "letter"}


@pytest.mark.parametrize("name", CHOICES)
def test_A08_nothing_is_chosen_before_the_person_chooses(page: Page, visitor: Visitor, name: str) -> None:
    next(state for state in STATES if state.name == name).open(BrowserWindow(page), visitor)
    assert page.locator("main [type=radio]").count() == 2
    assert page.locator("main [type=radio]:checked").count() == 0


def test_A02_radios_are_one_stop_and_take_arrows(page: Page, visitor: Visitor) -> None:
    visitor.give_birth()
    page.context.add_cookies(visitor.cookies())
    page.goto(step("know-nhs-number"))
    Keyboard(page).pick("knows", 1)
    expect(page.locator("[value=no]")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.locator("main form button")).to_be_focused()

"""Paper forms by keyboard only: from the scan to the letter in the post room."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from registry.models import Case, CaseState, FormType, PostRoomItem, Preference, Role
from registry.paper import PaperForm
from tests.factories.cases import make_form, make_people
from tests.support.keying import page_of, typed
from tests.support.staff import make_staff
from tests.system.back_office.scans import scanned_case
from tests.system.server import work
from tests.system.typist import Sits, Typist

LONG_AGO = date(2026, 1, 5)  # older than what other tests leave, so that it is the next to be taken
# What a clean self form costs beyond its data and its three pages: one key to take it, 14 from field to field, one
# chord to finish and one key to accept it.
PRESSES = 17


@pytest.fixture(autouse=True)
def no_sample(settings) -> None:
    settings.SECOND_CHECK_SHARE = 0


def letters() -> int:
    return PostRoomItem.objects.filter(channel="letter").count()


def key_by_keyboard(page: Page, case: Case, form: PaperForm) -> Typist:
    """Open the keying page, type the form and finish."""
    hands = Typist(page)
    page.goto(page_of("key", case))
    expect(page.locator("main form input:not([type=hidden]):not([hidden])").first).to_be_focused()
    hands.fill(typed(form, case.form_type))
    hands.go_on("Control+Enter")
    return hands


def test_A02_a_clean_self_form_costs_few_keys_and_pages(
    sit_down: Sits, transactional_db: None, record_property: Any
) -> None:
    agent, form = make_staff(Role.AGENT), make_form(FormType.SELF, make_people(FormType.SELF))
    first, second = (scanned_case(FormType.SELF, agent, received_on=LONG_AGO) for _ in range(2))
    page = sit_down(agent)
    page.goto(page_of("done", first))
    hands = Typist(page)
    # Browsers set the first focus with the first frame, a moment after the page has loaded.
    expect(page.get_by_role("button", name="Take the next form")).to_be_focused()
    hands.go_on()
    hands.fill(typed(form, FormType.SELF))
    hands.go_on("Control+Enter")
    expect(page.get_by_role("button", name="Accept")).to_be_focused()
    hands.go_on()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Accepted: {first.reference}")
    record_property("loads", len(hands.loads))  # for `make bench`
    record_property("presses", hands.presses)
    assert hands.loads == ["key", "decide", "done"]
    assert hands.presses == PRESSES
    expect(page.get_by_role("button", name="Take the next form")).to_be_focused()
    hands.go_on()
    assert page.url.endswith(page_of("key", second))
    sent = letters()
    work()
    assert letters() == sent + 1
    assert Preference.objects.get(nhs_number=form.people[0].nhs_number).status == form.status


@pytest.mark.parametrize("form_type", [FormType.CHILDREN, FormType.ADULT_DEPENDANT, FormType.DETAINED])
def test_A02_forms_for_others_go_by_two_people(sit_down: Sits, transactional_db: None, form_type: FormType) -> None:
    people = make_people(form_type, 2 if form_type == FormType.CHILDREN else 1)
    agent, checker, form = make_staff(Role.AGENT), make_staff(Role.CHECKER), make_form(form_type, people)
    case = scanned_case(form_type, agent)
    first = key_by_keyboard(sit_down(agent), case, form)
    expect(first.page.get_by_text("Somebody else now keys it a second time")).to_be_visible()
    second = key_by_keyboard(sit_down(checker), case, form)
    expect(second.page.get_by_role("button", name="Accept")).to_be_focused()
    second.go_on()
    case.refresh_from_db()
    assert (case.state, case.entered_by, case.decided_by) == (CaseState.ACCEPTED, agent, checker)
    sent = letters()
    work()
    assert letters() == sent + len(people)


def test_A02_a_form_that_lacks_something_goes_back_with_its_letter(sit_down: Sits, transactional_db: None) -> None:
    agent = make_staff(Role.AGENT)
    form = make_form(FormType.SELF, make_people(FormType.SELF), is_signed=False, signed_on=None)
    case = scanned_case(FormType.SELF, agent)
    hands = key_by_keyboard(sit_down(agent), case, form)
    page = hands.page
    expect(page.get_by_role("checkbox", name="Not signed or not dated")).to_be_checked()
    expect(page.get_by_role("button", name="Look at the letter")).to_be_focused()
    hands.go_on()
    picture = page.get_by_role("img", name="Picture of the letter. The PDF above can be read aloud.")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 500")
    expect(page.get_by_role("button", name="Send this letter")).to_be_focused()
    sent = letters()
    hands.go_on()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Sent back: {case.reference}")
    work()
    assert letters() == sent + 1
    assert not Preference.objects.filter(nhs_number=form.people[0].nhs_number).exists()


def test_A02_differences_are_settled_and_decided(sit_down: Sits, transactional_db: None) -> None:
    agent, checker = make_staff(Role.AGENT), make_staff(Role.CHECKER)
    form = make_form(FormType.DETAINED, make_people(FormType.DETAINED))
    case = scanned_case(FormType.DETAINED, agent)
    key_by_keyboard(sit_down(agent), case, replace(form, postcode="LS1 9ZZ", email="one@example.com"))
    hands = key_by_keyboard(sit_down(checker), case, replace(form, email="two@example.com"))
    assert hands.page.url.endswith(page_of("settle", case))
    expect(hands.page.get_by_role("group", name="Postcode")).to_be_visible()
    hands.fill({"q1-pick": "second", "q2-email": "three@example.com"})
    hands.to_button("Settle")
    hands.go_on()
    expect(hands.page.locator("main")).to_contain_text(f"{form.address_lines[0]}, Leeds, {form.postcode}")
    expect(hands.page.get_by_role("button", name="Accept")).to_be_focused()
    hands.go_on()
    case.refresh_from_db()
    assert (case.state, case.differences) == (CaseState.ACCEPTED, 2)
    sent = letters()
    work()
    assert letters() == sent + 1


def test_A07_a_form_is_keyed_and_accepted_without_scripts(sit_down: Sits, transactional_db: None) -> None:
    agent, form = make_staff(Role.AGENT), make_form(FormType.SELF, make_people(FormType.SELF))
    case = scanned_case(FormType.SELF, agent)
    page = sit_down(agent, java_script_enabled=False)
    page.goto(page_of("key", case))
    for name, text in typed(form, FormType.SELF).items():
        box = page.locator(f"main [name={name}]")
        kind = box.first.get_attribute("type")
        if kind == "radio":
            page.locator(f"main [name={name}][value={text}]").check()
        elif kind == "checkbox":
            box.check()
        else:
            box.fill(text)
    expect(page.get_by_role("link", name="Page 2 of 2 of the scanned form")).to_be_visible()
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Accepted: {case.reference}")

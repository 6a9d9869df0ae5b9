"""What is left when someone stops, goes back, works in two tabs or comes back too late."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, expect

from registry.clock import now
from registry.models import Draft, PreferenceChange
from tests.system import walk
from tests.system.conftest import Opens
from tests.system.visitor import NO, YES, Visitor, step

STORED = "JSON.stringify([{...localStorage}, {...sessionStorage}, history.state, document.cookie])"
ENDED = "Your session has ended"


def saved(visitor: Visitor) -> int:
    return PreferenceChange.objects.filter(nhs_number=visitor.person.nhs_number).count()


def secrets_of(visitor: Visitor) -> list[str]:
    person = visitor.person
    digits = person.mobile.replace(" ", "")
    return [
        visitor.number,
        person.nhs_number.digits,
        person.family_name,
        person.given_names,
        digits[-3:],
        "17 May 1980",
    ]


def assert_tells_nothing(page: Page, visitor: Visitor) -> None:
    told = page.content() + page.url + str(page.evaluate(STORED))
    assert [secret for secret in secrets_of(visitor) if secret in told] == []


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without"])
def test_T13_back_after_finishing_shows_nothing_of_anyone(
    new_context: Opens, transactional_db: None, javascript: bool
) -> None:
    visitor = Visitor(mobile="07700 900864")
    context = new_context(java_script_enabled=javascript)
    page = context.new_page()
    walk.to_saved(page, visitor)
    walk.press_button(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(ENDED)
    for _ in range(5):
        page.go_back()
        assert page.get_by_role("heading", level=1).inner_text() in {ENDED, "What is your name?"}
        if javascript:
            assert_tells_nothing(page, visitor)
    reopened = context.new_page()
    reopened.goto(step("review"))
    expect(reopened.get_by_role("heading", level=1)).to_have_text(ENDED)
    assert context.storage_state()["origins"] == []


def test_F30_back_and_save_again_shows_what_was_saved(page: Page, visitor: Visitor) -> None:
    walk.to_saved(page, visitor)
    reference = page.locator(".nhsuk-panel strong").inner_text()
    page.go_back()
    expect(page.locator(".nhsuk-panel strong")).to_have_text(reference)
    assert saved(visitor) == 1


def test_F30_a_second_tab_with_another_answer_needs_a_fresh_review(new_context: Opens, visitor: Visitor) -> None:
    context: BrowserContext = new_context()
    first = context.new_page()
    walk.to_review(first, visitor, NO)
    second = context.new_page()
    second.goto(step("choice"))
    walk.answer(second, choice=YES)
    walk.press_button(first)
    expect(first.get_by_role("heading", level=1)).to_have_text("Your details changed on another page")
    assert saved(visitor) == 0
    first.get_by_role("button", name="See my answers").click()
    expect(first.locator("main")).to_contain_text("Yes, allow")
    walk.press_button(first)
    assert saved(visitor) == 1


def test_F30_a_page_from_yesterday_says_that_the_session_ended(page: Page, visitor: Visitor) -> None:
    walk.to_review(page, visitor)
    Draft.objects.filter(answers__isnull=False).update(started_at=now() - timedelta(days=1))
    walk.press_button(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(ENDED)
    assert saved(visitor) == 0


PLACES = ("date-of-birth", "know-nhs-number", "nhs-number", "code-by", "check-your-answers", "code", "choice", "letter",
          "review")  # fmt: skip
ENDINGS = {
    "cookie-cleared": lambda page: page.context.clear_cookies(),
    "signed-out-in-another-tab": lambda page: sign_out(page.context.new_page()),
    "session-purged": lambda page: Session.objects.all().delete(),
    "draft-purged": lambda page: Draft.objects.all().delete(),
}


def sign_out(page: Page) -> None:
    """Ends the session as its own button does, from wherever the visitor stands."""
    page.goto("/choice/code/")
    token = page.locator("form input[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
    page.request.post("/choice/end/", form={"csrfmiddlewaretoken": token}, headers={"referer": page.url})
    page.close()


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("place", PLACES)
def test_F31_a_session_that_ends_midway_saves_nothing_and_says_so(
    page: Page, visitor: Visitor, place: str, ending: str
) -> None:
    visitor.decide()
    page.context.add_cookies(visitor.cookies())
    page.goto(step(place))
    ENDINGS[ending](page)
    walk.press_button(page)
    heading = page.get_by_role("heading", level=1)
    # Without its cookie the form's own token does not fit either.
    expect(heading).to_have_text("Your page was open for too long" if ending == "cookie-cleared" else ENDED)
    assert saved(visitor) == 0

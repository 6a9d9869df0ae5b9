"""The session's end: warned of, put off by one action, and said up front where no script can warn (A16, A17)."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from registry.models import Draft
from tests.system.conftest import Opens
from tests.system.visitor import Visitor, step
from tests.system.watch import Watch

MINUTE = 60_000


@pytest.fixture
def waiting(page: Page, visitor: Visitor) -> Page:
    """A page of the journey whose clock the test turns; the server's clock goes on as it is."""
    visitor.give_number()
    page.clock.install()
    page.context.add_cookies(visitor.cookies())
    page.goto(step("code-by"))
    return page


def test_A16_the_warning_comes_two_minutes_before_the_end(waiting: Page) -> None:
    dialog = waiting.get_by_role("dialog", name="Do you need more time?")
    waiting.clock.run_for(18 * MINUTE - 2000)
    expect(dialog).to_be_hidden()
    waiting.clock.run_for(3000)
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("2 minutes")
    waiting.clock.run_for(MINUTE)
    expect(dialog).to_contain_text("1 minute")


@pytest.mark.parametrize("action", ["button", "escape"])
def test_A16_one_action_gives_more_time_ten_times(page: Page, visitor: Visitor, settings, action: str) -> None:
    settings.DRAFT_HARD = timedelta(hours=20)  # here only the idle limit matters
    visitor.give_number()
    page.clock.install()
    page.context.add_cookies(visitor.cookies())
    page.goto(step("code-by"))
    page.locator("[value=sms]").check()
    dialog = page.locator("dialog")
    for _ in range(10):
        page.clock.run_for(19 * MINUTE)
        expect(dialog).to_be_visible()
        with page.expect_response("**/choice/stay/") as answer:
            if action == "button":
                page.get_by_role("button", name="Stay on this page").click()
            else:
                page.keyboard.press("Escape")
        assert answer.value.status == 204
        expect(dialog).to_be_hidden()
    expect(page.locator("[value=sms]")).to_be_checked()


def test_A16_the_end_says_what_became_of_the_answers(waiting: Page, visitor: Visitor) -> None:
    draft = visitor.draft.pk
    waiting.clock.run_for(20 * MINUTE + 1000)
    expect(waiting.get_by_role("heading", level=1)).to_have_text("Your session has ended")
    expect(waiting.locator("main")).to_contain_text("We have deleted what you typed here")
    assert not Draft.objects.filter(pk=draft).exists()


def test_A16_the_last_warning_does_not_offer_time_that_there_is_not(page: Page, visitor: Visitor, settings) -> None:
    settings.DRAFT_HARD = timedelta(minutes=10)
    visitor.give_number()
    page.clock.install()
    page.context.add_cookies(visitor.cookies())
    page.goto(step("code-by"))
    page.clock.run_for(9 * MINUTE)
    dialog = page.get_by_role("dialog", name="Your time is nearly over")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("cannot be longer")
    expect(dialog.get_by_role("button", name="Stay on this page")).to_be_hidden()
    dialog.get_by_role("button", name="Go back to this page").click()
    expect(dialog).to_be_hidden()
    page.clock.run_for(2 * MINUTE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your session has ended")


def test_A16_without_scripts_the_limit_is_said_before_anything_is_typed(new_context: Opens) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(step("name"))
    for limit in ("20 minutes", "2 hours"):
        expect(page.locator("main")).to_contain_text(limit)


def test_A16_a_busy_tab_keeps_an_idle_one_alive(waiting: Page) -> None:
    waiting.clock.run_for(17 * MINUTE)
    busy = waiting.context.new_page()
    busy.goto(step("code-by"))
    waiting.clock.run_for(10 * MINUTE)
    expect(waiting.locator("dialog")).to_be_hidden()


def test_A17_live_regions_are_there_before_their_words(waiting: Page) -> None:
    regions = waiting.locator("[role=status], [role=alert]").evaluate_all("all => all.map(e => e.textContent)")
    assert regions == ["", "", ""]
    waiting.evaluate("window.before = document.querySelector('[data-announce]')")
    waiting.clock.run_for(19 * MINUTE)
    waiting.get_by_role("button", name="Stay on this page").click()
    expect(waiting.locator("[data-announce]")).to_have_text("You have more time.")
    assert waiting.evaluate("window.before === document.querySelector('[data-announce]')")


def test_A17_a_lost_connection_is_said_in_the_dialog(waiting: Page, watches: list[Watch]) -> None:
    waiting.clock.run_for(19 * MINUTE)
    waiting.route("**/choice/stay/", lambda route: route.abort())
    waiting.get_by_role("button", name="Stay on this page").click()
    expect(waiting.locator("[data-problem]")).to_contain_text("We could not reach the service")
    assert watches[0].problems == ["console error: Failed to load resource: net::ERR_FAILED"]
    watches[0].forget()

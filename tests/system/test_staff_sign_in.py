"""Signing in as staff do: by keyboard with an app, with a security key, and on the day somebody leaves."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.actions.accounts.administration import suspend
from registry.clock import now
from registry.models import LimitCounter, Role, StaffUser
from tests.support.staff import PASSWORD, as_actor, code_now, give_app, make_staff
from tests.system.patience import PATIENCE
from tests.system.typist import Sits, tab_to, type_into

HARDWARE_KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": False,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def agent(transactional_db: None) -> StaffUser:
    """An agent with a password and nothing else."""
    LimitCounter.objects.all().delete()
    return make_staff(Role.AGENT)


def test_T21_sign_in_with_an_app_by_keyboard_alone(page: Page, agent: StaffUser) -> None:
    give_app(agent)
    page.goto("/staff/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    type_into(page, {"username": agent.username, "password": PASSWORD})
    expect(page.get_by_role("heading", level=1)).to_have_text("Prove it is you")
    type_into(page, {"code": code_now()})
    expect(page).to_have_url("/staff/")
    expect(page.get_by_role("link", name=agent.display_name)).to_be_visible()


@pytest.fixture
def with_a_key(browser: Browser, address: str) -> Iterator[Page]:
    """A page at a name, as keys want it, in a browser with a security key plugged in."""
    context = browser.new_context(base_url=address.replace("127.0.0.1", "localhost"))
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": HARDWARE_KEY})
    yield page
    context.close()


def test_T21_security_key_is_set_up_and_used_by_keyboard_alone(with_a_key: Page, agent: StaffUser) -> None:
    page = with_a_key
    page.goto("/staff/sign-in/")
    type_into(page, {"username": agent.username, "password": PASSWORD})
    tab_to(page, "Set up a security key")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    type_into(page, {"name": "Blue key"})
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.get_by_role("button", name="Sign out").first.click()
    type_into(page, {"username": agent.username, "password": PASSWORD})
    tab_to(page, "Use your security key")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url("/staff/")


def test_security_key_that_is_not_there_is_said_beside_the_button(with_a_key: Page, agent: StaffUser) -> None:
    page = with_a_key
    page.goto("/staff/sign-in/")
    type_into(page, {"username": agent.username, "password": PASSWORD})
    page.goto("/staff/set-up/key/")
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new DOMException('', 'NotAllowed')); }")
    page.get_by_label("Name of the key").fill("Blue key")
    page.get_by_role("button", name="Add the key").click()
    expect(page.locator("[data-problem]").first).to_have_text(
        "Your security key did not answer. Try again, or use another way."
    )


def test_T21_leaver_lands_on_the_sign_in_with_the_next_click(sit_down: Sits, agent: StaffUser) -> None:
    administrator = make_staff(Role.ADMINISTRATOR)
    page = sit_down(agent)
    page.goto("/staff/")
    boss = sit_down(administrator)
    boss.goto(f"/staff/accounts/{agent.public_id}/suspend/")
    boss.get_by_role("button", name="Suspend").click()
    expect(boss.get_by_text("Suspended", exact=True)).to_be_visible()
    page.get_by_role("link", name="Worklist").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.get_by_text("what you had not saved is not kept")).to_be_visible()
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_T21_leaver_who_sends_a_form_is_told_that_it_was_not_saved(sit_down: Sits, agent: StaffUser) -> None:
    page = sit_down(agent)
    page.goto("/staff/account/password/")
    page.get_by_label("New password", exact=True).fill("violet harbour thimble seven")
    page.get_by_label("New password again").fill("violet harbour thimble seven")
    suspend(account_id=agent.public_id, by=as_actor(make_staff(Role.ADMINISTRATOR)), at=now())
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("what you had not saved is not kept")).to_be_visible()
    agent.refresh_from_db()
    assert agent.check_password(PASSWORD)


def test_A16_staff_are_warned_and_stay_with_one_action(sit_down: Sits, agent: StaffUser) -> None:
    page = sit_down(agent)
    page.clock.install()
    page.goto("/staff/")
    page.clock.fast_forward("13:01")
    dialog = page.get_by_role("dialog", name="Do you need more time?")
    expect(dialog).to_contain_text("We will sign you out in")
    with page.expect_response("**/staff/stay/") as answer:
        page.get_by_role("button", name="Stay signed in").click()
    assert answer.value.status == 204
    expect(dialog).to_be_hidden()

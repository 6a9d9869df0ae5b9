"""From the invitation to the first page of an organisation, by keyboard alone; and the day somebody leaves."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from registry.actions.organisations.people import NewPerson, invite, suspend_person
from registry.clock import now
from registry.models import LimitCounter, Organisation, OrganisationPerson, OrganisationRole
from registry.parties import SYSTEM
from tests.factories.organisations import make_member, make_organisation
from tests.support.members import member_client, member_code
from tests.system.typist import tab_to, type_into

PASSWORD = "violet harbour thimble seven"


@pytest.fixture
def organisation(transactional_db: None) -> Organisation:
    LimitCounter.objects.all().delete()
    return make_organisation(name="Exampleton Trust")


def test_T21_from_the_invitation_to_signed_in_by_keyboard_alone(page: Page, organisation: Organisation) -> None:
    new = NewPerson("Nia Newcomer", "nia@example.com", (OrganisationRole.MANAGE,))
    _, link = invite(organisation=organisation, new=new, by=SYSTEM, at=now())
    page.goto(re.sub(r"^https?://[^/]+", "", link))
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Choose your password")
    type_into(page, {"new_password": PASSWORD, "again": PASSWORD})
    expect(heading).to_have_text("Set up your authenticator app")
    secret = (page.locator(".ndop-secret").text_content() or "").replace(" ", "")
    type_into(page, {"code": member_code(secret)})
    expect(heading).to_have_text("Keep your recovery codes")
    code = (page.locator(".ndop-codes li").first.text_content() or "").strip()
    tab_to(page, "I have kept them")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(heading).to_contain_text("Exampleton Trust")
    tab_to(page, "Sign out")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    type_into(page, {"email": "nia@example.com", "password": PASSWORD})
    type_into(page, {"code": code})
    expect(page).to_have_url("/organisations/")
    page.get_by_role("navigation", name="Exampleton Trust").get_by_role("link", name="People").click()
    expect(heading).to_have_text("People")


def test_T21_leaver_lands_on_the_sign_in_with_the_next_click(page: Page, organisation: Organisation) -> None:
    person: OrganisationPerson = make_member(organisation, OrganisationRole.CHECK)
    seat: Client = member_client(person)
    page.context.add_cookies(
        [{"name": "session", "value": seat.cookies["session"].value, "domain": "127.0.0.1", "path": "/"}]
    )
    page.goto("/organisations/")
    suspend_person(organisation=organisation, person_id=person.public_id, by=SYSTEM, at=now())
    page.get_by_role("link", name=person.name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in for your organisation")
    expect(page.get_by_text("what you had not sent is not kept")).to_be_visible()

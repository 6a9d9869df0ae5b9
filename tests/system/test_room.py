"""The room by keyboard alone, and without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from registry.barcodes import letter_code
from registry.models import ArrivedBy, Case, CaseState, FormType, Message, MessageChannel, Role, Task, TaskKind
from tests.factories import PreferenceFactory
from tests.factories.cases import today
from tests.support.staff import make_staff, signed_in_client
from tests.system.conftest import Opens
from tests.system.visitor import Visitor
from tests.system.walk import Keyboard


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def javascript(request) -> bool:
    return request.param


def sign_in(visitor: Visitor, *roles: Role):
    user = make_staff(*roles, password=None, display_name="Priya Fenwick")
    signed_in_client(user, visitor.client)
    return user


def put_the_others_aside() -> None:
    """Assign what other tests left to somebody who is not here."""
    Case.objects.update(assigned_to=make_staff(Role.AGENT, password=None))


def waiting_form(user) -> Case:
    case = Case(
        reference=f"{30_000 + Case.objects.count()}-C",
        form_type=FormType.SELF,
        arrived_by=ArrivedBy.POST,
        received_on=today(),
        due_on=today(),
        logged_by=user,
        state=CaseState.TO_ENTER,
    )
    case.save()
    return case


def open_page(new_context: Opens, visitor: Visitor, *, javascript: bool = True) -> Page:
    page = new_context(visitor, java_script_enabled=javascript).new_page()
    page.goto("/staff/")
    return page


def holder(case: Case) -> int | None:
    return Case.objects.get(pk=case.pk).claimed_by_id


def test_A02_A07_home_take_next_back_and_give_back(new_context: Opens, visitor: Visitor, javascript: bool) -> None:
    agent = sign_in(visitor, Role.AGENT)
    put_the_others_aside()
    form = waiting_form(agent)
    page = open_page(new_context, visitor, javascript=javascript)
    # when: they take the next form by Tab and Enter
    follow(page, "Take the next form")
    expect(page).to_have_url(re.compile(rf"/staff/forms/{form.public_id}/key/$"))
    assert holder(form) == agent.pk
    # and: they go home, where it stands as theirs, and give it back
    page.goto("/staff/")
    expect(page.locator("main table")).to_contain_text(form.reference)
    follow(page, f"Give back {form.reference}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Worklist")
    assert holder(form) is None


def follow(page: Page, name: str) -> None:
    """Tab to a button or link of this name and press Enter; works without scripts too."""
    wanted = page.locator("main button, main a").filter(has_text=name).first
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            break
    else:
        raise AssertionError(f"Tab never reaches {name}")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_A02_A07_supervisor_assigns_two_forms(new_context: Opens, visitor: Visitor, javascript: bool) -> None:
    supervisor = sign_in(visitor, Role.SUPERVISOR)
    agent = make_staff(Role.AGENT, password=None, display_name=f"Aaron {visitor.person.pk} Ashby")
    put_the_others_aside()
    forms = [waiting_form(supervisor) for _ in range(3)]
    page = open_page(new_context, visitor, javascript=javascript)
    page.goto("/staff/work/forms/?who=nobody")
    keyboard = Keyboard(page)
    for number in (1, 2):
        keyboard.tab_to(f"#tick-{number}")
        page.keyboard.press("Space")
    keyboard.tab_to("[name=to]")
    page.keyboard.type(agent.display_name)
    follow(page, "Assign ticked forms")
    expect(page.locator("main .nhsuk-inset-text")).to_contain_text("2 pieces of work changed hands.")
    assert [Case.objects.get(pk=form.pk).assigned_to for form in forms] == [agent, agent, None]


def test_A02_A07_scanner_marks_letters_one_after_the_other(
    new_context: Opens, visitor: Visitor, javascript: bool
) -> None:
    sign_in(visitor, Role.AGENT)
    letters = [Message.objects.get(change=PreferenceFactory(confirm_by=[MessageChannel.LETTER])) for _ in range(2)]
    page = open_page(new_context, visitor, javascript=javascript)
    page.goto("/staff/work/returned-post/")
    for letter in letters:
        # A hand scanner is a keyboard: it types the code and Enter. Then one Enter says yes.
        expect(page.locator("[name=letter]")).to_be_focused()
        page.keyboard.type(letter_code(letter.public_id))
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Yes, it came back")).to_be_focused()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator("main .nhsuk-inset-text")).to_contain_text("came back.")
    assert Task.objects.filter(kind=TaskKind.RETURNED_POST, message__in=letters).count() == 2
    assert not Message.objects.filter(pk__in=[letter.pk for letter in letters], returned_at=None).exists()

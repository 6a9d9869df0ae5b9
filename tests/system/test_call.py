"""A call in the browser, by keyboard alone: from its start to the reference, and one that is refused (A02)."""

from playwright.sync_api import Page, expect

from registry.models import Call, Preference, Role
from tests.support.calls import WRONG, answers_of, details_of
from tests.support.staff import make_staff, signed_in_client
from tests.system.conftest import Opens
from tests.system.visitor import Visitor
from tests.system.walk import Keyboard, work


class Agent(Keyboard):
    """A member of staff who never touches the mouse."""

    def start(self) -> None:
        self.page.goto("/staff/")
        self.follow("nav a[href='/staff/calls/']")
        self.follow("main a[href='/staff/calls/start/']")
        self.pick("reason", 0)
        self.pick("caller", 0)
        self.go_on()

    def find(self, visitor: Visitor) -> None:
        self.write(**details_of(visitor.person))
        self.go_on()
        self.page.wait_for_url("**/question/")

    def answer(self, said: str) -> None:
        """The box has the focus: type and press Enter."""
        expect(self.page.locator("[name=answer]")).to_be_focused()
        self.page.keyboard.type(said)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def agent_of(new_context: Opens, visitor: Visitor) -> Agent:
    signed_in_client(make_staff(Role.AGENT, password=None), visitor.client)
    return Agent(new_context(visitor).new_page())


def heading(page: Page):
    return page.get_by_role("heading", level=1)


def test_A02_a_call_from_start_to_reference_by_keyboard(new_context: Opens, visitor: Visitor) -> None:
    # given: an agent who has found the person
    agent = agent_of(new_context, visitor)
    agent.start()
    agent.find(visitor)
    # when: the caller answers, chooses and hears it read back
    while Call.objects.latest("pk").state == "asking":
        agent.answer(answers_of(visitor.person)[Call.objects.latest("pk").questions[-1]])
    expect(heading(agent.page)).to_have_text("Their choice")
    agent.pick("choice", 1)
    agent.go_on()
    agent.pick("confirm_by", 0)
    agent.go_on()
    expect(agent.page.locator("main")).to_contain_text("“You have told me: No, do not allow.")
    agent.go_on()
    # then: there is a reference to read out, and the choice is saved
    expect(heading(agent.page)).to_have_text("The choice is saved")
    call = Call.objects.latest("pk")
    assert call.change is not None
    expect(agent.page.locator(".nhsuk-panel strong")).to_have_text(call.change.reference)
    assert Preference.objects.get(nhs_number=visitor.person.nhs_number).status == "opted_out"
    agent.go_on()
    expect(heading(agent.page)).to_have_text("Calls")
    call.refresh_from_db()
    assert call.outcome == "choice_recorded"


def test_A02_a_caller_who_cannot_answer_by_keyboard(new_context: Opens, visitor: Visitor) -> None:
    # given: an agent who has found the person
    agent = agent_of(new_context, visitor)
    agent.start()
    agent.find(visitor)
    # when: the caller knows none of the answers
    for _ in range(3):
        agent.answer(WRONG)
    # then: the call is refused, and all there is left is a form to the address on the record
    expect(heading(agent.page)).to_have_text("Identity not proved")
    agent.follow("main a.nhsuk-button[href$='/form/']")
    agent.go_on()
    expect(agent.page.locator("main")).to_contain_text("The form is on its way.")
    agent.go_on()
    assert Call.objects.latest("pk").outcome == "not_identified"


def test_A02_a_caller_is_taken_through_the_website_by_keyboard(new_context: Opens, visitor: Visitor) -> None:
    # given: a call about help with the website
    agent = agent_of(new_context, visitor)
    agent.start()
    # when: the agent goes through the website with the caller
    agent.follow("main form[action$='/website/'] button")
    expect(heading(agent.page)).to_have_text("Go through the website with a caller")
    agent.go_on()
    expect(agent.page.get_by_label("Contact centre")).to_contain_text("You are helping a caller")
    agent.fill_in(visitor)
    agent.prove()
    agent.decide(1)
    # then: the choice is saved, and the end leads back to the call
    expect(heading(agent.page)).to_have_text("Your choice is saved")
    agent.go_on()
    agent.page.wait_for_url("**/staff/calls/**")
    work()

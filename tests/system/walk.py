"""A person at the keyboard: whole journeys in the browser, with keys alone, or with pointer and no JavaScript."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.system.server import work
from tests.system.visitor import NO, Visitor, read_code
from tests.system.windows import type_in

Send = Callable[[Page], None]


def press_button(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()


def answer(page: Page, send: Send = press_button, **answers: str) -> None:
    """Fill this page in and go on."""
    type_in(page, answers)
    send(page)


def to_code(page: Page, visitor: Visitor, channel: str = "sms") -> None:
    """From the start page to the page that asks for the code."""
    page.goto("/")
    page.get_by_role("button", name="Start now").click()
    answer(page, **visitor.names)
    answer(page, **visitor.birth)
    answer(page, knows="yes")
    answer(page, nhs_number=visitor.number)
    answer(page, code_by=channel)
    press_button(page)
    work()


def to_review(page: Page, visitor: Visitor, status: str = NO, letter: str = "yes", channel: str = "sms") -> None:
    """On to the last page before saving."""
    to_code(page, visitor, channel)
    answer(page, code=read_code(channel))
    answer(page, choice=status)
    answer(page, letter=letter)


def to_saved(page: Page, visitor: Visitor, status: str = NO, letter: str = "yes", channel: str = "sms") -> None:
    """To the end."""
    to_review(page, visitor, status, letter, channel)
    press_button(page)
    work()
    page.wait_for_url("**/choice/saved/")


class Keyboard:
    """Tab, Shift and Tab, Enter, Space, arrows and letters; nothing else."""

    LONGEST_WAY = 60

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab_to(self, selector: str) -> None:
        """Press Tab until the element has the focus."""
        for _ in range(self.LONGEST_WAY):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                return
        raise AssertionError(f"Tab never reaches {selector} on {self.page.url}")

    def follow(self, selector: str) -> None:
        """Go to a link or button and press Enter."""
        self.tab_to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, **answers: str) -> None:
        """Fill in text boxes."""
        for name, value in answers.items():
            self.tab_to(f"[name={name}]")
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(value)

    def pick(self, name: str, place: int) -> None:
        """Choose a radio: Space takes the first, an arrow goes on to the next."""
        self.tab_to(f"[name={name}]")
        self.page.keyboard.press("Space")
        for _ in range(place):
            self.page.keyboard.press("ArrowDown")

    def go_on(self) -> None:
        self.follow("main form button[type=submit]")

    def to_code(self, visitor: Visitor) -> None:
        self.page.goto("/")
        self.follow("main a.nhsuk-button")
        self.fill_in(visitor)

    def fill_in(self, visitor: Visitor) -> None:
        """From the question about the name to the request for a code."""
        self.write(**visitor.names)
        self.go_on()
        self.write(**visitor.birth)
        self.go_on()
        self.pick("knows", 0)
        self.go_on()
        self.write(nhs_number=visitor.number)
        self.go_on()
        self.pick("code_by", 0)
        self.go_on()
        self.go_on()
        work()

    def prove(self) -> None:
        self.write(code=read_code())
        self.go_on()

    def decide(self, place: int) -> None:
        """Choose (0 yes, 1 no), ask for no letter and save."""
        self.pick("choice", place)
        self.go_on()
        self.pick("letter", 1)
        self.go_on()
        self.go_on()
        work()

"""Someone who keys paper forms and never touches the mouse. Counts what they press beyond the data itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, expect

from registry.models import StaffUser
from tests.support.staff import signed_in_client
from tests.system.visitor import Visitor

HERE = """() => { const e = document.activeElement;
    return { tag: e.tagName, type: e.type ?? "", name: e.name ?? "", value: e.value ?? "", checked: e.checked ?? false,
             adds: e.matches("[data-add-child]") }; }"""
MANY = 120
DESK = {"width": 1280, "height": 720}
Sits = Callable[..., Page]


def tab_to(page: Page, name: str) -> None:
    """Go on with the Tab key until the field or link of this name has the focus."""
    for _ in range(30):
        if page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not reached by keyboard")


def type_into(page: Page, fields: dict[str, str]) -> None:
    """Type into each field and send them with Enter."""
    for name, text in fields.items():
        tab_to(page, name)
        page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def sit_down_in(new_context: Callable[..., Any]) -> Sits:
    """Give a way to open a page in which somebody is signed in."""

    def sit(user: StaffUser, **options: Any) -> Page:
        seat = Visitor()
        signed_in_client(user, seat.client)
        return new_context(seat, viewport=DESK, **options).new_page()

    return sit


@dataclass
class Typist:
    """One pair of hands at one page. `presses` are keys beyond the data, `loads` are pages that came."""

    page: Page
    presses: int = 0
    loads: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("load", lambda page: self.loads.append(page.url.rstrip("/").rpartition("/")[2]))

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.presses += 1

    def go_on(self, key: str = "Enter") -> None:
        """Press a key that brings the next page, once something has the focus: that comes with the first frame."""
        self.page.wait_for_function("document.activeElement !== document.body")
        with self.page.expect_navigation():
            self.press(key)

    def fill(self, typed: dict[str, str]) -> None:
        """Type what belongs into each field on the way, and stop at the last of it."""
        left = {name for name, text in typed.items() if text}
        for _ in range(MANY):
            here = self.page.evaluate(HERE)
            left.discard(self._type(here, typed))
            if not left:
                return
            if here["adds"] and any(name.startswith("child-") for name in left):
                self.go_on()
            else:
                self.press("Tab")
        raise AssertionError(f"not reached by keyboard: {sorted(left)}")

    def _type(self, here: dict, typed: dict[str, str]) -> str:
        name, wanted = here["name"], typed.get(here["name"], "")
        if not wanted:
            return ""
        if here["type"] == "radio":
            self._choose(name, wanted)
        elif here["type"] == "checkbox":
            self.page.keyboard.press("Space")
        else:
            self._write(wanted)
        return name

    def _write(self, text: str) -> None:
        for number, line in enumerate(text.splitlines()):
            if number:
                self.page.keyboard.press("Enter")
            self.page.keyboard.type(line)

    def _choose(self, name: str, wanted: str) -> None:
        """Go round the radios as the arrow keys do."""
        self.page.keyboard.press("Space")
        for _ in range(6):
            here = self.page.evaluate(HERE)
            if here["checked"] and here["value"] == wanted:
                return
            self.page.keyboard.press("ArrowRight")
        raise AssertionError(f"{name} has no {wanted}")

    def to_button(self, name: str) -> None:
        """Tab to a button."""
        button = self.page.get_by_role("button", name=name, exact=True)
        for _ in range(MANY):
            if button.evaluate("e => e === document.activeElement"):
                expect(button).to_be_in_viewport()
                return
            self.press("Tab")
        raise AssertionError(f"{name} is not reached by keyboard")

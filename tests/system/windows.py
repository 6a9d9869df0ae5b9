"""Where a state is shown: what it asks of a window, and how a browser gives it."""

from typing import Protocol
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response

from tests.system.visitor import Visitor

SEND = "main form button[type=submit]"


class Shown(Protocol):
    """What came from the server."""

    @property
    def status(self) -> int: ...
    @property
    def url(self) -> str: ...


class Window(Protocol):
    """What bringing a state into being asks of a window."""

    @property
    def path(self) -> str: ...
    def sit_down(self, visitor: Visitor) -> None: ...
    def goto(self, path: str) -> Shown: ...
    def choose_file(self, name: str, data: bytes) -> None: ...
    def forget_cookies(self) -> None: ...
    def send(self, answers: dict[str, str]) -> Shown: ...


class BrowserWindow:
    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def sit_down(self, visitor: Visitor) -> None:
        """From here on the browser has the visitor's session and nobody else's."""
        self.page.context.clear_cookies()
        self.page.context.add_cookies(visitor.cookies())

    def goto(self, path: str) -> Response:
        answer = self.page.goto(path)
        assert answer is not None
        return answer

    def choose_file(self, name: str, data: bytes) -> None:
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        self.page.locator("input[type=file]").set_input_files([file])

    def forget_cookies(self) -> None:
        self.page.context.clear_cookies()

    def send(self, answers: dict[str, str]) -> Response:
        type_in(self.page, answers)
        with self.page.expect_navigation() as sent:
            self.page.locator(SEND).first.click()
        return sent.value


def type_in(page: Page, answers: dict[str, str]) -> None:
    """Fill a form in by the names of its inputs."""
    for name, value in answers.items():
        inputs = page.locator(f"main [name={name}]")
        if inputs.first.get_attribute("type") == "radio":
            page.locator(f"main [name={name}][value={value}]").check()
        else:
            inputs.fill(value)

"""One page in one state, and how a browser gets there."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, Response

from tests.system.visitor import Visitor

Go = Callable[[Visitor], str]


@dataclass(frozen=True)
class State:
    """One page in one state; `view` is the URL name, empty for an error page. Some states only a script can reach."""

    name: str
    view: str
    go: Go
    fill: dict[str, str] | None = None
    status: int = 200
    meanwhile: Callable[[Visitor, Page], Any] = field(default=lambda visitor, page: None)
    broken: Callable[[], AbstractContextManager[Any]] = nullcontext
    needs_script: bool = False

    @property
    def is_error_of_a_form(self) -> bool:
        return self.status == 422

    def open(self, page: Page, visitor: Visitor) -> Response:
        """Bring a browser page into this state and return the answer that it shows."""
        path = self.go(visitor)
        page.context.add_cookies(visitor.cookies())
        with self.broken() if self.fill is None else nullcontext():
            answer = page.goto(path)
        if self.fill is not None:
            self.meanwhile(visitor, page)
            answer = self._send(page)
        assert answer is not None
        assert answer.status == self.status, f"{self.name}: {answer.status} at {answer.url}"
        return answer

    def _send(self, page: Page) -> Response:
        type_in(page, self.fill or {})
        with self.broken(), page.expect_navigation() as sent:
            page.locator("main form button[type=submit]").first.click()
        return sent.value


def type_in(page: Page, answers: dict[str, str]) -> None:
    """Fill a form in by the names of its inputs."""
    for name, value in answers.items():
        inputs = page.locator(f"main [name={name}]")
        if inputs.first.get_attribute("type") == "radio":
            page.locator(f"main [name={name}][value={value}]").check()
        else:
            inputs.fill(value)

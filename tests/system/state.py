"""One page in one state, and how a window gets there."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from tests.system.visitor import Visitor
from tests.system.windows import Shown, Window

Go = Callable[[Visitor], str]


@dataclass(frozen=True)
class State:
    """One page in one state; `view` is the URL name, empty for an error page. Some states only a script can reach."""

    name: str
    view: str
    go: Go
    fill: dict[str, str] | None = None
    status: int = 200
    meanwhile: Callable[[Visitor, Window], Any] = field(default=lambda visitor, window: None)
    broken: Callable[[], AbstractContextManager[Any]] = nullcontext
    needs_script: bool = False

    @property
    def is_error_of_a_form(self) -> bool:
        return self.status == 422

    def open(self, window: Window, visitor: Visitor) -> Shown:
        """Bring a window into this state and return the answer that it shows."""
        path = self.go(visitor)
        window.sit_down(visitor)
        with self.broken() if self.fill is None else nullcontext():
            answer = window.goto(path)
        if self.fill is not None:
            self.meanwhile(visitor, window)
            with self.broken():
                answer = window.send(self.fill)
        assert answer.status == self.status, f"{self.name}: {answer.status} at {answer.url}"
        return answer

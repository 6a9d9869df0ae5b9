"""Browser tests: one server and one browser for each worker process, one committed database for each module."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.system.patience import PATIENCE
from tests.system.server import running_server
from tests.system.typist import Sits, sit_down_in
from tests.system.visitor import Visitor
from tests.system.watch import Watch

QUIET = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args) -> dict[str, Any]:
    return {**browser_type_launch_args, "args": [*browser_type_launch_args["args"], *QUIET]}


@pytest.fixture(scope="session")
def address(django_db_setup) -> Iterator[str]:
    """The address of the running service."""
    with running_server() as found:
        yield found


@pytest.fixture(scope="module")
def transactional_db(django_db_setup, django_db_blocker) -> Iterator[None]:
    """As pytest-django's, for a whole module: everything is committed, and the tables are emptied at its end."""
    with django_db_blocker.unblock():
        yield
        call_command("flush", interactive=False, verbosity=0)


Opens = Callable[..., BrowserContext]


@pytest.fixture
def watches() -> list[Watch]:
    """What was seen in each browser context of this test."""
    return []


@pytest.fixture
def new_context(browser: Browser, address: str, transactional_db: None, watches: list[Watch]) -> Iterator[Opens]:
    """Open browser contexts that are watched; a problem in any of them fails the test."""
    opened: list[BrowserContext] = []

    def open_context(visitor: Visitor | None = None, **options: Any) -> BrowserContext:
        context = browser.new_context(base_url=address, **options)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        watches.append(Watch(context, address))
        if visitor:
            context.add_cookies(visitor.cookies())
        return context

    yield open_context
    for context in opened:
        context.close()
    assert [problem for watch in watches for problem in watch.problems] == []


@pytest.fixture
def page(new_context: Opens) -> Page:
    """A fresh page at desktop size."""
    return new_context().new_page()


@pytest.fixture
def sit_down(new_context: Opens) -> Sits:
    """Open a page in which somebody of the staff is signed in."""
    return sit_down_in(new_context)


@pytest.fixture
def visitor(transactional_db: None) -> Visitor:
    """Somebody with a record, at the start of the journey."""
    return Visitor()


def pytest_make_parametrize_id(val: object) -> str | None:
    return getattr(val, "name", None) if type(val).__name__ == "State" else None

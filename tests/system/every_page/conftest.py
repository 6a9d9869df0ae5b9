"""One window and one committed database for all states, and one visit to each, whatever is asked of it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page

from tests.system.every_page.visits import Visit, save_pictures
from tests.system.pages import STATES
from tests.system.patience import PATIENCE
from tests.system.probes import PROBES
from tests.system.visitor import Visitor
from tests.system.watch import Watch
from tests.system.windows import BrowserWindow

HERE = Path(__file__).parent
DESKTOP = {"width": 1280, "height": 900}
SCREENSHOTS = os.environ.get("SCREENSHOTS")
ORDER = {state.name: place for place, state in enumerate(STATES)}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every state, or those that a module names; one group each, so that two processes do not both open one."""
    if "visit" in metafunc.fixturenames:
        states = getattr(metafunc.module, "SAMPLES", STATES)
        each = [pytest.param(one, id=one.name, marks=pytest.mark.xdist_group(one.name)) for one in states]
        metafunc.parametrize("visit", each, indirect=True, scope="package")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that is asked of a state together, the wide page first, as laying it out anew costs more than most tests.

    The keyboard last: it leaves the focus where it went.
    """
    places = [place for place, item in enumerate(items) if HERE in item.path.parents]
    ours = sorted((items[place] for place in places), key=when)
    for place, item in zip(places, ours, strict=True):
        items[place] = item


def when(item: pytest.Item) -> tuple[int, bool, int]:
    return ORDER[item.callspec.params["visit"].name], item.path.stem == "test_keyboard", -width_of(item)


def width_of(item: pytest.Item) -> int:
    return item.callspec.params.get("width", DESKTOP["width"])


@pytest.fixture(scope="package")
def transactional_db(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Everything is committed, and the tables are emptied at the end."""
    with django_db_blocker.unblock():
        yield
        empty_tables()


def empty_tables() -> None:
    """Every state begins with no rows, so that an empty list is one."""
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)


@pytest.fixture(scope="package")
def window(browser: Browser, address: str) -> Iterator[tuple[Page, Watch]]:
    """One window for all states: opening one takes longer than looking at a page."""
    context = browser.new_context(base_url=address, viewport=DESKTOP)
    context.set_default_timeout(PATIENCE)
    watch = Watch(context, address)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())  # a page that warns before typing is lost
    yield page, watch
    context.close()


@pytest.fixture(scope="package")
def visit(request, window: tuple[Page, Watch], transactional_db: None) -> Visit:
    """One state, opened once; its tests run one after another and leave the page as they found it."""
    page, watch = window
    page.set_viewport_size(DESKTOP)
    empty_tables()
    watch.forget()
    request.param.open(BrowserWindow(page), Visitor())
    page.evaluate(PROBES)
    if SCREENSHOTS:
        save_pictures(page, Path(SCREENSHOTS), request.param.name)
    return Visit(request.param, page, watch)


@pytest.fixture
def page(request, visit: Visit) -> Page:
    """The page, as wide as the test wants it."""
    visit.page.set_viewport_size({**DESKTOP, "width": width_of(request.node)})
    return visit.page

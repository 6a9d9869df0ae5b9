"""The names and roles that assistive technology reads, kept as files so that a change is seen (A18).

UPDATE_SNAPSHOTS=1 writes them anew.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.system.pages import STATES
from tests.system.state import State
from tests.system.visitor import Visitor
from tests.system.windows import BrowserWindow

FOLDER = Path(__file__).parent / "snapshots"
NAMES = ("pages-start", "name", "name-empty", "date-of-birth", "know-nhs-number", "nhs-number", "postcode", "code-by",
         "check-your-answers", "code", "code-wrong", "choice", "choice-now-no", "choice-now-yes", "letter", "review",
         "saved", "saved-yes", "ended")  # fmt: skip
KEPT = [pytest.param(state, id=state.name) for state in STATES if state.name in NAMES]
# What differs from run to run.
VARIABLE = (
    (re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\b"), "REFERENCE"),
    (re.compile(r"\b\d{1,2} [A-Z][a-z]{2,8} 20\d\d\b"), "DAY"),
    (re.compile(r"\b999 \d{3} \d{4}\b(?<!999 123 4560)"), "NUMBER"),
    (re.compile(r"Sample-[a-j]{2}"), "FAMILY"),
    (re.compile(r"\*+\d{3}"), "MASKED"),
)


@pytest.mark.parametrize("state", KEPT)
def test_A18_controls_are_named_as_agreed(page: Page, visitor: Visitor, state: State) -> None:
    state.open(BrowserWindow(page), visitor)
    found = page.locator("body").aria_snapshot() + "\n"
    for pattern, word in VARIABLE:
        found = pattern.sub(word, found)
    file = FOLDER / f"{state.name}.yml"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        file.write_text(found)
    assert found == file.read_text()


def test_A18_every_journey_page_has_its_file() -> None:
    assert {file.stem for file in FOLDER.glob("*.yml")} == set(NAMES)

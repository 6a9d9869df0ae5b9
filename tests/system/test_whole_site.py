"""What holds over all pages taken together: titles, headings, help, language, valid markup, plain words.

Read from the server's HTML, as a browser without scripts gets it. What a browser makes of it is in every_page.
"""

import json
import re
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from ndop.nhsuk.reading_age import reading_age
from tests.support.plain_words import BANNED
from tests.system.pages import PATIENT, STATES
from tests.system.plain_window import PlainWindow
from tests.system.reading import Facts, read
from tests.system.state import State
from tests.system.visitor import Visitor

pytestmark = pytest.mark.xdist_group("whole-site")
REPOSITORY = Path(__file__).parents[2]


@dataclass
class Seen:
    """One state as it came from the server, and what of its assets did not come."""

    state: State
    html: str
    facts: Facts
    lacking: list[str]


@pytest.fixture(scope="module")
def site(transactional_db: None) -> list[Seen]:
    there: set[str] = set()
    return [see(state, there) for state in STATES if not state.needs_script]


def see(state: State, there: set[str]) -> Seen:
    """Open a state; `there` are the assets that were found before."""
    window = PlainWindow()
    state.open(window, Visitor())
    facts = read(window.tree)
    lacking = [path for path in facts.assets if path not in there and not window.has(path)]
    there |= set(facts.assets) - set(lacking)
    return Seen(state, window.shown.text, facts, lacking)


def test_P06_every_page_has_its_assets_and_all_are_ours(site: list[Seen]) -> None:
    assert {seen.state.name: seen.lacking for seen in site if seen.lacking} == {}
    assert [seen.state.name for seen in site if not any(path.endswith(".css") for path in seen.facts.assets)] == []


def test_A07_no_page_reloads_itself(site: list[Seen]) -> None:
    assert [seen.state.name for seen in site if "http-equiv" in seen.html.lower()] == []


def test_A09_one_heading_whose_words_are_in_the_title(site: list[Seen]) -> None:
    for seen in site:
        (heading,) = seen.facts.h1
        title = seen.facts.title
        assert title.endswith(" – National data opt-out – NHS"), seen.state.name
        assert title.removeprefix("Error: ").startswith(heading), seen.state.name
        assert title.startswith("Error: ") == seen.state.is_error_of_a_form, seen.state.name


def test_A09_no_two_pages_share_a_title(site: list[Seen]) -> None:
    users = defaultdict(set)
    for seen in site:
        page = seen.state.name if seen.state.view == "" else seen.state.view
        if seen.state.view == "choice:question":
            page = seen.facts.h1[0]
        users[seen.facts.title].add(page)
    # A session that ended, and a choice already saved, are one page wherever they are reached.
    assert {title: found for title, found in users.items() if len(found - {title.partition(" – ")[0]}) > 1} == {}


def test_A09_no_heading_level_is_skipped(site: list[Seen]) -> None:
    for seen in site:
        levels = seen.facts.levels
        # An error summary's h2 stands before the page's h1, as the design system has it.
        rises = [b - a for a, b in pairwise(levels)]
        assert all(rise <= 1 for rise in rises), (seen.state.name, levels)
        assert levels[0] == (2 if "nhsuk-error-summary" in seen.html else 1), seen.state.name


def test_A11_the_language_is_said(site: list[Seen]) -> None:
    assert {seen.facts.lang for seen in site} == {"en"}


def test_A15_help_is_in_the_same_place_on_every_page(site: list[Seen]) -> None:
    assert len({tuple(seen.facts.help) for seen in site}) == 1
    help_ = site[0].facts.help
    assert help_[0].startswith("0300 303 5678 tel:")
    assert [entry.partition(" /")[2] for entry in help_[1:]] == [
        "other-ways/", "privacy/", "cookies/", "accessibility-statement/",
    ]  # fmt: skip


def test_A18_links_of_one_page_with_the_same_words_lead_to_the_same_place(site: list[Seen]) -> None:
    found = {}
    for seen in site:
        places = defaultdict(set)
        for words, href in seen.facts.links:
            places[words].add(href)
        found |= {(seen.state.name, words): hrefs for words, hrefs in places.items() if len(hrefs) > 1}
    assert found == {}


def test_A19_every_page_is_valid(site: list[Seen], tmp_path: Path) -> None:
    for seen in site:
        (tmp_path / f"{seen.state.name}.html").write_text(seen.html)
    node = [".ci/with-node", "node_modules/.bin/html-validate"]
    report = tmp_path / "report.json"
    with report.open("w") as written:  # a pipe would be cut off when node ends
        answer = subprocess.run(
            [*node, "--config", ".htmlvalidate.json", "--formatter", "json", str(tmp_path)],
            cwd=REPOSITORY,
            check=False,
            stdout=written,
        )
    found = [
        (Path(file["filePath"]).stem, message["ruleId"], message["message"], message["line"])
        for file in json.loads(report.read_text())
        for message in file["messages"]
    ]
    assert (answer.returncode, found) == (0, [])


def patient_words(seen: Seen) -> str:
    ended = [text if text.endswith((".", "?", "!", ":")) else f"{text}." for text in seen.facts.sentences if text]
    return "\n\n".join(ended)


def test_A22_a_reader_of_eleven_can_follow_the_journey(site: list[Seen]) -> None:
    ages = {seen.state.name: reading_age(patient_words(seen)) for seen in site if is_long_enough(seen)}
    assert len(ages) > 20
    # The law's own words stand in the accessibility statement, whose text is prescribed.
    too_hard = {name: round(age, 1) for name, age in ages.items() if age > 11 and name != "pages-accessibility"}
    assert too_hard == {}


def is_long_enough(seen: Seen) -> bool:
    """A measure of a few words says nothing about them."""
    return seen.state in PATIENT and len(patient_words(seen).split()) >= 60


@pytest.mark.parametrize("phrase", BANNED)
def test_A22_no_patient_page_uses_a_banned_phrase(site: list[Seen], phrase: str) -> None:
    users = [
        seen.state.name
        for seen in site
        if seen.state in PATIENT and re.search(rf"\b{phrase}", patient_words(seen), re.IGNORECASE)
    ]
    assert users == []

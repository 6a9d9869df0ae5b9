"""axe-core from node_modules, with the tags of trust.md A01."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

REPOSITORY = Path(__file__).parents[2]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Of all rules with these tags, those that look at colours: forced colours cannot change what the others say, as long
# as nothing moves, comes or goes.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
RUN = """async options => {
    const found = await axe.run(document, options);
    return found.violations.map(v => [v.id, v.help, v.nodes.map(n => n.target.join(" ")).slice(0, 5)]);
}"""


@cache
def source() -> str:
    return (REPOSITORY / "node_modules" / "axe-core" / "axe.min.js").read_text()


def violations(page: Page, rules: list[str] | None = None) -> list[Any]:
    """Run axe on what the page shows now: these rules, or all."""
    if not page.evaluate("'axe' in window"):
        # Evaluated by the browser's debugger, which the page's policy does not bind; a script element would be.
        page.evaluate(source())
    only = {"type": "rule", "values": rules} if rules else TAGS
    options = {"runOnly": only, "rules": switched_off(), "resultTypes": ["violations"]}
    return page.evaluate(RUN, options)


@cache
def switched_off() -> dict[str, dict[str, bool]]:
    """Rules switched off; each needs a dated line in docs/a11y-exceptions.md, and today there are none."""
    exceptions = (REPOSITORY / "docs" / "a11y-exceptions.md").read_text()
    rules = json.loads(exceptions.partition("```json\n")[2].partition("```")[0])
    return {rule: {"enabled": False} for rule in rules}

"""Writes docs/assurance.md: every promise with the tests that carry its id.

Run as `python -m tests.architecture.assurance`.
"""

import ast
import re
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/assurance.md"
IDS = Path(__file__).with_name("assurance_ids.toml")
# test_T07_…, and test_T07_T08_… for a test that proves both.
CARRIED = re.compile(r"^test((?:_[TFIAPH]\d{1,2})+)(?=_|$)")
HEAD = """# Assurance

Every promise of the trust bar by its id, and the tests that carry that id in their names: `pytest -k T07` runs the
evidence. A row with tests may still be proved in part only; what is missing stands in the closing notes of the work.
This page is generated from the test names by `python -m tests.architecture.assurance`; a test compares the two.
"""


def normal(identifier: str) -> str:
    """Write an id as the table has it: the invariants have no leading zero."""
    letter, number = identifier[0], int(identifier[1:])
    return f"{letter}{number}" if letter == "I" else f"{letter}{number:02d}"


def evidence() -> dict[str, list[str]]:
    """Find the tests of each id, as `folder/file: test` names in order."""
    found = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            carried = isinstance(node, ast.FunctionDef) and CARRIED.match(node.name)
            for identifier in re.findall(r"[TFIAPH]\d+", carried[1]) if carried else []:
                found[normal(identifier)].append(node.name)
    return {identifier: sorted(set(names)) for identifier, names in found.items()}


def groups() -> dict[str, dict[str, str]]:
    """Read the ids and their short titles."""
    return tomllib.loads(IDS.read_text())


def page() -> str:
    """Compose the whole page."""
    tests = evidence()
    parts = [HEAD]
    for group in groups().values():
        rows = {identifier: words for identifier, words in group.items() if identifier != "title"}
        proved = sum(identifier in tests for identifier in rows)
        parts.append(
            f"\n## {group['title']} ({proved} of {len(rows)})\n\n| Id | Promise | Tested by |\n|---|---|---|\n"
        )
        parts += [_row(identifier, words, tests.get(identifier, [])) for identifier, words in rows.items()]
    return "".join(parts)


def _row(identifier: str, words: str, names: list[str]) -> str:
    said = "<br>".join(f"`{name}`" for name in names) or "*not yet*"
    return f"| {identifier} | {words} | {said} |\n"


if __name__ == "__main__":
    PAGE.write_text(page())
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} written\n")

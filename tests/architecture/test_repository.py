"""What is committed: nobody's data, nobody else's code, nothing inline in a page."""

import re

import pytest

from registry.nhs_number import has_valid_check_digit
from tests.support.sources import ROOT, name_of, project_files

TEXT = {
    ".py",
    ".md",
    ".jinja",
    ".html",
    ".txt",
    ".toml",
    ".in",
    ".js",
    ".scss",
    ".json",
    ".env",
    ".css",
    ".typ",
    ".sql",
    ".csv",
    ".yml",
    ".svg",
    "",
}
PINS = ("runtime", "dev", "node", "mesh-sandbox", "peers")
# A lock file's hashes and versions hold digit runs that are no numbers of people.
GENERATED = {"package-lock.json", *(f"requirements/{name}.txt" for name in PINS)}
NUMBER = re.compile(r"(?<![\w.\-])\d{3}[ \-\u00a0_]?\d{3}[ \-\u00a0_]?\d{4}(?![\w\-])")
# 401 023 2137 stands in the NHS data dictionary as its worked example; it is wanted where the test range is refused.
EXAMPLES = {4_010_232_137}
TEMPLATES = [path for path in project_files() if name_of(path).startswith("templates/")]
TAG_WITH_STYLE = re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE)
INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|javascript:|\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)
ELSEWHERE = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE)


def texts():
    return [path for path in project_files() if path.suffix in TEXT and name_of(path) not in GENERATED]


def numbers_in(path):
    for found in NUMBER.findall(path.read_text(errors="replace")):
        digits = re.sub(r"\D", "", found)
        if not digits.startswith("0") and has_valid_check_digit(int(digits)):  # no number was ever issued with a 0
            yield int(digits)


def test_P08_every_valid_number_in_the_repository_is_one_that_nobody_has():
    real = [
        f"{name_of(path)}: {value}"
        for path in texts()
        for value in numbers_in(path)
        if not str(value).startswith("999") and value not in EXAMPLES
    ]
    assert real == []


def test_P08_the_search_would_find_a_real_number(tmp_path):
    leak = tmp_path / "leak.md"
    first, last = "943 476", "5919"  # apart, or this file would be found as well
    leak.write_text(f"Call {first} {last} or {first.replace(' ', '')}{last}, not {first} 5918.")
    assert [str(value) for value in numbers_in(leak)] == [first.replace(" ", "") + last] * 2


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_H02_templates_have_nothing_inline(path):
    is_mail = name_of(path).startswith("templates/emails/")  # mail programs know no style sheets
    text = path.read_text()
    assert not INLINE.search(text) or is_mail
    assert not TAG_WITH_STYLE.search(text) or is_mail
    assert not re.search(r"<script|javascript:", text) if is_mail else True


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.suffix == ".jinja"], ids=name_of)
def test_P06_templates_load_nothing_from_elsewhere(path):
    loaded = re.findall(r"<(?:script|link|img|iframe|form|source|object)\b[^>]*>", path.read_text())
    assert [tag for tag in loaded if ELSEWHERE.search(tag)] == []


def test_there_is_no_code_of_others_in_the_repository():
    suspects = re.compile(
        r"(^|/)(vendor|third[-_]party|node_modules|dist)/|\.min\.(js|css)$|\.(woff2?|ttf|otf|whl|jar)$"
    )
    assert [name_of(path) for path in project_files() if suspects.search(name_of(path))] == []


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.in")), ids=lambda path: path.name)
def test_every_dependency_says_what_it_is_for(path):
    lines = [line for line in path.read_text().splitlines() if line.strip() and not line.startswith(("#", "-r"))]
    assert [line for line in lines if not re.search(r"\S\s+# \S", line)] == []


@pytest.mark.parametrize("name", PINS)
def test_T40_every_pin_has_a_hash_and_no_address(name):
    text = (ROOT / f"requirements/{name}.txt").read_text()
    assert "://" not in re.sub(r"(?m)^\s*#.*$", "", text)
    pins = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"(?m)^\s*#.*\n?", "", text).strip())
    assert [pin.splitlines()[0] for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []


def test_T36_nothing_is_marked_safe_outside_the_design_system():
    marked = re.compile(r"mark_safe|Markup\(|\|\s*safe\b|autoescape false")
    inside = ("ndop/nhsuk/", "tests/", "docs/", "templates/nhsuk/")
    found = [
        name_of(path)
        for path in texts()
        if path.suffix in {".py", ".jinja", ".html"}
        and not name_of(path).startswith(inside)
        and not name_of(path).endswith(".txt.jinja")  # plain text: markup there would show as it is written
        and marked.search(path.read_text())
    ]
    assert found == []

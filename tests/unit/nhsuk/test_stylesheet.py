"""The built stylesheet, from which unused variants are cut: nothing that a page uses may be cut with them."""

import re
from pathlib import Path

import pytest
from django.conf import settings

BUILD = settings.BASE_DIR / "static" / "build"
PAGES = settings.BASE_DIR / "templates"
NOT_FOR_BROWSERS_SHEET = ("emails", "letters")


def templates():
    found = (path for kind in ("*.jinja", "*.html") for path in PAGES.rglob(kind))
    return [path for path in found if path.relative_to(PAGES).parts[0] not in NOT_FOR_BROWSERS_SHEET]


def classes_of(path: Path):
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    values = re.findall(r'class="([^"]*)"', text)
    return {name for value in values for name in re.findall(r"(?<![\w-])(?:nhsuk|ndop)-[\w-]*[a-z0-9](?![\w-])", value)}


@pytest.fixture(scope="module")
def styled():
    names = ("app.css", "staff.css", "organisations.css", "guidance.css")
    sheets = "".join((BUILD / name).read_text() for name in names)
    return set(re.findall(r"\.((?:nhsuk|ndop)-[\w-]+)", sheets))


def test_every_class_of_a_page_has_a_style(styled):
    missing = {str(path.relative_to(PAGES)): classes_of(path) - styled for path in templates()}
    assert {page: names for page, names in missing.items() if names} == {}


def test_page_weighs_under_100_kilobytes():
    # 8 kB is left for the page itself, before anything is compressed.
    files = [BUILD / name for name in ("app.css", "app.js", "favicon.svg")]
    assert sum(path.stat().st_size for path in files) < 92_000

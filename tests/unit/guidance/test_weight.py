"""Every page of the guidance with all that it loads, before anything is compressed."""

import re

import pytest
from django.conf import settings

from portal.guidance.drawn import drawn
from portal.guidance.library import library
from portal.guidance.sections import SECTIONS
from portal.pages.drawn import HTML

BUILD = settings.BASE_DIR / "static" / "build"
TEMPLATES = settings.BASE_DIR / "templates"
MOST = 100_000
ADDRESSES = ["", "glossary", "style", "what-changed", *(one.name for one in SECTIONS)]
ADDRESSES += [page.address for page in library().pages]
LOADED = re.compile(r'<(?:link rel="(?:icon|stylesheet)"|script)[^>]* (?:href|src)="/static/([^"]+)"')


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_weighs_under_100_kilobytes(address):
    html = drawn(address).body
    loaded = LOADED.findall(html.decode())
    assert {name.partition(".")[0] for name in loaded} == {"favicon", "guidance"}
    assert len(html) + sum((BUILD / name).stat().st_size for name in loaded) < MOST


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_asks_nobody_else(address):
    html = drawn(address).body.decode()
    asked = re.findall(
        r'<(?:link|script|img|iframe|source|video|audio|object)[^>]* (?:href|src|srcset|data)="([^"]*)"', html
    )
    assert [one for one in asked if not one.startswith("/") or one.startswith("//")] == []


def test_feed_is_the_only_thing_that_is_no_page():
    assert drawn("what-changed.atom").content_type != HTML


def test_every_class_of_a_guidance_page_has_a_style():
    sheet = (BUILD / "guidance.css").read_text()
    styled = set(re.findall(r"\.((?:nhsuk|ndop)-[\w-]+)", sheet))
    used = {
        name
        for address in ADDRESSES
        for value in re.findall(r'class="([^"]*)"', drawn(address).body.decode())
        for name in value.split()
    }
    assert used - styled == set()

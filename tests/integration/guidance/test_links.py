"""Every address that a page of the guidance names is there."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from portal.guidance.library import library
from portal.guidance.sections import SECTIONS

pytestmark = pytest.mark.django_db
NAMED = re.compile(r'(?:href|src|action)="([^"]+)"')
PLACES = ["guidance:home", "guidance:glossary", "guidance:style", "guidance:what-changed"]
PAGES = [f"/guidance/{page.address}/" for page in library().pages]
# These take a POST; test_opinions.py.
FORMS = {"/guidance/useful/"}


def named_on(client, path):
    """Where a page leads within this service; static files are there by another test's word."""
    found = (one.partition("#")[0] for one in NAMED.findall(client.get(path).content.decode()))
    return {one for one in found if one.startswith("/") and not one.startswith("/static/")} - FORMS


def test_every_link_of_the_guidance_leads_somewhere():
    client = Client()
    pages = [*map(reverse, PLACES), *(f"/guidance/{one.name}/" for one in SECTIONS), *PAGES]
    named = {where: path for path in pages for where in named_on(client, path)}
    assert len(named) > 40
    answers = {where: client.get(where, follow=True).status_code for where in named}
    assert {f"{named[where]}: {where}": status for where, status in answers.items() if status != 200} == {}

"""What staff type into the pages of a paper form."""

import re

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from registry.models import Case, FormType
from registry.paper import PaperForm
from staff.cases.paper_answers import answers_of

VERSION = re.compile(r'name="version" value="(\d+)"')


def page_of(name: str, case: Case) -> str:
    """Return the address of one of a form's pages."""
    return reverse(f"staff:case-{name}", args=[case.public_id])


def typed(form: PaperForm, form_type: str) -> dict[str, str]:
    """Return what is typed for a form to say this."""
    answers = answers_of(form, FormType(form_type))
    return {name: text for kept in answers.values() for name, text in kept.items()}


def version(page: HttpResponse) -> str:
    """Return the version that a page carries."""
    found = VERSION.search(page.content.decode())
    assert found, page.status_code
    return found[1]


def key(desk: Client, case: Case, form: PaperForm, **more: str) -> HttpResponse:
    """Open the keying page, type the form and finish; `more` changes what is typed."""
    carried = {"version": version(desk.get(page_of("key", case))), "do": "finish"}
    return desk.post(page_of("key", case), carried | typed(form, case.form_type) | more)

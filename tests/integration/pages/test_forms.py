"""The paper forms on the page "Other ways to choose"."""

import re

import pytest
from django.urls import reverse

from portal.pages.forms import LARGEST_KILOBYTES, PAGES, find
from registry.correspondence import FormVariant, paper_form
from registry.models import FormType
from tests.support import pdfs
from tests.support.markup import elements

EVERY = [(form.value, variant.value) for form in FormType for variant in FormVariant]
each = pytest.mark.parametrize(("form", "variant"), EVERY)


def path_of(form, variant):
    return reverse("pages:form", kwargs={"form_type": form, "variant": variant})


@each
def test_form_is_served_as_it_is_set(client, form, variant):
    answer = client.get(path_of(form, variant))
    assert answer["Content-Type"] == "application/pdf"
    name = f"national-data-opt-out-{form}-{variant}.pdf".replace("_", "-")
    assert answer["Content-Disposition"] == f'inline; filename="{name}"'
    assert answer.content == paper_form(form, variant)


@each
def test_page_says_truly_how_long_and_large_each_form_is(form, variant):
    pdf = paper_form(form, variant)
    assert len(pdfs.pages(pdf)) == PAGES[form][variant] == find(form, variant).pages
    assert len(pdf) < LARGEST_KILOBYTES * 1000


def test_form_is_asked_for_by_its_mark_and_not_sent_twice(client):
    first = client.get(path_of("self", "plain"))
    again = client.get(path_of("self", "plain"), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "public, max-age=300"


def test_addresses_of_forms_say_which_they_are():
    assert path_of("adult_dependant", "large_print") == "/other-ways/forms/adult_dependant-large_print.pdf"


@pytest.mark.parametrize("name", ["pets-standard", "self-tiny", "self", "self-", "self-standard-x", "../self-standard"])
def test_a_form_that_does_not_exist_is_not_found(client, name):
    assert client.get(f"/other-ways/forms/{name}.pdf").status_code == 404


def test_the_old_address_leads_to_the_form_for_good(client):
    answer = client.get("/other-ways/form-self.pdf")
    assert (answer.status_code, answer["Location"]) == (301, "/other-ways/forms/self-standard.pdf")


def test_page_links_every_form_by_a_name_of_its_own(client):
    html = client.get("/other-ways/").content.decode()
    links = dict(re.findall(r'<a href="(/other-ways/forms/[^"]+)">([^<]+)</a>', html))
    assert set(links) == {path_of(*one) for one in EVERY}
    assert len(set(links.values())) == len(EVERY)
    assert links[path_of("children", "large_print")] == "Form for children, large print (PDF, 8 pages)"
    assert links[path_of("self", "plain")] == "Form for yourself, plain English (PDF, 4 pages)"


def test_page_says_what_each_form_is_for(client):
    html = client.get("/other-ways/").content.decode()
    headings = re.findall(r"<h3[^>]*>([^<]+)</h3>", html)
    assert headings == [
        "For yourself",
        "For children under 13",
        "For an adult you act for",
        "For someone who is detained",
        "Send it to us",
    ]
    assert "smaller than 100 KB" in html
    assert reverse("pages:someone-else") in [link["href"] for link in elements(html, "a")]

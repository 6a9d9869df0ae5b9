"""The paper form for yourself."""

import pytest
from django.urls import reverse

from registry.correspondence.forms import self_form
from tests.support import pdfs


@pytest.fixture(scope="module")
def form():
    return self_form()


def test_form_is_what_the_page_serves(client, form):
    answer = client.get(reverse("pages:form-self"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="national-data-opt-out-form.pdf"'
    assert answer.content == form


def test_form_is_set_once(form):
    assert self_form() is self_form()


def test_A21_form_carries_the_marks_of_an_accessible_pdf(form):
    assert pdfs.accessibility_marks(form) == {
        "tagged": True,
        "suspect": False,
        "language": "en-GB",
        "title": "National data opt-out: form for yourself",
        "shows_title": True,
        "pdf_ua_part": "1",
        "has_structure": True,
        "tab_order_follows_structure": True,
    }
    assert pdfs.roles(form).count("H1") == 1
    assert pdfs.roles(form).count("H2") == 6


def test_A21_form_brings_its_letters_with_it(form):
    assert all(embedded and readable for _, embedded, readable in pdfs.fonts(form))


def test_form_is_two_pages_of_a4(form):
    assert len(pdfs.pages(form)) == 2
    assert pdfs.page_size(form) == pytest.approx((210, 297), abs=0.5)


@pytest.mark.parametrize(
    "field",
    [
        "First names", "Last name", "Date of birth", "NHS number", "Address", "Postcode", "By post", "By email",
        "Signature", "Date Day, month, year", "I am the person named in part 1",
        "driving licence", "passport", "birth certificate", "marriage certificate",
        "bank statement", "credit card statement", "benefit or pension book", "gas, electricity",
    ],
)  # fmt: skip
def test_form_asks_for(form, field):
    assert field in pdfs.text(form)


def test_form_states_the_clocks_and_where_it_goes(form, settings):
    said = pdfs.text(form)
    assert "within 14 days" in said
    assert "up to 21 days" in said
    assert "3 months after we write to you" in said
    assert " ".join([settings.SERVICE_NAME, *settings.NDOP_RETURN_ADDRESS]) in said


def test_polarity_form_says_what_each_tick_means(form):
    said = pdfs.text(form)
    assert "Yes, allow Your confidential patient information can be used for research and planning." in said
    assert "No, do not allow Your confidential patient information must not be used for research and planning." in said


def test_form_small_print_is_never_small(form):
    assert min(size for *_, size, words in pdfs.pieces(form) if words.strip()) >= 9

"""The four paper forms, each as usual, in large print and in plain English."""

import re
from datetime import date
from io import BytesIO

import pikepdf
import pytest

from ndop.nhsuk.reading_age import reading_age
from registry.correspondence import CannotCompose, FormVariant, Prefilled, paper_form
from registry.correspondence.forms import form_words
from registry.models import Evidence, FormType
from registry.models.case_codes import AUTHORITY, CHILD_IDENTITY, LIST_A, LIST_B, PARENTAL_RESPONSIBILITY
from registry.nhs_number import NHSNumber
from tests.support import pdfs

EVERY = [(form, variant) for form in FormType for variant in FormVariant]
each = pytest.mark.parametrize(("form", "variant"), EVERY)
ASHA = Prefilled(
    given_names="Asha Maria",
    family_name="O’Neill-Shah",
    date_of_birth=date(1980, 2, 29),
    nhs_number=NHSNumber(9990000018),
    address_lines=("1 Test Street", "Leeds"),
    postcode="LS1 1AA",
)
ASKED = {
    FormType.SELF: ("About you", "First names", "Last name", "Date of birth", "NHS number", "Address", "Postcode"),
    FormType.CHILDREN: ("Child 1: First names", "Child 6: First names", "parental responsibility order", "Postcode"),
    FormType.ADULT_DEPENDANT: ("About the person", "About you", "attorney", "deputy", "Court of Protection"),
    FormType.DETAINED: ("Name and address of the place", "Job title", "Registration", "Work address", "Work phone"),
}
ON_EVERY_FORM = (
    "By post",
    "By email",
    "Signature",
    "Day, month, year",
    "CAPITAL LETTERS",
    "what I have written is true",
)
PAPERS = {
    FormType.SELF: LIST_A | LIST_B,
    FormType.CHILDREN: PARENTAL_RESPONSIBILITY | CHILD_IDENTITY,
    FormType.ADULT_DEPENDANT: LIST_A | LIST_B | AUTHORITY,
    FormType.DETAINED: LIST_A | LIST_B,
}


def items(form, variant):
    return [item for part in form_words(form, variant).parts for item in part.items]


@each
def test_form_asks_for_all_it_must(form, variant):
    said = pdfs.text(paper_form(form, variant))
    for words in (*ASKED[form], *ON_EVERY_FORM):
        assert words in said


@each
def test_form_lists_the_papers_of_the_policy(form, variant):
    lists = [one for item in items(form, variant) for one in item.lists]
    assert {option.value for one in lists for option in one.options} == {Evidence(paper) for paper in PAPERS[form]}


@each
def test_A21_form_carries_the_marks_of_pdf_ua(form, variant):
    pdf = paper_form(form, variant)
    marks = pdfs.accessibility_marks(pdf)
    assert (marks["tagged"], marks["language"], marks["pdf_ua_part"]) == (True, "en-GB", "1")
    assert marks["title"] == f"National data opt-out: {form_words(form, variant).title}"
    assert marks["shows_title"]
    assert marks["has_structure"]
    roles = pdfs.roles(pdf)
    assert (roles.count("H1"), roles.count("H2")) == (1, len(form_words(form, variant).parts))
    assert all(embedded and readable for _, embedded, readable in pdfs.fonts(pdf))


@each
def test_form_is_a4_and_numbers_its_pages(form, variant):
    pdf = paper_form(form, variant)
    pages = pdfs.pages(pdf)
    assert pdfs.page_size(pdf) == pytest.approx((210, 297), abs=0.5)
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page


@each
def test_form_keeps_all_words_inside_its_margins(form, variant):
    for _, x, y, _, words in pdfs.pieces(paper_form(form, variant)):
        assert 17.5 <= x <= 192, words
        assert 8 <= y <= 290, words


@pytest.mark.parametrize(("variant", "smallest"), [("standard", 9), ("plain", 12), ("large_print", 18)])
@pytest.mark.parametrize("form", FormType)
def test_A21_form_small_print_is_never_small(form, variant, smallest):
    assert min(size for *_, size, words in pdfs.pieces(paper_form(form, variant)) if words.strip()) >= smallest - 0.01


@pytest.mark.parametrize(("variant", "side"), [("standard", 8), ("plain", 9.5), ("large_print", 11)])
def test_boxes_are_big_enough_to_write_in(variant, side):
    """Every frame that is drawn: at least 6.5 mm, and those for one sign as wide as said."""
    widths = drawn_widths(paper_form("self", variant))
    assert min(widths) >= 6.4
    assert (
        sum(width == pytest.approx(side, abs=0.2) for width in widths) >= 8 + 10 + 7 + 8
    )  # birth, number, postcode, date


def drawn_widths(pdf):
    """Widths in millimetres of the closed rectangles of a PDF, from its drawing commands."""
    found = []
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            xs = []
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) in {"m", "l"}:
                    xs.append(float(operands[0]))
                elif str(operator) == "h":
                    found.append(pdfs.mm(max(xs) - min(xs)))
                    xs = []
    return [width for width in found if width > 2]


@each
def test_polarity_form_says_what_each_tick_means(form, variant):
    (choices,) = [item for item in items(form, variant) if item.kind == "choices"]
    meaning = {option.value: (option.text, option.meaning) for option in choices.options}
    whose = {"self": "Your", "children": "The children's"}.get(form, "The person's")
    information = f"{whose} confidential patient information"
    assert meaning == {
        "allowed": ("Yes, allow", f"{information} can be used for research and planning."),
        "opted_out": ("No, do not allow", f"{information} must not be used for research and planning."),
    }
    said = pdfs.text(paper_form(form, variant)).replace("’", "'")
    assert all(f"{answer} {words}" in said for answer, words in meaning.values())


@each
def test_form_states_the_clocks_and_where_it_goes(form, variant, settings):
    said = pdfs.text(paper_form(form, variant))
    assert "within 14 days" in said
    assert "up to 21 days" in said
    assert "3 months after we write to you" in said
    assert " ".join([settings.SERVICE_NAME, *settings.NDOP_RETURN_ADDRESS]) in said
    assert settings.NDOP_PHONE in said


@each
def test_A22_form_is_for_a_reader_of_eleven_and_the_plain_one_is_plainer(form, variant):
    ages = {v: reading_age(sentences(form, v)) for v in (variant, FormVariant.STANDARD)}
    assert ages[variant] <= 11
    assert variant != FormVariant.PLAIN or ages[variant] < ages[FormVariant.STANDARD]


def sentences(form, variant):
    words = form_words(form, variant)
    intros = [line for part in words.parts for line in part.intro]
    points = [point for item in items(form, variant) for point in item.points]
    return "\n\n".join([*words.intro, *intros, *points]).replace("*", "")


def test_plain_form_has_a_picture_for_every_part():
    for form in FormType:
        parts = form_words(form, FormVariant.PLAIN).parts
        assert all(part.picture for part in parts)
    plain, usual = (sum(map(len, drawn(paper_form("self", v)))) for v in ("plain", "standard"))
    assert plain > usual


def drawn(pdf):
    with pikepdf.open(BytesIO(pdf)) as document:
        return [[op for _, op in pikepdf.parse_content_stream(page) if str(op) == "c"] for page in document.pages]


def test_blank_form_is_set_once_and_is_the_same_bytes():
    assert paper_form("self", "standard") is paper_form("self", "standard")
    again = paper_form("self", "standard", case_reference="12345-C")
    assert again == paper_form("self", "standard", case_reference="12345-C")
    assert again != paper_form("self", "standard")


def test_form_of_a_case_shows_its_reference_on_every_page():
    pages = pdfs.pages(paper_form("detained", "large_print", case_reference="12345-C"))
    assert all("12345-C" in page for page in pages)


@pytest.mark.parametrize("variant", FormVariant)
def test_prefilled_form_has_the_details_in_the_boxes(variant):
    said = pdfs.text(paper_form("self", variant, person=ASHA))
    for words in ("Asha Maria", "O’Neill-Shah", "1 Test Street", "Leeds"):
        assert words in said
    squeezed = re.sub(r"\s", "", said)
    assert "29021980" in squeezed
    assert "9990000018" in squeezed
    assert "LS11AA" in squeezed
    assert "Asha" not in pdfs.text(paper_form("self", variant))


def test_prefilled_form_for_children_has_the_child_first_and_no_address_of_the_parent():
    said = pdfs.text(paper_form("children", "standard", person=ASHA))
    assert said.index("Child 1") < said.index("Asha Maria") < said.index("Child 2")
    assert "1 Test Street" not in said


def test_prefilled_form_joins_what_is_too_many_lines():
    lines = ("Flat 1", "Test House", "1 Test Street", "Testley", "Leeds")
    said = pdfs.text(paper_form("self", "standard", person=replaced(address_lines=lines)))
    assert "Flat 1, Test House, 1 Test Street" in said
    assert "Testley" in said


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"given_names": "张伟"}, "characters"), ({"family_name": "A" * 200}, "name_too_long")],
)
def test_prefilled_form_that_cannot_be_right_is_refused(changes, reason):
    with pytest.raises(CannotCompose, match=reason):
        paper_form("self", "standard", person=replaced(**changes))


def replaced(**changes):
    return Prefilled(**{name: getattr(ASHA, name) for name in ASHA.__dataclass_fields__} | changes)


@pytest.mark.parametrize(("form", "variant"), [("pets", "standard"), ("self", "tiny"), ("self", ""), ("", "plain")])
def test_unknown_form_is_refused(form, variant):
    with pytest.raises(ValueError, match="is not a valid"):
        paper_form(form, variant)

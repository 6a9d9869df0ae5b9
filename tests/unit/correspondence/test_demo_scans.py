"""The demonstration's scans: they look like paper and say what the form says."""

from datetime import date
from random import Random

import pypdfium2
import pytest
from PIL import ImageChops

from registry.actions.demo_scans import answers, synthetic_scan
from registry.barcodes import form_code, read
from registry.models import Evidence, FormType, ProxyRole, Status
from registry.paper import PaperForm, PaperPerson
from tests.factories import make_nhs_number

NUMBER = make_nhs_number(18)
PAGES = {FormType.SELF: 2, FormType.CHILDREN: 3, FormType.ADULT_DEPENDANT: 3, FormType.DETAINED: 3}


def form(**changes):
    given = {
        "people": (PaperPerson("Asha Maria", "O’Neill", date(1980, 2, 29), NUMBER),),
        "status": Status.OPTED_OUT,
        "address_lines": ("1 Test Street", "Leeds"),
        "postcode": "LS1 1AA",
        "is_signed": True,
        "signed_on": date(2026, 11, 3),
        "signatory": "Pat Proxy",
        "representative": "Pat Proxy",
        "proxy_role": ProxyRole.COURT_DEPUTY,
        "evidence": frozenset({Evidence.PASSPORT, Evidence.BANK_STATEMENT}),
    }
    return PaperForm(**given | changes)


def pictures(pdf):
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=150 / 72).to_pil() for page in document]
    document.close()
    return pages


@pytest.mark.parametrize("form_type", FormType)
def test_scan_is_a_few_pages_each_with_its_code(form_type):
    scan = synthetic_scan(form(), form_type, seed=7)
    pages = pictures(scan)
    assert len(pages) == PAGES[form_type]
    assert [read(page) for page in pages] == [[form_code(form_type)]] * len(pages)
    assert all((page.width, page.height) == pytest.approx((1240, 1754), abs=3) for page in pages)
    assert 100_000 < len(scan) / len(pages) < 300_000


def test_scan_is_the_same_for_a_seed_and_another_for_another():
    first, again, other = (pictures(synthetic_scan(form(), FormType.SELF, seed=seed))[0] for seed in (1, 1, 2))
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != other.tobytes()


def test_scan_shows_what_was_written():
    """The same sheet with and without the answers: what differs is ink."""
    blank = form(people=(), address_lines=(), postcode="", evidence=frozenset())
    with_answers, without = (pictures(synthetic_scan(one, FormType.SELF, seed=3))[0] for one in (form(), blank))
    ink = ImageChops.difference(with_answers, without).convert("L").point(lambda value: 255 if value > 60 else 0)
    assert ink.histogram()[255] > 1000
    left, top, right, bottom = ink.getbbox()
    assert top > 500  # below the words at the head
    assert (left, right, bottom) > (90, 500, 1500)


def test_unreadable_form_is_blurred():
    assert read(pictures(synthetic_scan(form(is_readable=False), FormType.SELF, seed=3))[0]) == []


def test_answers_stand_in_the_boxes_of_the_form():
    said = answers(form(email="pat@example.com", reply_by="email"), FormType.SELF, Random(1))
    assert (said["given_names"], said["family_name"]) == ("ASHA MARIA", "O’NEILL")
    assert (said["date_of_birth"], said["nhs_number"]) == ("29021980", NUMBER.digits)
    assert (said["address0"], said["address1"], said["postcode"]) == ("1 TEST STREET", "LEEDS", "LS1 1AA")
    assert (said["status"], said["reply_by"], said["email"]) == (["opted_out"], ["email"], "pat@example.com")
    assert said["papers"] == ["bank_statement", "passport"]
    assert said["signed_on"] == "03112026"


def test_answers_of_a_form_for_children_name_each_child():
    people = tuple(PaperPerson(f"Child{n}", "O’Neill", date(2020, 1, n + 1)) for n in range(6))
    said = answers(form(people=people), FormType.CHILDREN, Random(1))
    assert [said[f"person{n}_given_names"] for n in range(6)] == [f"CHILD{n}" for n in range(6)]
    assert said["person5_nhs_number"] == ""
    assert (said["representative_given_names"], said["representative_family_name"]) == ("PAT", "PROXY")


def test_answers_of_a_form_by_someone_else_name_them_and_their_role():
    said = answers(form(), FormType.ADULT_DEPENDANT, Random(1))
    assert (said["proxy_role"], said["signatory"], said["person_address0"]) == (
        ["COURTDEP"],
        "PAT PROXY",
        "1 TEST STREET",
    )


def test_no_choice_is_no_tick_or_two():
    ticks = {tuple(answers(form(status=None), FormType.SELF, Random(seed))["status"]) for seed in range(20)}
    assert ticks == {(), ("opted_out", "allowed")}

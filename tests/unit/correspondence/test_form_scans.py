"""A form filled in, sent back and scanned badly still says which form it is."""

import pytest
from PIL import ImageChops

from registry.barcodes import form_code, read
from registry.correspondence import FormVariant, paper_form
from registry.models import FormType
from tests.support.synthetic_scans import filled_in, pictures, scanned

ANGLES = (3, -3)
every_form = pytest.mark.parametrize("variant", FormVariant)


@every_form
@pytest.mark.parametrize("form", FormType)
@pytest.mark.parametrize("angle", ANGLES)
def test_first_page_says_which_form_it_is(form, variant, angle):
    (page,) = pictures(paper_form(form, variant), first=1)
    scan = scanned(filled_in(page, seed=angle), angle=angle, seed=len(form) + angle)
    assert (scan.mode, read(scan)) == ("1", [form_code(form)])


@pytest.mark.parametrize("angle", ANGLES)
def test_every_page_says_which_form_and_which_case_it_is(angle):
    """The longest code, whose squares are the smallest."""
    form = paper_form("adult_dependant", "standard", case_reference="1234567-C")
    for number, page in enumerate(pictures(form)):
        scan = scanned(filled_in(page, seed=number), angle=angle, seed=number)
        assert read(scan) == [form_code("adult_dependant", "1234567-C")]


def test_form_fed_upside_down_says_which_it_is():
    (page,) = pictures(paper_form("self", "standard"), first=1)
    assert read(scanned(filled_in(page, seed=1), angle=182, seed=1)) == [form_code("self")]


def test_the_scan_is_as_bad_as_it_claims():
    (page,) = pictures(paper_form("self", "standard"), first=1)
    scan = scanned(page, angle=0, seed=5)
    assert (scan.mode, scan.width, scan.height) == ("1", pytest.approx(1240, abs=1), 1754)  # A4 at 150 dots per inch
    clean = page.point(lambda grey: 255 if grey > 150 else 0).convert("1")
    wrong = ImageChops.logical_xor(clean, scan).convert("L").histogram()[255]
    assert 0.01 < wrong / (scan.width * scan.height) < 0.03

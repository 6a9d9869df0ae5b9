"""The codes on forms and letters, from text to picture and back."""

from io import BytesIO
from uuid import UUID

import pytest
import segno
import typst
from PIL import Image
from PIL.ImageDraw import Draw

from registry.barcodes import FormCode, LetterCode, form_code, letter_code, parse, read, svg
from registry.models import FormType
from registry.models.scan import Scan

MESSAGE = UUID("0f0e0d0c-0b0a-4908-8706-050403020100")
TEXTS = [
    *(form_code(form) for form in FormType),
    *(form_code(form, "1234567-C") for form in FormType),
    letter_code(MESSAGE),
]


def drawn(text, scale=4):
    """The code as a picture, as any printer's own maker of codes would draw it."""
    rows = list(segno.make_qr(text, error="q").matrix_iter(border=4))
    picture = Image.frombytes("L", (len(rows[0]), len(rows)), bytes(0 if dark else 255 for row in rows for dark in row))
    return picture.resize((picture.width * scale, picture.height * scale), Image.Resampling.NEAREST)


def beside(*pictures):
    sheet = Image.new("L", (sum(p.width for p in pictures), max(p.height for p in pictures)), 255)
    for number, picture in enumerate(pictures):
        sheet.paste(picture, (sum(p.width for p in pictures[:number]), 0))
    return sheet


def printed(drawing, pixels_per_inch=150):
    """The drawing as typst prints it, 22 mm wide."""
    page = (
        '#set page(width: 22mm, height: 22mm, margin: 0mm)\n#image(bytes(sys.inputs.code), format: "svg", width: 22mm)'
    )
    png = typst.compile(page.encode(), format="png", ppi=pixels_per_inch, sys_inputs={"code": drawing})
    return Image.open(BytesIO(png))


@pytest.mark.parametrize("form", FormType)
@pytest.mark.parametrize("reference", ["", "12345-C", "1234567-C"])
def test_form_code_is_read_back_as_the_form_and_its_case(form, reference):
    assert parse(form_code(form, reference)) == FormCode(form, reference)


def test_form_code_is_spelt_as_the_contract_says():
    assert form_code("self") == "NDO1:F:self"
    assert form_code(FormType.ADULT_DEPENDANT, "12345-C") == "NDO1:F:adult_dependant:12345-C"


def test_form_code_of_an_unknown_form_is_refused():
    with pytest.raises(ValueError, match="pets"):
        form_code("pets")


def test_letter_code_is_read_back_as_the_letter():
    assert letter_code(MESSAGE) == "NDO1:L:0F0E0D0C0B0A49088706050403020100"
    assert parse(letter_code(MESSAGE)) == LetterCode(MESSAGE)


@pytest.mark.parametrize("text", TEXTS)
def test_codes_survive_a_scanner_that_turns_the_case_of_letters(text):
    assert parse(text.swapcase()) == parse(f" {text}\n") == parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "NDO1", "NDO1:F:", "NDO1:F:pets", "NDO1:F:self:", "NDO1:F:self:1234-C", "NDO1:F:self:12345678-C",
        "NDO1:F:self:12345-C:x", "xNDO1:F:self", "NDO2:F:self", "NDO1:L:", "NDO1:L:00", "NDO1:L:" + "g" * 32,
        "NDO1:L:" + "0" * 33, "https://example.com/NDO1:F:self", "9990000018", "NDO1:F:self\nNDO1:F:self",
    ],
)  # fmt: skip
def test_parse_knows_what_is_not_ours(text):
    assert parse(text) is None


@pytest.mark.parametrize("text", TEXTS)
def test_codes_fit_their_column(text):
    assert len(text) <= Scan._meta.get_field("barcode").max_length


@pytest.mark.parametrize("text", TEXTS)
def test_svg_is_read_back_from_paper(text):
    assert read(printed(svg(text))) == [text]


def test_svg_has_its_quiet_zone_and_nothing_that_runs():
    drawing = svg("NDO1:F:self")
    assert 'viewBox="0 0 29 29"' in drawing  # 21 modules and 4 of white on every side
    assert "style=" not in drawing
    assert "<script" not in drawing


def test_read_answers_only_our_codes_and_each_once():
    sheet = beside(drawn(TEXTS[0]), drawn("https://example.com/"), drawn(letter_code(MESSAGE)), drawn(TEXTS[0]))
    assert sorted(read(sheet)) == sorted([TEXTS[0], letter_code(MESSAGE)])


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "P", "CMYK"])
def test_read_takes_pictures_of_every_kind(mode):
    assert read(drawn(TEXTS[1]).convert(mode)) == [TEXTS[1]]


@pytest.mark.parametrize("angle", [90, 180, 270, 3, -3])
def test_read_takes_pages_that_lie_askew_or_upside_down(angle):
    assert read(drawn(TEXTS[5]).rotate(angle, expand=True, fillcolor=255)) == [TEXTS[5]]


def test_read_takes_a_code_with_a_hole_in_it():
    stamped = drawn(letter_code(MESSAGE), scale=8)
    Draw(stamped).ellipse((130, 130, 180, 180), fill=0)
    assert read(stamped) == [letter_code(MESSAGE)]


def test_read_finds_nothing_on_an_empty_page():
    assert read(Image.new("1", (1240, 1754), 1)) == []

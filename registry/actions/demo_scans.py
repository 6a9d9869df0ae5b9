"""Make-believe scans of paper forms for the demonstration: our own form, written on, laid a little askew on the glass.

What a scan says is what the form says, so that whoever keys it can be checked against it. Nobody's handwriting is
copied: typst sets an italic in blue ink with a wobble, and the ticks and signatures are strokes.
"""

import math
from io import BytesIO
from random import Random

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from registry.correspondence import FormVariant
from registry.correspondence.forms import TEMPLATE, form_data, postcode_squares
from registry.correspondence.typesetting import typeset
from registry.models import FormType
from registry.paper import PaperForm, PaperPerson

DOTS_PER_INCH = 150
PAPER = (250, 247, 238)
GLASS = (228, 226, 220)
QUALITY = 62
UNREADABLE = 6
MOST_DEGREES = 1.4
GRAIN = 14  # of 255: how much lighter or darker the paper is from dot to dot
WOBBLES = 97
Values = dict[str, str | list[str]]


def synthetic_scan(form: PaperForm, form_type: FormType, seed: int) -> bytes:
    """Return a PDF of photographs of the pages, as a scanner makes it; the same for the same seed."""
    random = Random(seed)  # noqa: S311 - made-up forms, nothing secret
    pages = [_scanned(page, random, is_clear=form.is_readable) for page in _pages(form, form_type, random)]
    kept = BytesIO()
    pages[0].save(kept, format="PDF", save_all=True, append_images=pages[1:], resolution=DOTS_PER_INCH, quality=QUALITY)
    return kept.getvalue()


def _pages(form: PaperForm, form_type: FormType, random: Random) -> list[Image.Image]:
    """Draw the filled-in form. Its last page is left out where there is nothing on it to fill in."""
    data = form_data(
        form_type,
        FormVariant.STANDARD,
        values=answers(form, form_type, random),
        signature=form.signatory if form.is_signed else "",
        wobble=[random.uniform(-1, 1) for _ in range(WOBBLES)],
    )
    document = pypdfium2.PdfDocument(typeset(TEMPLATE, data))
    pages = [page.render(scale=DOTS_PER_INCH / 72).to_pil().convert("RGB") for page in document]
    document.close()
    return pages[:-1] if form_type in {FormType.CHILDREN, FormType.ADULT_DEPENDANT} else pages


def answers(form: PaperForm, form_type: FormType, random: Random) -> Values:
    """Return what stands in which box, in capital letters as the form asks for. No choice is no tick, or two."""
    values: Values = {
        "reply_by": [form.reply_by],
        "email": form.email,
        "papers": sorted(form.evidence),
        "proxy_role": [form.proxy_role] if form.proxy_role else [],
        "status": [form.status] if form.status else random.choice(([], ["opted_out", "allowed"])),
        "signatory": form.signatory.upper(),
        "signed_on": f"{form.signed_on:%d%m%Y}" if form.signed_on else "",
        **_address("", form),
    }
    values |= _name("representative_", form.representative)
    if form_type in {FormType.ADULT_DEPENDANT, FormType.DETAINED}:
        values |= _address("person_", form)
    if form_type == FormType.DETAINED:
        values |= {"job_title": "REGISTERED NURSE", "registration": "NMC 00A0000X", "phone": "01632 960123"}
    for number, person in enumerate(form.people):
        values |= _person(f"person{number}_" if form_type == FormType.CHILDREN else "", person)
    return values


def _person(prefix: str, person: PaperPerson) -> Values:
    return {
        f"{prefix}given_names": person.given_names.upper(),
        f"{prefix}family_name": person.family_name.upper(),
        f"{prefix}date_of_birth": f"{person.date_of_birth:%d%m%Y}" if person.date_of_birth else "",
        f"{prefix}nhs_number": person.nhs_number.digits if person.nhs_number else "",
    }


def _name(prefix: str, name: str) -> Values:
    given, _, family = name.upper().rpartition(" ")
    return {f"{prefix}given_names": given, f"{prefix}family_name": family}


def _address(prefix: str, form: PaperForm) -> Values:
    lines: Values = {f"{prefix}address{n}": line.upper() for n, line in enumerate(form.address_lines)}
    return lines | {f"{prefix}postcode": postcode_squares(form.postcode)}


def _scanned(page: Image.Image, random: Random, *, is_clear: bool) -> Image.Image:
    """Lay the page on the glass: tinted paper, a shadow from one side, a small turn, soft edges, grain."""
    sheet = ImageChops.multiply(page, Image.new("RGB", page.size, PAPER))
    sheet = ImageChops.multiply(sheet, _shadow(page.size, random))
    angle = random.uniform(-MOST_DEGREES, MOST_DEGREES)
    turned = sheet.rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=GLASS)
    seen = turned if is_clear else turned.filter(ImageFilter.GaussianBlur(UNREADABLE))
    return ImageChops.subtract(seen, _grain(page.size, random))


def _shadow(size: tuple[int, int], random: Random) -> Image.Image:
    """Where the lid does not quite close it is a little darker."""
    fade = Image.linear_gradient("L").rotate(random.choice((0, 90, 180, 270))).resize(size)
    light = fade.point([255 - math.floor(20 * (value / 255) ** 3) for value in range(256)])
    return Image.merge("RGB", (light, light, light))


def _grain(size: tuple[int, int], random: Random) -> Image.Image:
    """Noise of two dots' breadth, so that it survives the JPEG as paper and not as snow."""
    half = (size[0] // 2, size[1] // 2)
    noise = Image.frombytes("L", half, random.randbytes(half[0] * half[1]))
    grain = noise.point([value * GRAIN // 255 for value in range(256)]).resize(size, Image.Resampling.BILINEAR)
    return Image.merge("RGB", (grain, grain, grain))

"""Slides as PowerPoint, with the same words as the PDF.

Each has a title, pictures have names, the language is set, and nothing is smaller than 28 points. They go round by
themselves; a click goes on sooner.
"""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Mm, Pt

from registry.correspondence.facts import site_in_words
from registry.correspondence.materials.drawings import drawing_png, logo_png
from registry.correspondence.materials.logo import ALT as LOGO_ALT
from registry.correspondence.materials.printed import code_png
from registry.correspondence.materials.sources import Section, Source
from registry.correspondence.materials.stamps import LONG_AGO, LONG_AGO_IN_A_ZIP

WIDTH, HEIGHT, MARGIN = Mm(338.67), Mm(190.5), Mm(18)
TITLE_HEIGHT = Mm(34)
# Arial is on every machine that shows slides; PowerPoint embeds no fonts.
FONT = "Arial"
BLUE, DARK_BLUE, INK, WHITE = "005EB8", "003087", "212B32", "FFFFFF"
TITLE_ONLY = 5  # a layout of the empty presentation: a title, and nothing that stays empty
SHOWN_FOR_MS = 12_000
TRANSITION = f'<p:transition {nsdecls("p")} advClick="1" advTm="{SHOWN_FOR_MS}"/>'
LOOP = f'<p:showPr {nsdecls("p")} loop="1" showNarration="1"><p:present/></p:showPr>'
LANGUAGE = "en-GB"
SMALLEST, LARGEST = 28, 54
WIDTH_IN_POINTS = 920  # of what stands beside the QR code, for letters of one point
# python-pptx marks itself typed, but these are not.
Slide = Any
Colour: Any = RGBColor
Box = tuple[int, int, int, int]  # left, top, width, height, as PowerPoint measures


def presentation(source: Source) -> bytes:
    """Return the slides as a .pptx file; the same for the same words and settings, byte for byte."""
    made = Presentation()
    made.slide_width, made.slide_height = WIDTH, HEIGHT
    _describe(made.core_properties, source)
    _opening(_new_slide(made, BLUE), source)
    for section in source.sections:
        slide = _new_slide(made, WHITE)
        _title_bar(slide, section)
        (_how if section.name == "how" else _points)(slide, section)
    _go_round(made)
    kept = BytesIO()
    made.save(kept)
    return _undated(kept.getvalue())


def _describe(properties: Any, source: Source) -> None:
    properties.title = f"{source.headline} ({settings.SERVICE_NAME})"
    properties.author = properties.last_modified_by = settings.SERVICE_NAME
    properties.language = LANGUAGE
    properties.created = properties.modified = LONG_AGO


def _new_slide(made: Any, colour: str) -> Slide:
    slide = made.slides.add_slide(made.slide_layouts[TITLE_ONLY])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = Colour.from_string(colour)
    return slide


def _opening(slide: Slide, source: Source) -> None:
    _put(slide.shapes.title, (MARGIN, Mm(40), WIDTH - 2 * MARGIN, Mm(80)), source.headline, 72, WHITE, bold=True)
    _text(slide, (MARGIN, Mm(122), WIDTH - 2 * MARGIN, Mm(50)), source.lead, 44, WHITE)
    logo = logo_png()
    if logo:
        picture = slide.shapes.add_picture(BytesIO(logo), 0, Mm(8), height=Mm(22))
        picture.left = WIDTH - MARGIN - picture.width
        _name(picture, LOGO_ALT)


def _title_bar(slide: Slide, section: Section) -> None:
    title = slide.shapes.title
    title.fill.solid()
    title.fill.fore_color.rgb = Colour.from_string(BLUE)
    _put(title, (0, 0, WIDTH, TITLE_HEIGHT), section.heading, 44, WHITE, bold=True)
    title.text_frame.margin_left = title.text_frame.margin_right = MARGIN


def _points(slide: Slide, section: Section) -> None:
    size, step = Mm(34), Mm(42)
    top = TITLE_HEIGHT + (HEIGHT - TITLE_HEIGHT - step * len(section.points)) // 2
    for row in section.points:
        picture = slide.shapes.add_picture(BytesIO(drawing_png(row.picture)), MARGIN, top, size, size)
        _name(picture, row.alt)
        left = MARGIN + size + Mm(10)
        _text(slide, (left, top, WIDTH - left - MARGIN, size), row.words, 36, INK)
        top += step


def _how(slide: Slide, section: Section) -> None:
    code = Mm(96)
    room = WIDTH - 3 * MARGIN - code
    site, phone, hours = section.text
    _text(slide, (MARGIN, Mm(52), room, Mm(32)), site, _fitting(site), DARK_BLUE, bold=True)
    _text(slide, (MARGIN, Mm(84), room, Mm(32)), phone, 54, DARK_BLUE, bold=True)
    _text(slide, (MARGIN, Mm(114), room, Mm(34)), hours, 32, INK)
    picture = slide.shapes.add_picture(BytesIO(code_png()), WIDTH - MARGIN - code, Mm(64), code, code)
    _name(picture, f"QR code that opens {site_in_words()}")


def _fitting(words: str) -> int:
    """Return the points in which an address fits on one line of the room it has, down to the smallest."""
    return max(SMALLEST, min(LARGEST, WIDTH_IN_POINTS // max(1, len(words))))


def _text(slide: Slide, box: Box, words: str, points: int, colour: str, *, bold: bool = False) -> None:
    _put(slide.shapes.add_textbox(*box), box, words, points, colour, bold=bold)


def _put(shape: Any, box: Box, words: str, points: int, colour: str, *, bold: bool = False) -> None:
    shape.left, shape.top, shape.width, shape.height = box
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = 0
    run = frame.paragraphs[0].add_run()
    run.text = words
    run.font.size, run.font.name, run.font.bold = Pt(points), FONT, bold
    run.font.color.rgb = Colour.from_string(colour)
    run.font._rPr.set("lang", LANGUAGE)  # noqa: SLF001 - python-pptx knows languages by number, and not this one
    _align_left(frame.paragraphs[0])


def _align_left(paragraph: Any) -> None:
    paragraph._pPr.set("algn", "l")  # noqa: SLF001 - the layout centres titles


def _name(picture: Any, words: str) -> None:
    picture._element.nvPicPr.cNvPr.set("descr", words)  # noqa: SLF001 - python-pptx has no alternative text


def _go_round(made: Any) -> None:
    """Show each slide for a while, and begin again after the last. python-pptx knows neither."""
    for slide in made.slides:
        slide._element.append(parse_xml(TRANSITION))  # noqa: SLF001
    [props] = [part for part in made.part.package.iter_parts() if part.partname == "/ppt/presProps.xml"]
    root = parse_xml(props.blob)
    root.insert(0, parse_xml(LOOP))
    props._blob = serialize_part_xml(root)  # noqa: SLF001


def _undated(file: bytes) -> bytes:
    """Return the same archive without the time at which it was made."""
    kept = BytesIO()
    with ZipFile(BytesIO(file)) as old, ZipFile(kept, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, LONG_AGO_IN_A_ZIP), old.read(name), ZIP_DEFLATED)
    return kept.getvalue()

"""What a PDF says, as a reader and a screen reader would take it."""

from io import BytesIO

import pikepdf
from pypdf import PdfReader


def pages(pdf):
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def text(pdf):
    """All text on one line, so that a line end in the middle of a sentence does not matter."""
    return " ".join(" ".join(pages(pdf)).split())


def pieces(pdf):
    """Every piece of text: page, x and y in millimetres from the top left corner, size in points, text."""
    found = []
    for number, page in enumerate(PdfReader(BytesIO(pdf)).pages, start=1):
        page.extract_text(visitor_text=_keeper(found, number, float(page.mediabox.height)))
    return found


def _keeper(found, number, height):
    def keep(words, matrix, text_matrix, _font, size):
        if words.strip():
            x, y = _on_page(text_matrix, matrix)
            found.append((number, mm(x), mm(height - y), _drawn_size(size, text_matrix, matrix), words))

    return keep


def _on_page(text_matrix, matrix):
    x, y = text_matrix[4], text_matrix[5]
    return (
        x * matrix[0] + y * matrix[2] + matrix[4],
        x * matrix[1] + y * matrix[3] + matrix[5],
    )


def _drawn_size(size, text_matrix, matrix):
    return abs(size * text_matrix[3] * matrix[3])


def mm(points):
    return points / 72 * 25.4


def page_size(pdf):
    """Width and height of the first page in millimetres."""
    box = PdfReader(BytesIO(pdf)).pages[0].mediabox
    return mm(float(box.width)), mm(float(box.height))


def accessibility_marks(pdf):
    """The document-level marks that PDF/UA-1 (ISO 14289-1) asks for."""
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            return {
                "tagged": bool(root.MarkInfo.Marked),
                "suspect": bool(root.MarkInfo.get("/Suspects", False)),
                "language": str(root.Lang),
                "title": str(xmp["dc:title"]),
                "shows_title": bool(root.ViewerPreferences.DisplayDocTitle),
                "pdf_ua_part": str(xmp["{http://www.aiim.org/pdfua/ns/id/}part"]),
                "has_structure": "/K" in root.StructTreeRoot and "/ParentTree" in root.StructTreeRoot,
                "tab_order_follows_structure": all(page.get("/Tabs") == "/S" for page in document.pages),
            }


def fonts(pdf):
    """Every font as name, whether its outlines are inside, whether its text can be read back."""
    with pikepdf.open(BytesIO(pdf)) as document:
        used = [font for page in document.pages for font in page.Resources.Font.values()]
        return [(str(font.BaseFont), _is_embedded(font), "/ToUnicode" in font) for font in used]


def _is_embedded(font):
    described = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    return bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(described.FontDescriptor.keys()))


def roles(pdf):
    """The structure tree's roles in reading order, such as ["Document", "P", "H1", …]."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return list(_walk(document.Root.StructTreeRoot.K))


def _walk(node):
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _walk(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield str(node.S).lstrip("/")
        if "/K" in node:
            yield from _walk(node.K)

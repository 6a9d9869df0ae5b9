"""The cover sheet of a case: a code that files a scan by itself, as a scanner sees it."""

from io import BytesIO

import pypdfium2
from playwright.sync_api import Page

from registry.barcodes import form_code, read
from registry.models import CaseState, Role
from tests.factories.cases import make_case
from tests.support.staff import make_staff
from tests.system.typist import Sits


def test_cover_sheet_is_read_from_paper(sit_down: Sits, transactional_db: None) -> None:
    case = make_case(CaseState.RECEIVED)
    page: Page = sit_down(make_staff(Role.AGENT))
    page.goto(f"/staff/forms/{case.public_id}/received/")
    printed = page.pdf(format="A4", print_background=True)
    document = pypdfium2.PdfDocument(BytesIO(printed))
    codes = [code for sheet in document for code in read(sheet.render(scale=150 / 72).to_pil().convert("1"))]
    document.close()
    assert codes == [form_code(case.form_type, case.reference)]

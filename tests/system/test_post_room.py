"""What lands in the post room, as its readers meet it: the email's HTML, and letters with tags and a language."""

import io

import pikepdf
from playwright.sync_api import Page

from tests.system import axe, walk
from tests.system.probes import PROBES
from tests.system.visitor import NO, Visitor, newest


def test_A01_emails_are_accessible(page: Page, visitor: Visitor) -> None:
    walk.to_saved(page, visitor, NO, "no", "email")
    for email in (newest("email"), newest("email").__class__.objects.filter(channel="email").order_by("pk")[0]):
        # Its own page forbids scripts, axe's too; a mail program shows the same markup.
        page.goto("about:blank")
        page.set_content(email.html)
        page.evaluate(PROBES)
        assert axe.violations(page) == []
        page.set_viewport_size({"width": 320, "height": 600})
        assert page.evaluate("probes.tooWide()") == []


def test_A21_letters_have_a_title_a_language_and_tags(page: Page, transactional_db: None) -> None:
    for needs in ("standard", "large_print"):
        visitor = Visitor(format_needs=needs)
        visitor.save(NO, "yes")
        with pikepdf.open(io.BytesIO(bytes(newest("letter").pdf))) as letter:
            assert str(letter.Root.Lang).lower().startswith("en")
            assert bool(letter.Root.MarkInfo.Marked)
            assert "/StructTreeRoot" in letter.Root
            with letter.open_metadata() as facts:
                assert facts["dc:title"]

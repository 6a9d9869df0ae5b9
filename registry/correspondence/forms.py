"""Paper forms as PDF/UA-1, set by typst. The same for everyone, so each is set once in the life of a process."""

import json
from functools import cache
from typing import Any

import font_source_sans_pro
import typst
from django.conf import settings

from registry.correspondence.wording import CHOICES

TITLE = "National data opt-out: form for yourself"
PROCESSED_WITHIN_DAYS = 14


@cache
def self_form() -> bytes:
    """Return the form for people of 13 and over who choose for themselves: A4, two pages, to be printed.

    The answers are worded as everywhere else. Raises typst.TypstError if the template cannot be set.
    """
    folder = settings.BASE_DIR / "templates" / "letters"
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[font_source_sans_pro.font_directory],
    )
    pdf = typst.compile(
        folder / "form_self.typ",
        root=folder,
        font_paths=fonts,
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(_data())},
    )
    assert isinstance(pdf, bytes)
    return pdf


def _data() -> dict[str, Any]:
    return {
        "title": TITLE,
        "service": settings.SERVICE_NAME,
        "return_address": [settings.SERVICE_NAME, *settings.NDOP_RETURN_ADDRESS],
        "phone": settings.NDOP_PHONE,
        "phone_hours": settings.NDOP_PHONE_HOURS,
        "web": settings.NDOP_SERVICE_URL,
        "processed_days": PROCESSED_WITHIN_DAYS,
        "no": CHOICES["opted_out"].answer,
        "no_meaning": CHOICES["opted_out"].meaning,
        "yes": CHOICES["allowed"].answer,
        "yes_meaning": CHOICES["allowed"].meaning,
    }

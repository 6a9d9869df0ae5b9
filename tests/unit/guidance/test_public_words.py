"""The pages for patients and carers say things as the rest of their service does."""

import re

import pytest

from portal.guidance.library import library
from portal.guidance.rendering import rendered
from tests.support.plain_words import BANNED

PUBLIC = library().of("public")


@pytest.mark.parametrize("phrase", BANNED)
def test_A22_no_public_page_uses_a_banned_phrase(phrase: str) -> None:
    words = {page.address: f"{page.title}. {page.summary} {rendered(page).text}" for page in PUBLIC}
    users = [address for address, text in words.items() if re.search(rf"\b{phrase}", text, re.IGNORECASE)]
    assert (len(PUBLIC) > 4, users) == (True, [])

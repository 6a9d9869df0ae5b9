"""Plain words (A22): a child of eleven can read what we send."""

import re
from datetime import date

import pytest

from ndop.nhsuk.reading_age import reading_age
from registry.correspondence import confirmation_email, confirmation_text, one_time_code_email, one_time_code_text
from registry.correspondence.wording import confirmation_words

# Words that are hard, woolly, or that people take the wrong way round.
BANNED = (
    "active", "inactive", "consent", "dissent", "data subject", "preference", "secondary use", "section 251",
    "in respect of", "in accordance", "pursuant", "utilise", "in order to", "prior to", "commence", "terminate",
    "hereby", "herein", "aforementioned", "notwithstanding", "facilitate", "please note", "kindly", "we regret",
    "unfortunately", "valued", "leverage", "disseminat", "opted out", "opted in", "opt-in", "your nhs number",
    "click here", "dear sir", "dear customer",
)  # fmt: skip


def letter_text(c):
    """The sentences of a letter; headings are left out, because they would make it look easier than it is."""
    words = confirmation_words(c)
    lines = [words.meaning]
    for section in words.sections:
        lines += [section.text, *section.points]
    return "\n\n".join(lines)


def every_text(make):
    full = {"decided_on": date(2026, 11, 3), "by_proxy": True}
    texts = {"code text": one_time_code_text("493027").text, "code email": one_time_code_email("493027").text}
    for status in ("opted_out", "allowed"):
        for name, changes in (("own", {}), ("proxy", full)):
            c = make(status=status, **changes)
            texts[f"{status} {name} text"] = confirmation_text(c).text
            texts[f"{status} {name} email"] = confirmation_email(c).text
            texts[f"{status} {name} letter"] = letter_text(c)
    return texts


def test_A22_every_message_is_for_a_reader_of_eleven(make):
    ages = {name: round(reading_age(text), 1) for name, text in every_text(make).items()}
    assert {name: age for name, age in ages.items() if age > 11} == {}


@pytest.mark.parametrize("phrase", BANNED)
def test_A22_no_message_uses_a_banned_phrase(make, phrase):
    users = [name for name, text in every_text(make).items() if re.search(rf"\b{phrase}", text, re.IGNORECASE)]
    assert users == []


def test_A22_no_sentence_is_longer_than_25_words(make):
    for text in every_text(make).values():
        for sentence in re.split(r"[.!?:]\s|\n", text):
            assert len(sentence.split()) <= 25, sentence

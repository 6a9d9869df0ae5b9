"""Plain words, and yes and no the right way round."""

import re

import pytest

from ndop.nhsuk.reading_age import reading_age
from tests.integration.pages.test_pages import PAGES, html_of, words_in
from tests.support.markup import outline

# Said in words of their own on these pages, or never.
BANNED = (
    "active", "inactive", "consent", "dissent", "data subject", "secondary use", "section 251", "in accordance",
    "pursuant", "utilise", "in order to", "prior to", "commence", "terminate", "notwithstanding", "facilitate",
    "please note", "unfortunately", "disseminat", "opted out", "opted in", "opt-in", "click here", "preference",
)  # fmt: skip
# The statement names a law whose title alone is long.
NAMES_A_LAW = {"accessibility"}


def main_of(html):
    (main,) = re.findall(r"<main.*?</main>", html, re.DOTALL)
    return main


def sentences(html):
    """Paragraphs, list items and cells, each a sentence of its own; headings and addresses are left out."""
    body = re.sub(r"<(address|h[1-6]|caption)\b.*?</\1>", "", main_of(html), flags=re.DOTALL)
    blocks = re.findall(r"<(p|li|td|dd)\b(.*?)</\1>", body, re.DOTALL)
    return [" ".join(words_of(f"<{tag}{rest}</{tag}>")) for tag, rest in blocks]


def words_of(piece):
    return [word for word, attrs in outline(piece) if not attrs and not word.startswith("/")]


@pytest.mark.parametrize("name", PAGES)
def test_A22_page_is_for_a_reader_of_eleven(client, name):
    assert reading_age("\n\n".join(sentences(html_of(client, name)))) <= 11


@pytest.mark.parametrize("name", PAGES)
def test_A22_no_sentence_is_longer_than_25_words(client, name):
    if name in NAMES_A_LAW:
        return
    for block in sentences(html_of(client, name)):
        for sentence in re.split(r"[.!?:]\s", block):
            assert len(sentence.split()) <= 25, sentence


@pytest.mark.parametrize("name", PAGES)
def test_A22_page_uses_no_banned_phrase(client, name):
    words = " ".join(sentences(html_of(client, name)))
    assert [phrase for phrase in BANNED if re.search(rf"\b{phrase}", words, re.IGNORECASE)] == []


def test_polarity_pages_say_what_each_answer_means(client):
    html = html_of(client, "how-information-is-used")
    meanings = dict(zip(words_in(html, "dt"), words_in(html, "dd"), strict=True))
    information = "Your confidential patient information"
    assert meanings == {
        "Yes, allow": f"{information} can be used for research and planning.",
        "No, do not allow": f"{information} must not be used for research and planning.",
        "You do not choose": f"{information} can be used for research and planning.",
    }


def test_polarity_start_page(client):
    items = [item for item in sentences(html_of(client, "start")) if item.startswith("say")]
    assert items == [
        "say yes : allow your information to be used for research and planning",
        "say no : do not allow it",
    ]

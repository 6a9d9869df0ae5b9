"""Flesch-Kincaid: how old a reader must be for a text. Written from the published formula (1975)."""

import re

VOWEL_GROUP = re.compile(r"[aeiouy]+")
WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019-]*")
SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|\n{2,}|\n(?=\* )")
SILENT_ENDING = re.compile(r"(?:[^laeiouy]e|[^aeiouydt]ed|[^aeiouycgszhx]es)$")
ADDRESS = re.compile(r"https?://\S+|\S+@\S+")
YEARS_BEFORE_SCHOOL = 5


def syllables(word: str) -> int:
    """Count vowel groups; a silent -e, -ed or -es at the end is not one."""
    word = re.sub(r"[^a-z]", "", word.lower())
    count = len(VOWEL_GROUP.findall(word))
    if count > 1 and SILENT_ENDING.search(word):
        count -= 1
    return max(count, 1)


def grade(text: str) -> float:
    """Answer the US school grade; web and email addresses are not words. Raises ValueError without words."""
    text = ADDRESS.sub("", text)
    sentences = [part for part in SENTENCE_END.split(text) if WORD.search(part)]
    words = WORD.findall(text)
    if not words:
        raise ValueError("no words to measure")
    spoken = sum(map(syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59


def reading_age(text: str) -> float:
    """Answer the age in years: a child of grade N is N + 5 years old."""
    return grade(text) + YEARS_BEFORE_SCHOOL

"""The piece of an entry's text that answers best, with the words that were looked for marked in it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from registry.queries.guidance_vocabulary import Vocabulary
from registry.queries.guidance_words import Term, Words, split

LONGEST, SHORTEST = 260, 90
JOINED = " \u2013 "
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Piece:
    """A piece of an extract; `is_match` if it is what was looked for. Not escaped: that is for whoever shows it."""

    text: str
    is_match: bool


@dataclass(frozen=True)
class _Marked:
    """A paragraph, where the marks in it begin and end, and how many of the terms they stand for."""

    text: str
    spans: tuple[tuple[int, int], ...]
    terms: int


class _Word(NamedTuple):
    """A word of a text: where it stands, as the search compares it, and its stem."""

    start: int
    end: int
    plain: str
    stem: str


class _Sought(NamedTuple):
    """A term: its names as stems, and how its last word begins if that may go on, else nothing."""

    names: tuple[Words, ...]
    beginning: str


def extract(body: str, wanted: Sequence[Term], known: Vocabulary) -> tuple[Piece, ...]:
    """Return the paragraph with most of the terms, with what follows while it is short; none without any."""
    sought = [_sought(term, known) for term in wanted]
    blocks = [" ".join(block.split()) for block in body.split("\n\n")]
    marked = [_mark(block, sought, known) for block in blocks]
    best = max(range(len(blocks)), key=lambda at: (marked[at].terms, len(blocks[at]) >= SHORTEST))
    if not marked[best].terms:
        return ()
    end = best + 1
    while end < len(blocks) and len(JOINED.join(blocks[best:end])) < SHORTEST:
        end += 1
    return tuple(_pieces(_mark(_cut(JOINED.join(blocks[best:end]), marked[best].spans[0][0]), sought, known)))


def _sought(term: Term, known: Vocabulary) -> _Sought:
    names = tuple(tuple(map(known.stem, name)) for name in (term.words, *term.also))
    return _Sought(names, term.words[-1] if term.is_begun else "")


def _mark(text: str, wanted: Sequence[_Sought], known: Vocabulary) -> _Marked:
    words = [_word(found, known) for found in WORD.finditer(text)]
    places_of: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        places_of[word.stem].append(place)
    spans_of_terms = [set(_spans(term, words, places_of)) for term in wanted]
    spans = sorted(set().union(*spans_of_terms))
    return _Marked(text, tuple(_apart(spans)), sum(map(bool, spans_of_terms)))


def _word(found: re.Match[str], known: Vocabulary) -> _Word:
    plain = _plain(found[0])
    return _Word(found.start(), found.end(), plain, known.stem(plain))


@cache
def _plain(word: str) -> str:
    """Return a word of our own texts as the search compares it. There are some thousands."""
    return "".join(split(word))


def _spans(term: _Sought, words: Sequence[_Word], places_of: Mapping[str, list[int]]) -> Iterator[tuple[int, int]]:
    """Yield where one of a term's names stands, its words in a row in whatever form, and words that go on from it."""
    for name in term.names:
        for first in places_of.get(name[0], ()):
            row = words[first : first + len(name)]
            if tuple(word.stem for word in row) == name:
                yield row[0].start, row[-1].end
    if term.beginning:
        yield from ((word.start, word.end) for word in words if word.plain.startswith(term.beginning))


def _apart(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Leave out what lies within what was marked before."""
    reached = 0
    for start, end in spans:
        if start >= reached:
            yield start, end
            reached = end


def _cut(text: str, first: int) -> str:
    """Shorten a text to what surrounds its first mark, at blanks."""
    if len(text) <= LONGEST:
        return text
    start = 0 if first < LONGEST // 2 else text.rfind(" ", 0, first - SHORTEST) + 1
    end = text.rfind(" ", start, start + LONGEST) if start + LONGEST < len(text) else len(text)
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def _pieces(marked: _Marked) -> Iterator[Piece]:
    at = 0
    for start, end in marked.spans:
        yield from (Piece(marked.text[at:start], is_match=False), Piece(marked.text[start:end], is_match=True))
        at = end
    yield Piece(marked.text[at:], is_match=False)

"""The piece of an entry's text that answers best, with the words that were looked for marked in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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


def extract(body: str, wanted: Sequence[Term], known: Vocabulary) -> tuple[Piece, ...]:
    """Return the paragraph with most of the terms, with what follows while it is short; none without any."""
    blocks = [" ".join(block.split()) for block in body.split("\n\n")]
    marked = [_mark(block, wanted, known) for block in blocks]
    best = max(range(len(blocks)), key=lambda at: (marked[at].terms, len(blocks[at]) >= SHORTEST))
    if not marked[best].terms:
        return ()
    end = best + 1
    while end < len(blocks) and len(JOINED.join(blocks[best:end])) < SHORTEST:
        end += 1
    return tuple(_pieces(_mark(_cut(JOINED.join(blocks[best:end]), marked[best].spans[0][0]), wanted, known)))


def _mark(text: str, wanted: Sequence[Term], known: Vocabulary) -> _Marked:
    words = [(found.start(), found.end(), "".join(split(found[0]))) for found in WORD.finditer(text)]
    spans: set[tuple[int, int]] = set()
    terms = 0
    for term in wanted:
        places = [place for name in (term.words, *term.also) for place in _places(name, words, known)]
        places += [place[:2] for place in words if term.is_begun and place[2].startswith(term.words[-1])]
        terms += bool(places)
        spans.update(places)
    return _Marked(text, tuple(_apart(sorted(spans))), terms)


def _places(name: Words, words: Sequence[tuple[int, int, str]], known: Vocabulary) -> Iterator[tuple[int, int]]:
    """Yield where these words stand in a row, in whatever form."""
    stems = [known.stem(word) for word in name]
    for at in range(len(words) - len(name) + 1):
        if [known.stem(word) for _, _, word in words[at : at + len(name)]] == stems:
            yield words[at][0], words[at + len(name) - 1][1]


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

"""The piece of an entry's text that answers best, with the words that were looked for marked in it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from registry.queries.guidance_terms import Marks
from registry.queries.guidance_vocabulary import Vocabulary
from registry.queries.guidance_words import split

LONGEST, SHORTEST = 260, 90
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Piece:
    """A piece of an extract; `is_match` if it is what was looked for. Not escaped: that is for whoever shows it."""

    text: str
    is_match: bool


def extract(body: str, marks: Marks, known: Vocabulary) -> tuple[Piece, ...]:
    """Return the paragraph with the most of the words, with those that follow while it is short; none without any."""
    stems = {known.stem(word) for word in marks.words}

    def is_mark(word: str) -> bool:
        plain = "".join(split(word))
        return known.stem(plain) in stems or plain.startswith(marks.begun or " ")

    blocks = [" ".join(block.split()) for block in body.split("\n\n")]
    found = [{known.stem(word.casefold()) for word in WORD.findall(block) if is_mark(word)} for block in blocks]
    best = max(range(len(blocks)), key=lambda at: (len(found[at]), len(blocks[at]) >= SHORTEST))
    if not found[best]:
        return ()
    text = blocks[best]
    for block in blocks[best + 1 :]:
        if len(text) >= SHORTEST:
            break
        text = f"{text} {block}"
    return tuple(_pieces(_cut(text, is_mark), is_mark))


def _cut(text: str, is_mark: Callable[[str], bool]) -> str:
    """Shorten a text to what surrounds the first mark, at blanks."""
    if len(text) <= LONGEST:
        return text
    first = next(word.start() for word in WORD.finditer(text) if is_mark(word[0]))
    start = 0 if first < LONGEST // 2 else text.rfind(" ", 0, first - SHORTEST) + 1
    end = text.rfind(" ", start, start + LONGEST) if start + LONGEST < len(text) else len(text)
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def _pieces(text: str, is_mark: Callable[[str], bool]) -> Iterator[Piece]:
    """Split where a mark begins or ends; marks with nothing but a blank between them are one."""
    spans: list[tuple[int, int]] = []
    for word in WORD.finditer(text):
        if is_mark(word[0]):
            joined = bool(spans) and not text[spans[-1][1] : word.start()].strip()
            spans[-1:] = [(spans[-1][0], word.end())] if joined else [*spans[-1:], word.span()]
    at = 0
    for start, end in spans:
        yield from (Piece(text[at:start], is_match=False), Piece(text[start:end], is_match=True))
        at = end
    yield Piece(text[at:], is_match=False)

"""Full text search over the guidance: what was typed, what it may mean, and the best places first.

An entry's score is the sum over the terms of (how rare the term is) x (how prominently it stands there): title before
keywords before summary before body. It is raised when words that were typed side by side stand side by side, when the
whole of what was typed is one of the entry's keywords, and when all terms are there. Pages take the score of their
best part.
"""

from dataclasses import dataclass

from registry.queries.guidance_entries import Match, find, suggested
from registry.queries.guidance_terms import Wanted, suggestion, wanted
from registry.queries.guidance_vocabulary import vocabulary
from registry.queries.guidance_words import split

EVERYONE = "everyone"
MOST_SUGGESTIONS = 6


@dataclass(frozen=True)
class Found:
    """What a search found. `words` are what was typed.

    `corrected`: what was searched for in their place, because they surely mean that; empty otherwise.
    `did_you_mean`: what they may mean, to be offered; empty otherwise. `counts`: pages by audience, without the filter.
    """

    words: str
    results: tuple[Match, ...]
    total: int
    counts: dict[str, int]
    corrected: str = ""
    did_you_mean: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A page or an answer to go to at once."""

    title: str
    address: str


def search(words: str, *, audience: str = "", page: int = 1, as_typed: bool = False) -> Found:
    """Return one page of results, best first. `as_typed`: correct nothing.

    Raises IndexMissing before the index was made for the first time. Two statements once the vocabulary is known.
    """
    known = vocabulary()
    meant = None if as_typed else known.corrected(split(words))
    corrected = meant.words if meant and meant.is_sure else ""
    matches, counts = find(wanted(corrected or words, known), known, audience=audience, page=page)
    return Found(
        words=words,
        results=matches,
        total=sum(count for name, count in counts.items() if audience in {"", name} or name == EVERYONE),
        counts=counts,
        corrected=corrected,
        did_you_mean=meant.words if meant and not meant.is_sure else "",
    )


def suggest(words: str, *, most: int = MOST_SUGGESTIONS) -> tuple[Suggestion, ...]:
    """Return places whose title or keywords go on from what is being typed, best first; spelling is put right."""
    known = vocabulary()
    found = _suggestions(suggestion(words, known), most)
    meant = None if found else known.corrected(split(words))
    return _suggestions(suggestion(meant.words, known), most) if meant else found


def _suggestions(what: Wanted, most: int) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(title, address) for title, address in suggested(what, most=most))

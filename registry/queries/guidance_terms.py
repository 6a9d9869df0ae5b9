"""From terms to text search queries. Every word in them is made of letters and digits alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from registry.queries.guidance_vocabulary import Vocabulary
from registry.queries.guidance_words import Term, Words, split, synonyms, terms, tidy

# What two words side by side weigh beside the commoner of them, and how much is left of a name of the whole subject.
PAIR_SHARE, SUBJECT_SHARE = 0.8, 0.4
# Words that weigh less than this share of the weightiest decide nothing, and are not looked for.
LEAST_SHARE = 0.12
PROMINENT = "AB"  # titles and keywords


class Role(StrEnum):
    """What a query is for: to find entries, to find no others, or to reward neighbours."""

    TELLING = "telling"
    QUOTED = "quoted"
    PAIR = "pair"


@dataclass(frozen=True)
class Scored:
    """A query, others that count for less (and where they are prominent), how much they weigh, and what for."""

    own: str
    also: str
    prominent: str
    weight: float
    role: Role


@dataclass(frozen=True)
class Wanted:
    """What to look for; `terms` are to be marked. `whole` is what was typed, to be compared with keywords."""

    scored: tuple[Scored, ...]
    whole: str
    terms: tuple[Term, ...]


def wanted(text: str, known: Vocabulary) -> Wanted:
    """Return the queries of a search."""
    found = terms(text)
    telling = _telling(found, known)
    # A word that is there whole needs no prefix: "car" is not the beginning of "care".
    whole = [replace(term, is_begun=term.is_begun and not known.knows(term.words[-1])) for term in telling]
    scored = [_scored(term, known) for term in whole]
    most = max((one.weight for one in scored), default=0.0)
    kept = [one for one in scored if one.weight >= LEAST_SHARE * most or one.role is Role.QUOTED]
    return Wanted((*kept, *_pairs(text, known)), tidy(text), tuple(whole))


def suggestion(text: str, known: Vocabulary) -> Wanted:
    """Return the queries of a suggestion: only in titles and keywords, where every telling word must be."""
    found = terms(text)
    telling = _telling(found, known)
    return Wanted(tuple(_scored(term, known, PROMINENT) for term in telling), tidy(text), tuple(telling))


def _telling(found: Sequence[Term], known: Vocabulary) -> Sequence[Term]:
    """Leave out words that say little, unless there are no others."""
    telling = [term for term in found if term.is_quoted or not all(known.says_little(word) for word in term.words)]
    return telling or found


def _scored(term: Term, known: Vocabulary, places: str = "") -> Scored:
    others = list(_others(term))
    also, prominent = (" | ".join(f"({_phrase(words, s + p)})" for words, s in others) for p in (places, PROMINENT))
    role = Role.QUOTED if term.is_quoted else Role.TELLING
    weight = known.rarity(term) * (SUBJECT_SHARE if term.words in synonyms().subject else 1)
    return Scored(_phrase(term.words, places), also, prominent, weight, role)


def _others(term: Term) -> Iterator[tuple[Words, str]]:
    """Yield what counts for less, with "*" where the last word may go on."""
    if term.is_begun:
        yield term.words, "*"
    yield from ((words, "") for words in term.also)


def _pairs(text: str, known: Vocabulary) -> Iterable[Scored]:
    """Two words side by side, where they are prominent: "no phone" is more than "no" and "phone"."""
    for pair in pairwise(split(text)):
        if all(map(known.knows, pair)) and not all(map(known.says_little, pair)):
            weight = min(known.rarity(Term((word,))) for word in pair)
            yield Scored(_phrase(pair, PROMINENT), "", "", PAIR_SHARE * weight, Role.PAIR)


def _phrase(words: Words, suffix: str = "") -> str:
    """Return a query for words in a row; the suffix says where they stand, and "*" that the last may go on."""
    places = suffix.lstrip("*")
    marked = [f"{word}:{places}" if places else word for word in words[:-1]]
    last = f"{words[-1]}:{suffix}" if suffix else words[-1]
    return " <-> ".join([*marked, last])

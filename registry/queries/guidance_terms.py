"""From terms to text search queries. Every word in them is made of letters and digits alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from registry.queries.guidance_vocabulary import Vocabulary
from registry.queries.guidance_words import Term, Words, split, synonyms, terms, tidy

# What two words side by side weigh beside the commoner of them, and how much is left of a name of the whole subject.
PAIR_SHARE, SUBJECT_SHARE = 0.5, 0.4
# Words that weigh less than the first share of the weightiest decide nothing, and are not looked for. Those that weigh
# less than the second are not looked for in texts, nor is a name of the whole subject.
LEAST_SHARE, COMMON_SHARE = 0.12, 0.5
PROMINENT = "AB"  # titles and keywords


class Role(StrEnum):
    """What a term is for. What is needed must be there; what has all that tells something comes before the rest.

    A common word beside rarer ones is looked for only where it is prominent.
    """

    TELLING = "telling"
    NEEDED = "needed"
    COMMON = "common"


@dataclass(frozen=True)
class Scored:
    """The queries of one term, how much it weighs, and what it is for. An empty query finds nothing.

    `also`: what counts for less; `prominent`: the same, where it is prominent. `words` and `phrases`: what to look for
    in texts, where only phrases need the text itself to be read.
    """

    own: str
    also: str
    prominent: str
    words: str
    phrases: str
    weight: float
    role: Role


@dataclass(frozen=True)
class Wanted:
    """What to look for; `terms` are to be marked. `whole` is what was typed, to be compared with names.

    `pairs`: queries for two words side by side, with what they weigh.
    """

    scored: tuple[Scored, ...]
    whole: str
    terms: tuple[Term, ...]
    pairs: tuple[tuple[str, float], ...] = ()


def wanted(text: str, known: Vocabulary) -> Wanted:
    """Return the queries of a search."""
    telling = _telling(terms(text), known)
    # A word that is there whole needs no prefix: "car" is not the beginning of "care".
    whole = tuple(replace(term, is_begun=term.is_begun and not known.knows(term.words[-1])) for term in telling)
    weights = [_weight(term, known) for term in whole]
    most = max((weight for term, weight in zip(whole, weights, strict=True) if known.has(term)), default=0.0)
    scored = (_scored(term, weight, most) for term, weight in zip(whole, weights, strict=True))
    return Wanted(tuple(filter(None, scored)), tidy(text), whole, tuple(_pairs(text, known)))


def suggestion(text: str, known: Vocabulary) -> Wanted:
    """Return the queries of a suggestion: only in titles and keywords, where every telling word must be."""
    telling = _telling(terms(text), known)
    scored = tuple(_queries(term, _weight(term, known), Role.NEEDED, PROMINENT) for term in telling)
    most = max((one.weight for one in scored), default=0.0)
    pairs = tuple((_phrase(pair, "*" + PROMINENT), PAIR_SHARE * most) for pair in pairwise(split(text)))
    return Wanted(scored, tidy(text), telling, pairs)


def _telling(found: tuple[Term, ...], known: Vocabulary) -> tuple[Term, ...]:
    """Leave out words that say little, unless there are no others."""
    fillers = synonyms().fillers
    telling = [
        term
        for term in found
        if term.is_quoted or not all(word in fillers or known.says_little(word) for word in term.words)
    ]
    return tuple(telling) or found


def _weight(term: Term, known: Vocabulary) -> float:
    return known.rarity(term) * (SUBJECT_SHARE if term.words in synonyms().subject else 1)


def _scored(term: Term, weight: float, most: float) -> Scored | None:
    """Return what a term is worth beside the weightiest; None if that is nothing."""
    if term.is_quoted:
        return _queries(term, weight, Role.NEEDED)
    if weight < LEAST_SHARE * most:
        return None
    if weight < COMMON_SHARE * most or term.words in synonyms().subject:
        return replace(_queries(term, weight, Role.COMMON), words="", phrases="")
    return _queries(term, weight, Role.TELLING)


def _queries(term: Term, weight: float, role: Role, places: str = "") -> Scored:
    others = list(_others(term))
    everything = [(term.words, ""), *others]
    return Scored(
        own=_phrase(term.words, places),
        also=_any(others, places),
        prominent=_any(others, PROMINENT),
        words=_any(one for one in everything if len(one[0]) == 1),
        phrases=_any(one for one in everything if len(one[0]) > 1),
        weight=weight,
        role=role,
    )


def _others(term: Term) -> Iterator[tuple[Words, str]]:
    """Yield what counts for less, with "*" where the last word may go on."""
    if term.is_begun:
        yield term.words, "*"
    yield from ((words, "") for words in term.also)


def _pairs(text: str, known: Vocabulary) -> Iterator[tuple[str, float]]:
    """Two words side by side, where they are prominent: "no phone" is more than "no" and "phone"; so is "no pho"."""
    words = split(text)
    for place, pair in enumerate(pairwise(words), 2):
        is_begun = place == len(words) and not known.knows(pair[1])
        if known.knows(pair[0]) and known.knows(pair[1], is_begun=is_begun) and not all(map(known.says_little, pair)):
            weight = min(known.rarity(Term((word,), is_begun=is_begun)) for word in pair)
            yield _phrase(pair, "*" * is_begun + PROMINENT), PAIR_SHARE * weight


def _any(names: Iterable[tuple[Words, str]], places: str = "") -> str:
    """Return a query for any of these names."""
    return " | ".join(f"({_phrase(words, goes_on + places)})" for words, goes_on in names)


def _phrase(words: Words, suffix: str = "") -> str:
    """Return a query for words in a row; the suffix says where they stand, and "*" that the last may go on."""
    places = suffix.lstrip("*")
    marked = [f"{word}:{places}" if places else word for word in words[:-1]]
    last = f"{words[-1]}:{suffix}" if suffix else words[-1]
    return " <-> ".join([*marked, last])

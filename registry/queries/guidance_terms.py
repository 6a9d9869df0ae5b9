"""From terms to text search queries. Every word in them is made of letters and digits alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from registry.queries.guidance_vocabulary import Vocabulary
from registry.queries.guidance_words import Term, Words, split, terms, tidy

# How much is left of a word's weight if English says nothing by it, and of a pair's beside its words.
COMMON_SHARE, PAIR_SHARE = 0.4, 0.6
PROMINENT = "AB"  # titles and keywords


@dataclass(frozen=True)
class Scored:
    """A query whose place in an entry counts, another that counts for less, and how much they weigh."""

    own: str
    also: str
    weight: float


@dataclass(frozen=True)
class Wanted:
    """What to look for. `any` finds entries, `all` raises them; `whole` is what was typed, to be compared."""

    scored: tuple[Scored, ...]
    any: str
    all: str
    whole: str


def wanted(text: str, known: Vocabulary) -> Wanted:
    """Return the queries of a search."""
    found = terms(text)
    loose = _telling([term for term in found if not term.is_quoted], known)
    quoted = [_phrase(term.words) for term in found if term.is_quoted]
    some = _joined(" | ", [_either(term) for term in loose])
    return Wanted(
        scored=(*(_scored(term, known) for term in found), *_pairs(text, known)),
        any=_joined(" & ", [*quoted, some]),
        all=_joined(" & ", [*quoted, *(_either(term) for term in loose)]),
        whole=tidy(text),
    )


def suggestion(text: str, known: Vocabulary) -> Wanted:
    """Return the queries of a suggestion: every word, and only in titles and keywords."""
    found = terms(text)
    needed = _joined(" & ", [_either(term, PROMINENT) for term in _telling(found, known)])
    return Wanted(tuple(_scored(term, known) for term in found), needed, needed, tidy(text))


def _telling(found: Sequence[Term], known: Vocabulary) -> Sequence[Term]:
    """Leave out words that say little, unless there are no others."""
    telling = [term for term in found if not all(known.says_little(word) for word in term.words)]
    return telling or found


def _scored(term: Term, known: Vocabulary) -> Scored:
    share = COMMON_SHARE if all(known.says_little(word) for word in term.words) else 1.0
    return Scored(_phrase(term.words), _joined(" | ", _others(term)), known.rarity(term) * share)


def _pairs(text: str, known: Vocabulary) -> Iterable[Scored]:
    """Two words side by side, where they are prominent: "no phone" is more than "no" and "phone"."""
    for pair in pairwise(split(text)):
        weight = (
            max(known.rarity(Term((word,))) for word in pair if known.knows(word))
            if any(map(known.knows, pair))
            else 0.0
        )
        yield Scored(_phrase(pair, PROMINENT), "", PAIR_SHARE * weight)


def _either(term: Term, places: str = "") -> str:
    return _joined(" | ", [_phrase(term.words, places), *_others(term, places)])


def _others(term: Term, places: str = "") -> list[str]:
    going_on = [_phrase(term.words, f"*{places}")] if term.is_begun else []
    return [*going_on, *(_phrase(words, places) for words in term.also)]


def _phrase(words: Words, suffix: str = "") -> str:
    """Return a query for words in a row; the suffix says where they stand, and "*" that the last may go on."""
    places = suffix.lstrip("*")
    marked = [f"{word}:{places}" if places else word for word in words[:-1]]
    last = f"{words[-1]}:{suffix}" if suffix else words[-1]
    return " <-> ".join([*marked, last])


def _joined(sign: str, queries: Iterable[str]) -> str:
    return sign.join(f"({query})" for query in queries if query)

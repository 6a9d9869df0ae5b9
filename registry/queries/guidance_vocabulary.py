"""The words of the search index: how common each one is, and which one was meant by a word that is not there.

Kept by each process for as long as the index stays what it is.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from registry.models import SearchEntry, SearchIndex
from registry.queries.guidance_words import Term, Words, split, synonyms

# Words with their stem, and whether English leaves them out of searches ("the", "no").
STEMS = """
SELECT word, (ts_lexize('registry_every_word', word))[1], ts_lexize('pg_catalog.english_stem', word) = '{}'
FROM unnest(%s::text[]) AS word
"""
COUNTS = "SELECT word, ndoc FROM ts_stat('SELECT head_words || body_words FROM registry_searchentry')"
SHORTEST_TO_CORRECT = 5
# How alike two words are, from 0 to 1: one wrong letter of four is 0.75.
SURELY, PERHAPS = 0.74, 0.66


class IndexMissing(Exception):
    """The search has not been given its content: `manage.py index_guidance`."""


@dataclass(frozen=True)
class Correction:
    """What was probably meant; `is_sure` if so little differs that it may be searched for without asking.

    Fingers seldom slip on the first letter: "affect" is no misspelt "effect".
    """

    words: str
    is_sure: bool


@dataclass(frozen=True)
class Vocabulary:
    """The words of one state of the index. `stems` by word; `entries` by stem: in how many it stands."""

    digest: str
    total: int
    stems: dict[str, str]
    common: frozenset[str]
    entries: dict[str, int]

    def knows(self, word: str, *, is_begun: bool = False) -> bool:
        """True if the word stands somewhere; of one that is begun, if a word goes on from it."""
        return word in self.stems or (is_begun and any(other.startswith(word) for other in self.stems))

    def stem(self, word: str) -> str:
        """Return the stem of a word of the index; another word stands for itself."""
        return self.stems.get(word, word)

    def rarity(self, term: Term) -> float:
        """Return how much it says that an entry has this term: near 0 if all have it, 5 or so if one of 150 does."""
        found = self._found(term)
        return math.log(1 + (self.total - found + 0.5) / (found + 0.5))

    def has(self, term: Term) -> bool:
        """True if the term, or another name of it, stands somewhere."""
        return self._found(term) > 0

    def _found(self, term: Term) -> int:
        return max(self._entries(words, term.is_begun) for words in (term.words, *term.also))

    def _entries(self, words: Words, is_begun: bool) -> int:
        counts = [self.entries.get(self.stems.get(word, ""), 0) for word in words]
        if is_begun and not counts[-1]:
            going_on = {stem for word, stem in self.stems.items() if word.startswith(words[-1])}
            counts[-1] = max((self.entries.get(stem, 0) for stem in going_on), default=0)
        return min(counts)

    def says_little(self, word: str) -> bool:
        """True for words such as "the" and "no"."""
        return word in self.common

    def corrected(self, words: Sequence[str]) -> Correction | None:
        """Return the words with each unknown one replaced by the nearest; None if none is, or one has nothing near."""
        named = {word for name in synonyms().others for word in name} | synonyms().fillers
        odd = [n for n, word in enumerate(words) if not (word.isdigit() or word in named or self.knows(word))]
        other_forms = self._other_forms([words[n] for n in odd])
        odd = [n for n in odd if words[n] not in other_forms]
        if odd and odd[-1] == len(words) - 1 and self.knows(words[-1], is_begun=True):
            odd.pop()
        nearest = {n: self._nearest(words[n]) for n in odd}
        near = {n: found for n, found in nearest.items() if found}
        if not near:
            return None
        meant = " ".join(near[n][0] if n in near else word for n, word in enumerate(words))
        return Correction(meant, is_sure=len(near) == len(odd) and all(sure for _, sure in near.values()))

    def _other_forms(self, words: Sequence[str]) -> set[str]:
        """Return those words whose stem stands somewhere: "disabilities" is found by "disability"."""
        if not words:
            return set()
        return {word for word, stem, _ in stems_of(words) if stem in self.entries}

    def _nearest(self, word: str) -> tuple[str, bool] | None:
        halves = [(word[:n], word[n:]) for n in range(2, len(word) - 1)]
        if both := next((pair for pair in halves if all(map(self.knows, pair))), None):
            return " ".join(both), True
        # In a short word a letter may be missing, or two have changed places: too many others are near.
        is_short = len(word) < SHORTEST_TO_CORRECT
        alike = [
            other for other in self.stems if not is_short or len(other) > len(word) or sorted(other) == sorted(word)
        ]
        others = [other for other in alike if len(other) >= SHORTEST_TO_CORRECT - 1 and not other.isdigit()]
        found = process.extract(word, others, scorer=OSA.normalized_similarity, limit=5, score_cutoff=PERHAPS)
        best = max(found, key=lambda one: (one[1], self._entries((one[0],), is_begun=False)), default=None)
        return (best[0], best[1] >= SURELY and best[0][0] == word[0]) if best else None


class _Kept:
    """The newest vocabulary, with the lock under which it is replaced."""

    def __init__(self) -> None:
        self.vocabulary: Vocabulary | None = None
        self.lock = Lock()


_kept = _Kept()


def vocabulary() -> Vocabulary:
    """Return the words of the index as it is now: one small statement unless it changed. Raises IndexMissing."""
    digest = index_digest()
    if not digest:
        raise IndexMissing
    with _kept.lock:
        if _kept.vocabulary is None or _kept.vocabulary.digest != digest:
            _kept.vocabulary = _read(digest)
        return _kept.vocabulary


def index_digest() -> str:
    """Return which content the index holds, empty before the first time."""
    return SearchIndex.objects.values_list("digest", flat=True).first() or ""


def stems_of(words: Sequence[str]) -> list[tuple[str, str, bool]]:
    """Return words with their stem, and whether English leaves them out of searches."""
    with connection.cursor() as cursor:
        cursor.execute(STEMS, [list(words)])
        return list(cursor.fetchall())


def _read(digest: str) -> Vocabulary:
    texts = SearchEntry.objects.values_list("title", "keywords", "summary", "body")
    rows = [" ".join(row) for row in texts]
    stems = stems_of(sorted(_distinct(rows)))
    with connection.cursor() as cursor:
        cursor.execute(COUNTS)
        counts = dict(cursor.fetchall())
    common = frozenset(word for word, _, is_common in stems if is_common)
    return Vocabulary(digest, len(rows), {word: stem for word, stem, _ in stems}, common, counts)


def _distinct(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in split(text)}

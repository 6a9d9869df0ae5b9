"""What somebody typed into the search of the guidance, as terms that the database can look for.

Only letters and digits of what was typed ever become part of a text search query.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.conf import settings

LONGEST = 80
MOST_WORDS = 12
WORD = re.compile(r"[a-z0-9]+")
QUOTED = re.compile(r'"([^"]+)"')
AGE = re.compile(r"(\d{1,2})(?:yo|yr|yrs|y|year|years)?")
OLDEST_CHILD = 17
Words = tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """One thing to look for: words that follow each other, and others that mean the same.

    `is_begun`: the last word may go on. `is_quoted`: it must be there.
    """

    words: Words
    also: tuple[Words, ...] = ()
    is_begun: bool = False
    is_quoted: bool = False


@dataclass(frozen=True)
class Synonyms:
    """What else words may be called; each name is words in a row. `subject`: names of what all pages are about.

    `fillers`: words that surround what is looked for, such as "wants".
    """

    others: dict[Words, tuple[Words, ...]]
    subject: frozenset[Words]
    fillers: frozenset[str]
    below: tuple[str, ...]
    from_: tuple[str, ...]
    after: frozenset[str]
    before: frozenset[str]

    @property
    def longest(self) -> int:
        """How many words the longest name has."""
        return max(map(len, self.others))


def tidy(text: str) -> str:
    """Return what was typed in small plain letters, without signs, cut to a bearable length."""
    return " ".join(split(text.replace('"', " ")))


def split(text: str) -> Words:
    """Return the words of a text as the search compares them: small letters without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(WORD.findall(plain))


def terms(text: str) -> tuple[Term, ...]:
    """Return what to look for: phrases in quotes first, then the other words, names of several words together."""
    typed = unicodedata.normalize("NFKC", text).translate(dict.fromkeys(map(ord, "“”„«»"), '"'))[:LONGEST]
    quoted = [Term(split(phrase), is_quoted=True) for phrase in QUOTED.findall(typed) if split(phrase)]
    rest = QUOTED.sub(" ", typed)
    loose = list(_named(split(rest)[:MOST_WORDS]))
    # A name that is known is complete: "pos" is not the beginning of "post".
    if loose and rest[-1:].isalnum() and loose[-1].words not in synonyms().others:
        loose[-1] = replace(loose[-1], is_begun=True)
    return (*quoted, *loose)


def _named(words: Words) -> Iterator[Term]:
    """Take the longest known name at each place, else one word."""
    at = 0
    while at < len(words):
        length = next((n for n in range(synonyms().longest, 1, -1) if _others(words[at : at + n])), 1)
        name = words[at : at + length]
        yield Term(name, _others(name) + _if_an_age(words, at))
        at += length


def _others(name: Words) -> tuple[Words, ...]:
    """Return what else a name is called; one that is not known may be the plural of one that is."""
    known = synonyms().others
    one = (*name[:-1], name[-1].removesuffix("s"))
    return known.get(name) or known.get(one, ())


def _if_an_age(words: Words, at: int) -> tuple[Words, ...]:
    """Return what is said of people of an age, if this word can be one: "child 14", "14 yo", "aged 14"."""
    found = AGE.fullmatch(words[at])
    known = synonyms()
    is_other = set(words[at - 1 : at]) & known.after if at else set()
    if not found or int(found[1]) > OLDEST_CHILD or is_other or set(words[at + 1 : at + 2]) & known.before:
        return ()
    said = known.below if int(found[1]) < settings.MINIMUM_AGE else known.from_
    return tuple(split(name.format(age=settings.MINIMUM_AGE)) for name in said)


@cache
def synonyms() -> Synonyms:
    """Read content/search/synonyms.toml, once for each process."""
    given = tomllib.loads((settings.BASE_DIR / "content" / "search" / "synonyms.toml").read_text())
    others: dict[Words, dict[Words, None]] = {}
    for name, other in _pairs(given):
        others.setdefault(split(name), {}).setdefault(split(other))
    ages: dict[str, Sequence[str]] = given["ages"]
    return Synonyms(
        {name: tuple(named) for name, named in others.items()},
        frozenset(split(name) for name in given["subject"]["typed"]),
        frozenset(given["fillers"]),
        tuple(ages["below"]),
        tuple(ages["from"]),
        frozenset(ages["after"]),
        frozenset(ages["before"]),
    )


def _pairs(given: dict[str, Any]) -> Iterable[tuple[str, str]]:
    for line in given["same"]:
        yield from ((name, other) for name in line for other in line if split(other) != split(name))
    for meaning in [*given["means"], given["subject"]]:
        yield from ((name, other) for name in meaning["typed"] for other in meaning["means"] if other != name)

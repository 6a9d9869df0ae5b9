"""Questions that only the person is likely to answer, drawn from the record, for callers. Source: trust.md T18, AC2.

Whoever is close to someone knows the name, the birth date and the postcode. So a question whose answer the caller
has already used to be found is not asked, and the questions come from as many corners of the record as it has: where
someone lives, how they are reached, what they are called. Nothing here is shown with its answer, or kept.
"""

import hmac
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from django.db import models

from registry.demographics import Demographics
from registry.matching import IdentityDetails, name_key, postcode_key


class QuestionKind(models.TextChoices):
    """What is asked, in the words that the member of staff reads out."""

    FIRST_LINE = "first_line", "What is the first line of the address?"
    HOUSE_NUMBER = "house_number", "What is the number of the house?"
    POSTCODE = "postcode", "What is the postcode?"
    MOBILE_END = "mobile_end", "What are the last 4 digits of the mobile number that the GP practice has?"
    EMAIL_START = "email_start", "What comes before the @ in the email address that the GP practice has?"
    MIDDLE_NAME = "middle_name", "What is the middle name?"
    KNOWN_AS = "known_as", "What name does the person like to be called by?"
    GP_PRACTICE = "gp_practice", "What is the code of the GP practice, as printed on a prescription?"


K = QuestionKind
# Two answers of one corner are nearly the same knowledge: corners take turns.
CORNERS = {
    K.FIRST_LINE: "home", K.HOUSE_NUMBER: "home", K.POSTCODE: "home",
    K.MOBILE_END: "contact", K.EMAIL_START: "contact",
    K.MIDDLE_NAME: "names", K.KNOWN_AS: "names",
    K.GP_PRACTICE: "practice",
}  # fmt: skip
# The first line says the number too, and few people know their practice's code: it is asked when nothing else is left.
CLASHES = {K.FIRST_LINE: K.HOUSE_NUMBER, K.HOUSE_NUMBER: K.FIRST_LINE}
LAST_RESORT = K.GP_PRACTICE
MOBILE_DIGITS = 4

HOUSE = re.compile(r"\s*(\d+\s?[a-z]?)\b[\s,]+(?=.*[^\W\d_]{2})", re.IGNORECASE)
RUNS = re.compile(r"\d+|[^\W\d_]+")
# Long and short forms become one; "St" is as short as people write "Street" and "Saint".
SHORT = {
    "street": "st", "saint": "st", "road": "rd", "avenue": "ave", "av": "ave", "lane": "ln", "drive": "dr",
    "close": "cl", "court": "ct", "crescent": "cres", "gardens": "gdns", "garden": "gdns", "grove": "gr",
    "place": "pl", "square": "sq", "terrace": "ter", "terr": "ter", "house": "hse", "apartment": "apt",
    "building": "bldg", "buildings": "bldg", "north": "n", "south": "s", "east": "e", "west": "w", "the": "",
    "and": "", "number": "", "no": "",
}  # fmt: skip


def said_already(details: IdentityDetails, person: Demographics) -> list[QuestionKind]:
    """Return the kinds whose answer the caller gave in order to be found."""
    given, middle = name_key(details.given_name), _answers(K.MIDDLE_NAME, person)
    used = {
        K.POSTCODE: bool(details.postcode),
        K.KNOWN_AS: bool({given} & _answers(K.KNOWN_AS, person)),
        K.MIDDLE_NAME: len(details.given_name.split()) > 1 or bool({given} & middle),
    }
    return [kind for kind, is_used in used.items() if is_used]


def askable(person: Demographics, said: Iterable[str]) -> list[QuestionKind]:
    """Return every kind that this record can answer and the caller has not given away."""
    return [kind for kind in K if kind not in set(said) and _answers(kind, person)]


def next_kind(
    person: Demographics,
    said: Iterable[str],
    asked: Sequence[str],
    draw: Callable[[Sequence[QuestionKind]], QuestionKind],
) -> QuestionKind | None:
    """Draw the next question among the corners asked least so far; None when the record has no more to ask."""
    left = _left(person, said, asked)
    easy = [kind for kind in left if kind != LAST_RESORT]
    if not easy:
        return LAST_RESORT if left else None
    times = {corner: sum(CORNERS[K(kind)] == corner for kind in asked) for corner in CORNERS.values()}
    least = min(times[CORNERS[kind]] for kind in easy)
    return draw([kind for kind in easy if times[CORNERS[kind]] == least])


def how_many_left(person: Demographics, said: Iterable[str], asked: Sequence[str]) -> int:
    """Return how many more questions can be asked: of two that say the same, one."""
    left = _left(person, said, asked)
    return len(left) - any(CLASHES.get(kind) in left for kind in left)


def _left(person: Demographics, said: Iterable[str], asked: Sequence[str]) -> list[QuestionKind]:
    gone = set(asked) | {CLASHES[K(kind)] for kind in asked if K(kind) in CLASHES}
    return [kind for kind in askable(person, said) if kind not in gone]


def is_right(kind: QuestionKind, person: Demographics, typed: str) -> bool:
    """Compare what the caller said with the record: case, blanks, accents, stops, "St" for "Street" do not matter."""
    heard = HEARD[kind](typed).encode()
    fits = [hmac.compare_digest(heard, answer.encode()) for answer in _answers(kind, person)]
    return bool(heard) and any(fits)


def address_key(text: str) -> str:
    """Return a line of an address as it is compared. Two numbers side by side stay apart: 1 2 is not 12."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("\u2019", ""))
    plain = "".join(sign for sign in folded if not unicodedata.combining(sign))
    words = [SHORT.get(word, word) for word in RUNS.findall(plain)]
    return re.sub(r"(?<=\d)\|(?!\d)|(?<!\d)\|", "", "|".join(word for word in words if word))


def house_number(line: str) -> str:
    """Return the number that a first line begins with, such as 14 or 14b; nothing for a flat or a named house."""
    found = HOUSE.match(line)
    return address_key(found[1]) if found else ""


def _mobile_key(text: str) -> str:
    """Return the last digits; someone who says the whole number is taken at their word for all of it."""
    digits = "".join(sign for sign in text if sign.isascii() and sign.isdigit())
    return digits if len(digits) <= MOBILE_DIGITS else _national(digits)


def _national(digits: str) -> str:
    return re.sub(r"^(0044|44|0)", "", digits)


def _local_part(text: str) -> str:
    return "".join(sign for sign in text.casefold().partition("@")[0] if sign.isalnum())


HEARD: dict[QuestionKind, Callable[[str], str]] = {
    K.FIRST_LINE: address_key,
    K.HOUSE_NUMBER: address_key,
    K.POSTCODE: postcode_key,
    K.MOBILE_END: _mobile_key,
    K.EMAIL_START: _local_part,
    K.MIDDLE_NAME: name_key,
    K.KNOWN_AS: name_key,
    K.GP_PRACTICE: postcode_key,
}


def _answers(kind: QuestionKind, person: Demographics) -> set[str]:
    """Return all right answers in the form in which they are compared; none when the record has none."""
    first_line = person.address_lines[0] if person.address_lines else ""
    found: dict[QuestionKind, set[str]] = {
        K.FIRST_LINE: {address_key(first_line)},
        K.HOUSE_NUMBER: {house_number(first_line)},
        K.POSTCODE: {postcode_key(person.postcode)},
        K.MOBILE_END: _mobile_answers(person.mobile),
        K.EMAIL_START: {_local_part(person.email)},
        K.MIDDLE_NAME: _middle_names(person.given_names),
        K.KNOWN_AS: {name_key(person.known_as)} - {name_key(name) for name in person.given_names.split()},
        K.GP_PRACTICE: {postcode_key(person.gp_practice_code)},
    }
    return found[kind] - {""}


def _mobile_answers(mobile: str) -> set[str]:
    digits = _national("".join(sign for sign in mobile if sign.isdigit()))
    return {digits, digits[-MOBILE_DIGITS:]} if len(digits) > MOBILE_DIGITS else set()


def _middle_names(given_names: str) -> set[str]:
    middle = given_names.split()[1:]
    return {name_key(name) for name in [*middle, " ".join(middle)]}

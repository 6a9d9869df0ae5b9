"""Does what someone typed fit a demographic record? More than one fit is no match: the caller counts.

Rule: exact date of birth, the family name and a first name compared without case, accents, hyphens, apostrophes and
spaces; initials and known-as names count as first names. Signs that are vowels or make another letter, as in Hindi,
Thai or Japanese, are no accents: without them different names would look the same.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date

from registry.demographics import Demographics
from registry.nhs_number import NHSNumber

# Letters that do not come apart into a base letter and a mark, as passports write them.
# Apostrophes that Unicode counts as letters (U+02B9 to U+02BF) are apostrophes here.
TRANSLITERATED: dict[int, str | None] = dict.fromkeys(range(0x02B9, 0x02C0)) | str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i", "ħ": "h"}
)


@dataclass(frozen=True, repr=False)
class IdentityDetails:
    """What a visitor typed. Exactly one of the NHS number and the postcode is given."""

    given_name: str
    family_name: str
    date_of_birth: date
    nhs_number: NHSNumber | None = None
    postcode: str = ""


# Unicode's combining classes: from 200 on, marks above, below or through a letter; Hebrew and Arabic vowel points,
# which people may leave out. All others are letters in all but name.
ACCENTS = 200
VOWEL_POINTS = range(10, 37)
# Demographic records cut names off here; people must not have to.
RECORDED_NAME_LENGTH = 35


def name_key(text: str) -> str:
    """Return the form in which names are compared: lower-case letters without accents and gaps."""
    recorded = unicodedata.normalize("NFC", text)[:RECORDED_NAME_LENGTH]
    folded = unicodedata.normalize("NFKD", recorded.casefold().translate(TRANSLITERATED))
    return "".join(sign for sign in folded if _is_of_the_name(sign)).translate(TRANSLITERATED)


def _is_of_the_name(sign: str) -> bool:
    if unicodedata.category(sign)[0] != "M":
        return unicodedata.category(sign)[0] == "L"
    place = unicodedata.combining(sign)
    return place < ACCENTS and place not in VOWEL_POINTS


def postcode_key(text: str) -> str:
    """Return a postcode as capital letters and digits only."""
    return "".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum())


def matches(details: IdentityDetails, person: Demographics) -> bool:
    """Say whether every given detail fits this person."""
    return (
        details.date_of_birth == person.date_of_birth
        and family_name_fits(details.family_name, person)
        and first_name_fits(details.given_name, details.family_name, person)
        and _number_or_postcode_fits(details, person)
    )


def family_name_fits(typed: str, person: Demographics) -> bool:
    """A record without letters in its family name, such as a dash, fits nobody: there is nothing to compare."""
    return name_key(typed) == name_key(person.family_name) != ""


def first_name_fits(typed: str, family_name: str, person: Demographics) -> bool:
    """Where one side has no first name, because the person has a single name, the other may only repeat that name."""
    recorded = [*person.given_names.split(), *person.known_as.split(), person.given_names, person.known_as]
    names = {name_key(name) for name in recorded} - {""}
    given = name_key(typed)
    if not names or not given:
        return {given} | names <= {"", name_key(family_name)}
    first = name_key(typed.split(maxsplit=1)[0]) or given
    initials = {name[0] for name in names}
    return bool({given, first} & names) or (len(first) == 1 and first in initials)


def _number_or_postcode_fits(details: IdentityDetails, person: Demographics) -> bool:
    if details.nhs_number:
        return details.nhs_number == person.nhs_number
    return bool(details.postcode) and postcode_key(details.postcode) == postcode_key(person.postcode)

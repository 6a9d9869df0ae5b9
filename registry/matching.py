"""Does what someone typed fit a demographic record? More than one fit is no match: the caller counts.

Rule: exact date of birth, the family name and a first name compared without case, accents, hyphens, apostrophes and
spaces; initials and known-as names count as first names.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date

from registry.demographics import Demographics
from registry.nhs_number import NHSNumber

# Letters that do not come apart into a base letter and a mark, as passports write them.
TRANSLITERATED = str.maketrans(
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


# Demographic records cut names off here; people must not have to.
RECORDED_NAME_LENGTH = 35


def name_key(text: str) -> str:
    """Return the form in which names are compared: lower-case letters without accents, marks and gaps."""
    recorded = unicodedata.normalize("NFC", text)[:RECORDED_NAME_LENGTH]
    folded = unicodedata.normalize("NFKD", recorded.casefold().translate(TRANSLITERATED))
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] == "L").translate(TRANSLITERATED)


def postcode_key(text: str) -> str:
    """Return a postcode as capital letters and digits only."""
    return "".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum())


def matches(details: IdentityDetails, person: Demographics) -> bool:
    """Say whether every given detail fits this person."""
    return (
        details.date_of_birth == person.date_of_birth
        and name_key(details.family_name) == name_key(person.family_name)
        and _first_name_fits(details.given_name, person)
        and _number_or_postcode_fits(details, person)
    )


def _first_name_fits(typed: str, person: Demographics) -> bool:
    """A person with a single name has no first name to compare; then none may be typed, or the name again."""
    recorded = [*person.given_names.split(), *person.known_as.split(), person.given_names, person.known_as]
    names = {name_key(name) for name in recorded} - {""}
    given = name_key(typed)
    if not names or not given:
        return not given and not names
    first = name_key(typed.split(maxsplit=1)[0])
    initials = {name[0] for name in names}
    return bool({given, first} & names) or (len(given) == 1 and given in initials)


def _number_or_postcode_fits(details: IdentityDetails, person: Demographics) -> bool:
    if details.nhs_number:
        return details.nhs_number == person.nhs_number
    return bool(details.postcode) and postcode_key(details.postcode) == postcode_key(person.postcode)

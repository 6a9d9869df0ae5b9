"""Does a search hold something that may identify a person? Then it is neither run nor counted (trust.md T33)."""

import re
import unicodedata

# NHS numbers have ten digits and phone numbers at least as many; one digit may have been lost while typing. Up to three
# signs may stand between two digits.
LONG_NUMBER = re.compile(r"\d(?:[^\w]{0,3}\d){8,}")
EMAIL = re.compile(r"[^\s@]@[^\s@]")
# A whole postcode: the areas that there are, then district, then sector and unit.
POSTCODE = re.compile(
    r"\b(?:[BEGLMNSW]|[A-PR-UWYZ][A-HK-Y])\d[A-Z\d]?\s{0,3}\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE | re.ASCII
)
NATIONAL_INSURANCE = re.compile(r"\b[A-Z]{2}(?:\s{0,2}\d){6}\s{0,2}[A-D]\b", re.IGNORECASE | re.ASCII)
SHAPES = (LONG_NUMBER, EMAIL, POSTCODE, NATIONAL_INSURANCE)


def may_identify(text: str) -> bool:
    """True if the text holds nine digits in a row however spaced, an email address, a postcode or the like.

    Names are not recognised: what many people did not type is kept nowhere (`registry.actions.guidance.searches`).
    """
    plain = unicodedata.normalize("NFKC", text)
    return any(shape.search(plain) for shape in SHAPES)

"""The NHS number: ten digits with a modulus-11 check digit, written 3-3-4.

Source: NHS data dictionary. Weights 10 to 2 over the first nine digits; 11 - (sum mod 11); 11 counts as 0, and 10
means that the number cannot exist. 999 000 0000 to 999 999 9999 are never issued and serve for synthetic people.
`0000000000` passes the check digit but is nobody's number.
"""

import re
from dataclasses import dataclass
from typing import Self

from django.conf import settings

LENGTH = 10
FIRST_TEST_NUMBER = 9_990_000_000
LAST_NUMBER = 9_999_999_999
# Blanks and dashes that people and copied text put between the groups; every other sign is an error.
SEPARATORS = re.compile(r"[ \t\u00a0\u2007\u2009\u202f\-\u2010\u2011\u2012\u2013]")
NATIONAL_INSURANCE = re.compile(r"[A-Za-z]{2}[0-9]{6}[A-Da-d]?")
ASCII_DIGITS = re.compile(r"[0-9]+")

MESSAGES = {
    "empty": "Enter your NHS number",
    "national_insurance": (
        "This looks like a National Insurance number. Your NHS number is 10 digits, such as 999 123 4560"
    ),
    "letters": "Your NHS number must be made of numbers only, such as 999 123 4560",
    "too_short": "Your NHS number is too short. It has 10 digits",
    "too_long": "Your NHS number is too long. It has 10 digits",
    "check_digit": "This is not a real NHS number. Check each digit and enter it again",
    "never_issued": "This is not a real NHS number. Check each digit and enter it again",
}


class NHSNumberError(ValueError):
    """The text is not an NHS number; `code` says why and never repeats the text."""

    def __init__(self, code: str) -> None:
        super().__init__(MESSAGES[code])
        self.code = code


@dataclass(frozen=True, order=True)
class NHSNumber:
    """A number that could belong to someone. Build it with `parse` (from text) or `NHSNumber(value)` (from a row)."""

    value: int

    def __post_init__(self) -> None:
        if not 0 < self.value <= LAST_NUMBER or not has_valid_check_digit(self.value):
            raise NHSNumberError("check_digit")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what someone typed. Raises NHSNumberError with one code for each way it can be wrong."""
        digits = SEPARATORS.sub("", text.strip())
        code = _fault_in(digits)
        if code:
            raise NHSNumberError(code)
        number = cls(int(digits))
        if number.is_test_number and not settings.TEST_NHS_NUMBERS:
            raise NHSNumberError("never_issued")
        return number

    @property
    def digits(self) -> str:
        """The ten digits without blanks."""
        return f"{self.value:010d}"

    @property
    def spaced(self) -> str:
        """The number as people read it: 999 123 4560."""
        digits = self.digits
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}"

    @property
    def is_test_number(self) -> bool:
        """True in the range that is never issued to anyone."""
        return self.value >= FIRST_TEST_NUMBER

    def __repr__(self) -> str:
        """Keep the number out of logs and tracebacks."""
        return "NHSNumber(…)"

    __str__ = __repr__


def has_valid_check_digit(value: int) -> bool:
    """Apply the modulus-11 rule to a number of at most ten digits."""
    digits = [int(digit) for digit in f"{value:010d}"]
    total = sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits[:9], strict=True))
    return (11 - total % 11) % 11 == digits[9]


def _fault_in(digits: str) -> str:
    if not digits:
        return "empty"
    if NATIONAL_INSURANCE.fullmatch(digits):
        return "national_insurance"
    if not ASCII_DIGITS.fullmatch(digits):
        return "letters"
    if len(digits) != LENGTH:
        return "too_short" if len(digits) < LENGTH else "too_long"
    return ""

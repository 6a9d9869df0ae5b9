"""Reading one NHS number, and its check digit. ASCII digits only: ten together, or as 3-3-4 with single blanks.

Source: NHS data dictionary. Weights 10 to 2 over the first nine digits; 11 - (sum mod 11); 11 counts as 0, and 10
means that the number cannot exist. Whatever is spelt otherwise is refused, never guessed at (trust.md T31).
"""

import re

from registry.upholding.terms import Reason, TestNumbers

LENGTH = 10
WEIGHTS = range(10, 1, -1)
BLANKS = b" \t"
# The first nine digits of 999 000 0000, where the numbers begin that are never issued.
FIRST_TEST_NUMBER = 999_000_000
DIGITS = re.compile(rb"[0-9]+")
GROUPED = re.compile(rb"([0-9]{3}) ([0-9]{3}) ([0-9]{4})")
# What the tenth digit must be for each weighted sum of the first nine; 10 stands where no number exists.
CHECK_DIGITS = tuple((11 - total % 11) % 11 for total in range(9 * sum(WEIGHTS) + 1))


def read_number(field: bytes, test_numbers: TestNumbers) -> int | Reason:
    """Return the first nine digits of the number in the field, or why there is none. Blanks around it are allowed."""
    text = field.strip(BLANKS)
    groups = GROUPED.fullmatch(text)
    digits = b"".join(groups.groups()) if groups else text
    return _fault_of_spelling(digits) or _fault_of_number(digits, test_numbers) or int(digits[:9])


def _fault_of_spelling(digits: bytes) -> Reason | None:
    if not digits:
        return Reason.EMPTY
    if not DIGITS.fullmatch(digits):
        return Reason.NOT_DIGITS
    if len(digits) != LENGTH:
        return Reason.TOO_SHORT if len(digits) < LENGTH else Reason.TOO_LONG
    return None


def _fault_of_number(digits: bytes, test_numbers: TestNumbers) -> Reason | None:
    *first_nine, last = (byte - ord("0") for byte in digits)
    total = sum(weight * digit for weight, digit in zip(WEIGHTS, first_nine, strict=True))
    if CHECK_DIGITS[total] != last:
        return Reason.CHECK_DIGIT
    is_test_number = int(digits[:9]) >= FIRST_TEST_NUMBER
    if not any(first_nine) or (is_test_number and test_numbers is TestNumbers.REFUSED):
        return Reason.NEVER_ISSUED
    if not is_test_number and test_numbers is TestNumbers.ONLY:
        return Reason.NOT_A_TEST_NUMBER
    return None

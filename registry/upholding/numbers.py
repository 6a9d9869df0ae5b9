"""Reading one NHS number, and its check digit. ASCII digits only: ten together, or as 3-3-4 with single blanks.

Source: NHS data dictionary. Weights 10 to 2 over the first nine digits; 11 - (sum mod 11); 11 counts as 0, and 10
means that the number cannot exist. With weight 1 for the tenth digit that is: the weighted sum is a multiple of 11.
Whatever is spelt otherwise is refused, never guessed at (trust.md T31).
"""

import re
from operator import mul

from registry.upholding.terms import Reason, TestNumbers

LENGTH = 10
WEIGHTS = tuple(range(LENGTH, 1, -1))
ALL_WEIGHTS = (*WEIGHTS, 1)
MODULUS = 11
# What the tenth digit must be for each weighted sum of the first nine; 10 stands where no number exists.
CHECK_DIGITS = tuple(-total % MODULUS for total in range(9 * sum(WEIGHTS) + 1))
BLANKS = b" \t"
# All that may stand on the line of a number beside its digits.
SPACING = BLANKS + b",\r\n"
# The first nine digits of 999 000 0000, where the numbers begin that are never issued.
FIRST_TEST_NUMBER = 999_000_000
NUMBER_PATTERN = rb"[ \t]*([0-9]{3})( ?)([0-9]{3})\2([0-9]{4})[ \t]*"
NUMBER = re.compile(NUMBER_PATTERN)


def read_number(field: bytes, test_numbers: TestNumbers) -> int | Reason:
    """Return the first nine digits of the number in the field, or why there is none. Blanks around it are allowed."""
    if not NUMBER.fullmatch(field):
        return fault_of_spelling(field)
    digits = field.translate(None, SPACING)
    return fault_of_number(digits, test_numbers) or int(digits[:-1])


def has_valid_check_digit(digits: bytes) -> bool:
    """Apply the modulus-11 rule to ten ASCII digits."""
    # A digit's byte is 48 more than the digit, and 48 times the sum of the weights is a multiple of 11: no difference.
    return int(sum(map(mul, digits, ALL_WEIGHTS))) % MODULUS == 0


def fault_of_spelling(field: bytes) -> Reason:
    """Return why the field is not spelt as a number."""
    text = field.strip(BLANKS)
    if not text:
        return Reason.EMPTY
    if not text.isdigit():  # ASCII only, of bytes
        return Reason.NOT_DIGITS
    return Reason.TOO_SHORT if len(text) < LENGTH else Reason.TOO_LONG


def fault_of_number(digits: bytes, test_numbers: TestNumbers) -> Reason | None:
    """Return why ten digits are no number that we answer for; None where they are one."""
    if not has_valid_check_digit(digits):
        return Reason.CHECK_DIGIT
    number = int(digits[:-1])
    is_test_number = number >= FIRST_TEST_NUMBER
    if number == 0 or (is_test_number and test_numbers is TestNumbers.REFUSED):
        return Reason.NEVER_ISSUED
    if not is_test_number and test_numbers is TestNumbers.ONLY:
        return Reason.NOT_A_TEST_NUMBER
    return None

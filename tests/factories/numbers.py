"""NHS numbers that nobody has, and wrong ones for the tests that want them."""

from functools import cache

from registry.nhs_number import NHSNumber

FIRST_BODY = 999_000_000
LAST_BODY = 999_999_999


def check_digit(body: int) -> int:
    """Return the tenth digit for nine digits, or 10 where no number exists; written apart from the product's own."""
    weighted = sum(int(digit) * (10 - place) for place, digit in enumerate(f"{body:09d}"))
    return -weighted % 11


@cache
def _bodies(block: int) -> tuple[int, ...]:
    start = FIRST_BODY + block * 1100
    return tuple(body for body in range(start, start + 1100) if check_digit(body) < 10)


def make_nhs_number(n: int) -> NHSNumber:
    """Return the n-th number of the range that is never issued: 0 gives 999 000 0018. Different n, different number."""
    # Each block of 1,100 bodies has at least 900 that exist.
    body = _bodies(n // 900)[n % 900]
    assert body <= LAST_BODY
    return NHSNumber(body * 10 + check_digit(body))

"""Two hundred and more made-up people for the demonstration's back office. The same every time; all invented."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from registry.demographics import Demographics
from registry.nhs_number import NHSNumber, NHSNumberError

FIRST_NUMBER = 999_000_100  # the nine free digits; the people to try stand below
STREETS = ("Tamarind Row", "Quillon Street", "Lantern Court", "Sallow Lane", "Foundry Walk", "Heron Close", "Mill Brow")
TOWNS = ("Wexley", "Otterby", "Harrowgate Fold", "Low Marsden", "Caldmoor")
GIVEN = (
    "Amina", "Benedict", "Chidi", "Dorota", "Eleanor", "Farid", "Grace", "Harpreet", "Ivan", "Joyce", "Kwame", "Leila",
    "Mateusz", "Noor", "Owen", "Priti", "Quentin", "Rosa", "Siobhán", "Tariq", "Una", "Victor", "Wanjiru", "Yusuf",
)  # fmt: skip
FAMILY = (
    "Ashworth", "Bangura", "Cholmondeley", "Dąbrowski", "Eze", "Fairbrother", "Gill", "Hargreaves", "Iqbal", "Jones",
    "Kaur", "Lindqvist", "Macaulay", "Nguyen", "O'Rourke", "Patel", "Quayle", "Rahman", "Smith-Okoro", "Thistlethwaite",
)  # fmt: skip
DAYS_OF_ADULTS = 28_000
OLDEST = date(1935, 1, 1)


def crowd(size: int, *, today: date) -> list[Demographics]:
    """Return `size` people, about one in five of them a child under 13 who lives with the person before."""
    chance = Random(20260301)  # noqa: S311 - made-up people, nothing secret
    people: list[Demographics] = []
    for number in _numbers(size):
        is_child = bool(people) and chance.random() < 0.2  # noqa: PLR2004 - one in five
        people.append(_child(number, people[-1], chance, today) if is_child else _adult(number, chance))
    return people


def _numbers(size: int) -> Iterator[NHSNumber]:
    digits = FIRST_NUMBER
    while size:
        number = _with_check_digit(digits)
        digits += 1
        if number:
            size -= 1
            yield number


def _with_check_digit(nine: int) -> NHSNumber | None:
    for last in range(10):
        try:
            return NHSNumber.parse(f"{nine}{last}")
        except NHSNumberError:
            continue
    return None


def _adult(number: NHSNumber, chance: Random) -> Demographics:
    given, family = chance.choice(GIVEN), chance.choice(FAMILY)
    middle = chance.choice(GIVEN) if chance.random() < 0.4 else ""  # noqa: PLR2004 - most people give one name
    return Demographics(
        nhs_number=number,
        given_names=f"{given} {middle}".strip(),
        family_name=family,
        date_of_birth=OLDEST + timedelta(days=chance.randrange(DAYS_OF_ADULTS)),
        address_lines=(f"{chance.randrange(1, 120)} {chance.choice(STREETS)}", chance.choice(TOWNS)),
        postcode=f"ZZ99 {chance.randrange(3, 10)}{chance.choice('ABDEFGH')}{chance.choice('JLNPQRS')}",
        email=f"person{number.value % 10_000}@example.com" if chance.random() < 0.7 else "",  # noqa: PLR2004
        mobile=f"07700 900{chance.randrange(1000):03d}",
        gp_practice_code="Y99001",
    )


def _child(number: NHSNumber, parent: Demographics, chance: Random, today: date) -> Demographics:
    return Demographics(
        nhs_number=number,
        given_names=chance.choice(GIVEN),
        family_name=parent.family_name,
        date_of_birth=today - timedelta(days=chance.randrange(200, 4_500)),
        address_lines=parent.address_lines,
        postcode=parent.postcode,
        gp_practice_code=parent.gp_practice_code,
    )

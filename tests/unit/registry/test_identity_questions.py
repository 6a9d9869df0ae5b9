"""What callers are asked, and how forgiving the comparison is (T18)."""

import random

import pytest

from registry.identity_questions import (
    CORNERS,
    QuestionKind,
    address_key,
    askable,
    house_number,
    how_many_left,
    is_right,
    next_kind,
    said_already,
)
from registry.matching import IdentityDetails
from tests.factories import DemographicsFactory

K = QuestionKind


def record(**columns):
    full = {
        "given_names": "Zoë Anne-Marie",
        "known_as": "Zed",
        "family_name": "Sample",
        "address_lines": ("14b St. James's Street", "Leeds"),
        "postcode": "LS1 4AP",
        "mobile": "07700 900123",
        "email": "zoe.sample+nhs@example.com",
        "gp_practice_code": "A12345",
    }
    return DemographicsFactory.build(**full | columns)


RIGHT = [
    (K.FIRST_LINE, "14b St. James's Street"),
    (K.FIRST_LINE, "  14 B  st james’s STREET,"),
    (K.FIRST_LINE, "14b Saint Jamess St"),
    (K.HOUSE_NUMBER, "14 B"),
    (K.POSTCODE, "ls14ap"),
    (K.MOBILE_END, "0123"),
    (K.MOBILE_END, "01 23."),
    (K.MOBILE_END, "+44 7700 900123"),
    (K.MOBILE_END, "07700 900 123"),
    (K.EMAIL_START, "Zoe.Sample+NHS"),
    (K.EMAIL_START, "zoe sample nhs"),
    (K.EMAIL_START, "zoe.sample+nhs@example.com"),
    (K.MIDDLE_NAME, "anne marie"),
    (K.KNOWN_AS, "ZED"),
    (K.GP_PRACTICE, "a 12345"),
]
WRONG = [
    (K.FIRST_LINE, "14 St James's Street"),
    (K.FIRST_LINE, "Leeds"),
    (K.HOUSE_NUMBER, "14"),
    (K.POSTCODE, "LS1 4AQ"),
    (K.MOBILE_END, "123"),
    (K.MOBILE_END, "1123"),
    (K.MOBILE_END, "07700 900124"),
    (K.EMAIL_START, "zoe"),
    (K.MIDDLE_NAME, "Zoë"),
    (K.KNOWN_AS, "Zoë"),
    (K.GP_PRACTICE, "A12346"),
]


@pytest.mark.parametrize(("kind", "said"), RIGHT)
def test_answer_is_right_however_it_is_written(kind, said):
    assert is_right(kind, record(), said)


@pytest.mark.parametrize(("kind", "said"), WRONG)
def test_answer_is_wrong(kind, said):
    assert not is_right(kind, record(), said)


@pytest.mark.parametrize("kind", K)
@pytest.mark.parametrize("said", ["", " ", "—", "不", "."])
def test_nothing_said_is_never_right_even_where_the_record_has_nothing(kind, said):
    empty = record(
        given_names="Zoë", known_as="", address_lines=(), postcode="", mobile="", email="", gp_practice_code=""
    )
    assert not is_right(kind, record(), said)
    assert not is_right(kind, empty, said)


def test_two_numbers_side_by_side_stay_two():
    assert address_key("Flat 1, 2 High Street") == address_key("flat 1 2 high st.")
    assert address_key("Flat 1 2 High Street") != address_key("Flat 12 High Street")


@pytest.mark.parametrize(
    ("line", "number"),
    [("14 High Street", "14"), ("14b High St", "14b"), ("14 B, High St", "14b"), ("Flat 2", ""), ("Rose Cottage", ""),
     ("14", ""), ("1-3 High Street", ""), ("", "")],
)  # fmt: skip
def test_house_number_is_asked_only_where_the_line_begins_with_one(line, number):
    assert house_number(line) == number


def test_only_what_the_record_can_answer_is_asked():
    bare = record(given_names="Zoë", known_as="Zoe", address_lines=("Rose Cottage",), mobile="", email="")
    assert set(askable(bare, [])) == {K.FIRST_LINE, K.POSTCODE, K.GP_PRACTICE}
    assert set(askable(record(), [])) == set(K)


@pytest.mark.parametrize(
    ("given", "postcode", "said"),
    [("Zoë", "", set()), ("Zoë", "LS1 4AP", {K.POSTCODE}), ("Zoë Anne-Marie", "", {K.MIDDLE_NAME}),
     ("Zed", "", {K.KNOWN_AS}), ("Anne-Marie", "", {K.MIDDLE_NAME})],
)  # fmt: skip
def test_T18_what_found_the_person_is_not_asked_again(given, postcode, said):
    details = IdentityDetails(given, "Sample", record().date_of_birth, postcode=postcode)
    assert set(said_already(details, record())) == said
    assert not set(askable(record(), said)) & said


def everything_asked(person, said, draw):
    asked = []
    while (kind := next_kind(person, said, asked, draw)) is not None:
        assert how_many_left(person, said, asked) > 0
        asked.append(kind)
    assert how_many_left(person, said, asked) == 0
    return asked


def test_corners_take_turns_and_the_practice_comes_last():
    for seed in range(50):
        asked = everything_asked(record(), [], random.Random(seed).choice)
        assert len({CORNERS[kind] for kind in asked[:3]}) == 3
        assert asked[-1] == K.GP_PRACTICE
        assert len(set(asked)) == len(asked)
        assert len({K.FIRST_LINE, K.HOUSE_NUMBER} & set(asked)) == 1


def test_order_varies():
    orders = {tuple(everything_asked(record(), [], random.Random(seed).choice)) for seed in range(50)}
    assert len(orders) > 20
    assert len({order[0] for order in orders}) > 4


def test_how_many_left_counts_two_that_say_the_same_as_one():
    person = record(given_names="Zoë", known_as="", mobile="", email="", gp_practice_code="")
    assert askable(person, []) == [K.FIRST_LINE, K.HOUSE_NUMBER, K.POSTCODE]
    assert how_many_left(person, [], []) == 2

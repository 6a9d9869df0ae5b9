from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from ndop.nhsuk.fields import MONTHS, PARTS, NHSDateField

TODAY = date(2027, 5, 3)
A_DAY_OF_A_LIFE = st.dates(date(1900, 1, 1), TODAY)


def field(**options):
    return NHSDateField(name="Date of birth", past=True, today=lambda: TODAY, **options)


def refused(*typed):
    with pytest.raises(ValidationError) as caught:
        field().clean(list(typed))
    return [(error.message, error.params["parts"]) for error in caught.value.error_list]


def date_or_boxes(typed):
    try:
        return field().clean(typed), set()
    except ValidationError as caught:
        return None, {part for error in caught.error_list for part in error.params["parts"]}


@given(A_DAY_OF_A_LIFE, st.sampled_from(["{}", "{:02}", " {} "]))
def test_date_of_numbers_is_read(day, shape):
    typed = [shape.format(day.day), shape.format(day.month), str(day.year)]
    assert field().clean(typed) == day


@given(A_DAY_OF_A_LIFE, st.integers(3, 9), st.sampled_from([str.lower, str.upper, str.title]))
def test_month_may_be_a_name(day, letters, case):
    name = MONTHS[day.month - 1]
    assert field().clean([str(day.day), case(name[:letters]), str(day.year)]) == day


@given(st.sets(st.sampled_from(PARTS), min_size=1, max_size=2))
def test_each_missing_part_has_its_own_message_on_its_own_box(missing):
    typed = ["" if part in missing else value for part, value in zip(PARTS, ("3", "5", "1980"), strict=True)]
    assert refused(*typed) == [(f"Date of birth must include a {part}", (part,)) for part in PARTS if part in missing]


@given(st.integers(1901, 2026), st.sampled_from([(31, 4), (31, 6), (31, 9), (31, 11), (30, 2), (31, 2)]))
def test_day_that_the_month_lacks_is_not_a_real_date(year, day_and_month):
    day, month = day_and_month
    assert refused(str(day), str(month), str(year)) == [("Date of birth must be a real date", PARTS)]


@given(st.dates(TODAY + timedelta(days=1), date(9999, 12, 31)))
def test_day_after_today_is_refused(day):
    assert refused(str(day.day), str(day.month), str(day.year)) == [("Date of birth must be in the past", PARTS)]


def test_day_after_today_is_accepted_when_the_field_allows_it():
    later = NHSDateField(name="Start", today=lambda: TODAY)
    assert later.clean(["4", "5", "2027"]) == date(2027, 5, 4)


def test_today_in_london_is_not_in_the_future():
    assert field().clean(["3", "5", "2027"]) == TODAY


@given(st.lists(st.text(max_size=12), min_size=3, max_size=3))
def test_any_text_gives_a_date_or_messages_that_name_boxes(typed):
    read, marked = date_or_boxes(typed)
    assert isinstance(read, date) or set() < marked <= set(PARTS)


@pytest.mark.parametrize(
    ("typed", "messages"),
    [
        (("", "", ""), [("Enter date of birth", PARTS)]),
        ((" ", "", " "), [("Enter date of birth", PARTS)]),
        (("0", "5", "1980"), [("Day must be a number from 1 to 31", ("day",))]),
        (("32", "5", "1980"), [("Day must be a number from 1 to 31", ("day",))]),
        (("-1", "5", "1980"), [("Day must be a number from 1 to 31", ("day",))]),
        (("third", "5", "1980"), [("Day must be a number from 1 to 31", ("day",))]),
        (("3", "0", "1980"), [("Month must be a number from 1 to 12", ("month",))]),
        (("3", "13", "1980"), [("Month must be a number from 1 to 12", ("month",))]),
        (("3", "ju", "1980"), [("Month must be a number from 1 to 12", ("month",))]),
        (("3", "5", "80"), [("Year must include 4 numbers", ("year",))]),
        (("3", "5", "19800"), [("Year must include 4 numbers", ("year",))]),
        (("3", "5", "1899"), [("Year must be 1900 or later", ("year",))]),
        (("3", "5", "²⁰²⁰"), [("Year must include 4 numbers", ("year",))]),
        (("3", "5", "9" * 5000), [("Year must include 4 numbers", ("year",))]),
        (("3\0", "5", "1980"), [("Day must be a number from 1 to 31", ("day",))]),
        (
            ("x", "y", "z"),
            [
                ("Day must be a number from 1 to 31", ("day",)),
                ("Month must be a number from 1 to 12", ("month",)),
                ("Year must include 4 numbers", ("year",)),
            ],
        ),
    ],
)
def test_wrong_date_is_refused_on_the_box_that_is_wrong(typed, messages):
    assert refused(*typed) == messages


def test_leap_day_is_read_in_leap_years_only():
    assert field().clean(["29", "2", "2024"]) == date(2024, 2, 29)
    assert refused("29", "2", "1900") == [("Date of birth must be a real date", PARTS)]


def test_date_that_is_not_required_may_be_empty():
    assert field(required=False).clean(["", "", ""]) is None


def test_date_that_is_not_required_must_be_whole_once_begun():
    with pytest.raises(ValidationError, match="must include a year"):
        field(required=False).clean(["3", "5", ""])

from datetime import UTC, date, datetime

import pytest
from django.template import engines
from jinja2 import UndefinedError


def render(source, **context):
    return engines["jinja2"].from_string(source).render(context)


def test_misspelt_name_is_an_error():
    with pytest.raises(UndefinedError, match="nmae"):
        render("Dear {{ nmae }}")


def test_misspelt_attribute_is_an_error():
    with pytest.raises(UndefinedError, match="fone"):
        render("Call {{ site.fone }}")


def test_missing_option_may_be_tested_and_given_a_default():
    assert render("{% if a.b.c %}x{% endif %}{{ a | default('none') }}{{ 'y' if a }}") == "none"


def test_T36_what_people_typed_is_escaped():
    assert render("{{ name }}", name="<script>") == "&lt;script&gt;"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2027, 5, 3), "3 May 2027"),
        (datetime(2027, 7, 1, 23, 30, tzinfo=UTC), "2 July 2027"),
        (datetime(2027, 1, 1, 23, 30, tzinfo=UTC), "1 January 2027"),
    ],
)
def test_dates_are_words_in_london(value, words):
    assert render("{{ value|date_words }}", value=value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (datetime(2027, 7, 1, 14, 5, tzinfo=UTC), "3:05pm"),
        (datetime(2027, 1, 1, 9, 0, tzinfo=UTC), "9am"),
        (datetime(2027, 1, 1, 0, 10, tzinfo=UTC), "12:10am"),
        (datetime(2027, 1, 1, 12, 0, tzinfo=UTC), "midday"),
        (datetime(2027, 6, 30, 23, 0, tzinfo=UTC), "midnight"),
    ],
)
def test_times_are_words_in_london(value, words):
    assert render("{{ value|time_words }}", value=value) == words

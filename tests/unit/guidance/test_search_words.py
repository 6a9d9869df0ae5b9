"""What was typed, as terms: names of several words, ages, phrases, and nothing but letters and digits."""

import re

import pytest

from registry.queries.guidance_words import LONGEST, Term, split, synonyms, terms, tidy

ADULT, CHILD = ("13", "or", "over"), ("under", "13")


def words(text):
    return [term.words for term in terms(text)]


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("  No   PHONE ", "no phone"),
        ("opt-out", "opt out"),
        ("patient’s choice", "patient s choice"),
        ('"seven days"', "seven days"),
        ("Zoë & café!", "zoe cafe"),
        ("':*&|!<->()\\", ""),
    ],
)
def test_typed_words_are_tidied(typed, tidied):
    assert tidy(typed) == tidied


def test_names_of_several_words_stay_together():
    assert words("lasting power of attorney form") == [("lasting",), ("power", "of", "attorney"), ("form",)]


def test_a_name_brings_its_other_names():
    (term,) = terms("s251")
    assert ("section", "251") in term.also
    assert term.words == ("s251",)


def test_phrases_in_quotes_come_first_and_are_needed():
    assert terms("care “seven days”")[0] == Term(("seven", "days"), is_quoted=True)
    assert words('"" care') == [("care",)]


def test_only_the_last_word_may_go_on_and_only_while_it_is_typed():
    assert [term.is_begun for term in terms("seven day")] == [False, True]
    assert [term.is_begun for term in terms("seven day ")] == [False, False]
    assert [term.is_begun for term in terms('day "seven"')] == [False, False]


@pytest.mark.parametrize("typed", ["14", "child 14", "14 yo", "14yo", "age 14", "aged 17", "patient is 13"])
def test_an_age_from_the_least_on_means_those_who_choose_themselves(typed):
    assert any(ADULT in term.also for term in terms(typed))
    assert not any(CHILD in term.also for term in terms(typed))


@pytest.mark.parametrize("typed", ["12", "child 5", "3 years", "12yrs"])
def test_a_lower_age_means_those_for_whom_others_choose(typed):
    assert any(CHILD in term.also for term in terms(typed))


def test_the_least_age_is_the_settings(settings):
    settings.MINIMUM_AGE = 16
    assert any(("under", "16") in term.also for term in terms("14"))


@pytest.mark.parametrize("typed", ["7 days", "14 days", "type 1", "section 4", "2 minutes", "18", "a 4", "21"])
def test_other_numbers_are_no_ages(typed):
    assert not any({ADULT, CHILD} & set(term.also) for term in terms(typed))


def test_T36_nothing_but_letters_and_digits_becomes_a_query():
    hostile = "'; DROP TABLE x; -- a:* & !b | (c <-> d) \\' \" é ٣ \u202e"
    found = terms(hostile)
    assert found
    assert all(re.fullmatch("[a-z0-9]+", word) for term in found for word in term.words)


def test_T36_a_very_long_text_is_cut():
    assert sum(len(word) for word in words("a b " * 50_000) for word in word) <= LONGEST


def test_synonyms_are_written_as_they_are_compared():
    assert all(name == split(" ".join(name)) for name in synonyms().others)
    assert all(others for others in synonyms().others.values())
    assert not any(name in others for name, others in synonyms().others.items())

"""Does what someone typed fit a record? Never another's name; always one's own, however it is written."""

import unicodedata
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from registry.matching import IdentityDetails, matches, name_key, postcode_key
from tests.factories import DemographicsFactory, make_nhs_number

BORN = date(1980, 5, 17)
LATIN = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzéñüçßøłæ"), min_size=1, max_size=30)
LETTERS = st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=20)
PLAIN = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=30)


def fits(given_name, family_name, *, record=None, **details):
    person = DemographicsFactory(nhs_number=make_nhs_number(1), **(record or {}))
    details = {"date_of_birth": BORN, "nhs_number": make_nhs_number(1)} | details
    return matches(IdentityDetails(given_name, family_name, **details), person)


def same_name(typed, recorded):
    return fits("Ada", typed, record={"family_name": recorded})


@given(LATIN, st.sampled_from([str.upper, str.title, str.lower, str.swapcase]))
def test_case_makes_no_difference(name, change):
    assert name_key(change(name)) == name_key(name)


@given(LETTERS, st.sampled_from(["NFC", "NFD"]))
def test_way_of_writing_marks_makes_no_difference(name, form):
    assert name_key(unicodedata.normalize(form, name)) == name_key(name)


@settings(deadline=None)
@given(PLAIN, st.lists(st.tuples(st.integers(0, 9), st.sampled_from(" -'’ʼ‘`.‐‑·")), max_size=4))
def test_gaps_make_no_difference(name, gaps):
    assume(len(name) + len(gaps) <= 35)
    written = name
    for place, sign in gaps:
        written = written[:place] + sign + written[place:]
    assert name_key(written) == name_key(name)


@given(PLAIN, PLAIN)
def test_different_plain_names_never_match(first, second):
    assert same_name(first, second) == (first == second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("राम", "रोम"),
        ("राम", "रम"),
        ("か", "が"),
        ("กา", "กี"),
        ("李", "季"),
        ("Ng", "N"),
        ("Sara", "Sarah"),
        ("தா", "தி"),
    ],
)
def test_signs_that_make_another_name_are_kept(one, other):
    assert not same_name(one, other)


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [("O'Neill", "O’Neill"), ("ONEILL", "O'Neill"), ("Smith Jones", "Smith-Jones"), ("Nunez", "Núñez"),
     ("Strasse", "Straße"), ("Soren", "Søren"), ("Lukasz", "Łukasz"), ("Dang", "Đặng"),
     ("ISIK", "Işık"), ("Иванов", "иванов"),
     ("محمد", "مُحَمَّد"), ("De la Cruz", "DELACRUZ"), ("Oʼneill", "O'Neill"), ("Kaʻiulani", "Kaiulani")],
)  # fmt: skip
def test_same_name_in_two_spellings_matches(typed, recorded):
    assert same_name(typed, recorded)


@given(st.text(st.sampled_from("abcdefgh -'"), min_size=70, max_size=120).filter(str.strip))
def test_long_name_matches_the_record_that_cut_it_off(name):
    assume(name_key(name))
    assert same_name(name, name[:35])


@pytest.mark.parametrize("sign", ["-", ".", "'", "", "\u0301"])
def test_record_without_letters_fits_nobody(sign):
    assert not same_name("-", sign)
    assert not same_name("", sign)


@pytest.mark.parametrize("typed", ["Ada", "ada", "Ada May", "May", "Addie", "A", "A.", "M", "Ada Xyz", "A M"])
def test_first_name_known_as_and_initials_match(typed):
    assert fits(typed, "Sample", record={"known_as": "Addie"})


@pytest.mark.parametrize("typed", ["", "Ad", "Adam", "B", "Xyz Ada", "AM", "1"])
def test_other_first_names_do_not_match(typed):
    assert not fits(typed, "Sample", record={"known_as": "Addie"})


@pytest.mark.parametrize("typed", ["", "Suharto", "SUHARTO"])
@pytest.mark.parametrize("recorded", ["", "Suharto"])
def test_single_name_may_be_given_once_or_twice(typed, recorded):
    assert fits(typed, "Suharto", record={"family_name": "Suharto", "given_names": recorded})


def test_single_name_does_not_match_another_first_name():
    assert not fits("Ada", "Suharto", record={"family_name": "Suharto", "given_names": ""})
    assert not fits("", "Suharto", record={"family_name": "Suharto", "given_names": "Ada"})


@given(st.dates(date(1900, 1, 1), date(2020, 1, 1)))
def test_birth_date_must_be_exact(day):
    assert fits("Ada", "Sample", date_of_birth=day) == (day == BORN)


def test_number_or_postcode_must_fit():
    assert not fits("Ada", "Sample", nhs_number=make_nhs_number(2))
    assert fits("Ada", "Sample", nhs_number=None, postcode="ls14ap")
    assert not fits("Ada", "Sample", nhs_number=None, postcode="LS1 4AQ")
    assert not fits("Ada", "Sample", nhs_number=None, postcode="", record={"postcode": ""})


@given(st.text(max_size=60))
def test_keys_are_stable_and_never_fail(text):
    # A name without capital forms may change once more when its key is taken again; letters never come back.
    assert not set(name_key(text)) & set(" -'’.")
    assert all(sign.isascii() and sign.isalnum() for sign in postcode_key(text))


def test_details_keep_out_of_tracebacks():
    assert "Sample" not in repr(IdentityDetails("Ada", "Sample", BORN))

"""Where two keyings differ: every field counts, capitals and blanks do not."""

from dataclasses import fields, replace
from datetime import date

import pytest

from registry.models import Evidence, ProxyRole, Status
from registry.paper import PaperForm, PaperPerson
from registry.paper_differences import FORM_FIELDS, PERSON_FIELDS, compare
from tests.factories import make_nhs_number

PERSON = PaperPerson("Zoë", "O'Sample", date(1980, 5, 7), make_nhs_number(1))
FORM = PaperForm(
    people=(PERSON,),
    status=Status.OPTED_OUT,
    address_lines=("1 Sample Street", "Leeds"),
    postcode="LS1 4AP",
    email="zoe@example.com",
    signatory="Zoë O'Sample",
)
OTHER = {
    "status": Status.ALLOWED,
    "address_lines": ("2 Sample Street", "Leeds"),
    "postcode": "LS1 4AQ",
    "reply_by": "email",
    "email": "zoo@example.com",
    "is_signed": True,
    "signed_on": date(2027, 2, 1),
    "signatory": "Z",
    "representative": "Robin Sample",
    "proxy_role": ProxyRole.GUARDIAN,
    "evidence": frozenset({Evidence.PASSPORT, Evidence.BENEFIT_BOOK}),
    "identity_in_date": False,
    "address_proof_is_recent": False,
    "originals_sent": True,
    "more_than_six_children": True,
    "is_readable": False,
    "is_wrong_service": True,
}
OTHER_PERSON = {
    "given_names": "Zoe",
    "family_name": "Sample",
    "date_of_birth": date(1980, 7, 5),
    "nhs_number": make_nhs_number(2),
}


def test_a_form_does_not_differ_from_itself():
    assert compare(FORM, FORM) == []


def test_every_field_is_compared():
    assert {field.name for field in FORM_FIELDS} | {"people"} == {field.name for field in fields(PaperForm)}
    assert {field.name for field in PERSON_FIELDS} == {field.name for field in fields(PaperPerson)}
    assert set(OTHER) | {"people"} == {field.name for field in fields(PaperForm)}


@pytest.mark.parametrize("name", OTHER)
def test_each_field_of_the_form_counts(name):
    (difference,) = compare(FORM, replace(FORM, **{name: OTHER[name]}))
    assert (difference.field, difference.position) == (name, None)
    assert difference.first != difference.second


@pytest.mark.parametrize("name", OTHER_PERSON)
def test_each_field_of_a_person_counts(name):
    people = (PERSON, replace(PERSON, **{name: OTHER_PERSON[name]}))
    (difference,) = compare(replace(FORM, people=(PERSON, PERSON)), replace(FORM, people=people))
    assert (difference.field, difference.position) == (name, 2)
    assert difference.first != difference.second


@pytest.mark.parametrize(
    "changes",
    [
        {"people": (replace(PERSON, given_names=" ZOE\u0308 ", family_name="o'sample"),)},
        {"postcode": "ls14ap"},
        {"address_lines": ("1  sample street,", "LEEDS", "")},
        {"email": "Zoe@Example.com "},
        {"signatory": "zoë  o'sample"},
    ],
)
def test_capitals_and_blanks_are_no_difference(changes):
    assert compare(FORM, replace(FORM, **changes)) == []


def test_a_child_left_out_differs_in_all_that_was_written():
    found = compare(replace(FORM, people=(PERSON, PERSON)), FORM)
    assert [(difference.label, difference.position, difference.second) for difference in found] == [
        ("NHS number", 2, ""),
        ("First names", 2, ""),
        ("Last name", 2, ""),
        ("Date of birth", 2, ""),
    ]


def test_differences_are_told_in_words():
    second = replace(FORM, **OTHER, people=(replace(PERSON, **OTHER_PERSON),))
    told = {difference.label: (difference.first, difference.second) for difference in compare(FORM, second)}
    assert told["Date of birth"] == ("7 May 1980", "5 July 1980")
    assert told["NHS number"] == (make_nhs_number(1).spaced, make_nhs_number(2).spaced)
    assert told["Choice"] == ("No, do not allow", "Yes, allow")
    assert told["Signed"] == ("No", "Yes")
    assert told["Papers"] == ("", "Passport, Benefit or pension book")
    assert told["Address"] == ("1 Sample Street, Leeds", "2 Sample Street, Leeds")
    assert told["Acts as"] == ("", "Person with parental responsibility")
    assert compare(FORM, replace(FORM, status=None))[0].second == "None, or both"


def test_nobody_reads_a_difference_in_a_log():
    (difference,) = compare(FORM, replace(FORM, postcode="LS1 4AQ"))
    assert "LS1" not in repr(difference)

"""What a paper form lacks, and which papers it needs: the policy's checklist as a table."""

from dataclasses import replace
from datetime import date

import pytest

from registry.models import Evidence, FormType, ProxyRole, ReturnReason, SecondCheck, Status
from registry.paper import PaperForm, PaperPerson
from registry.paper_rules import evidence_needed, proxy_role, return_reasons, second_check
from tests.factories import make_nhs_number

E, F, R = Evidence, FormType, ReturnReason
RECEIVED = date(2027, 2, 17)
NUMBERED = PaperPerson("Ada May", "Sample", date(1980, 5, 17), make_nhs_number(1))
UNNUMBERED = replace(NUMBERED, nhs_number=None)
CHILD = PaperPerson("Bo", "Sample", date(2020, 1, 1), make_nhs_number(2))
WHOLE = PaperForm(people=(NUMBERED,), status=Status.OPTED_OUT, is_signed=True, signed_on=date(2027, 2, 10))
BY_OTHER = replace(WHOLE, representative="Robin Sample", signatory="Robin Sample")
FORMS = {
    F.SELF: WHOLE,
    F.CHILDREN: replace(BY_OTHER, people=(CHILD,), evidence=frozenset({E.ADOPTION_CERTIFICATE})),
    F.ADULT_DEPENDANT: replace(BY_OTHER, evidence=frozenset({E.HEALTH_LPA})),
    F.DETAINED: BY_OTHER,
}


def reasons(form_type, **changes):
    changes = {name: frozenset(value) if name == "evidence" else value for name, value in changes.items()}
    return return_reasons(replace(FORMS[form_type], **changes), form_type, RECEIVED)


@pytest.mark.parametrize("form_type", FormType)
def test_a_whole_form_lacks_nothing(form_type):
    assert reasons(form_type) == []


CASES = [
    (F.SELF, {"people": (UNNUMBERED,)}, [R.NO_IDENTITY]),
    (F.SELF, {"people": (UNNUMBERED,), "evidence": {E.PASSPORT}}, [R.NO_IDENTITY]),
    (F.SELF, {"people": (UNNUMBERED,), "evidence": {E.UTILITY_BILL}}, [R.NO_IDENTITY]),
    (F.SELF, {"people": (UNNUMBERED,), "evidence": {E.PASSPORT, E.MARRIAGE_CERTIFICATE}}, [R.NO_IDENTITY]),
    (F.SELF, {"people": (UNNUMBERED,), "evidence": {E.PASSPORT, E.BENEFIT_BOOK}}, []),
    (
        F.SELF,
        {"people": (UNNUMBERED,), "evidence": {E.PASSPORT, E.BENEFIT_BOOK}, "address_proof_is_recent": False},
        [R.ADDRESS_PROOF_OLD],
    ),
    (
        F.SELF,
        {"people": (UNNUMBERED,), "evidence": {E.PASSPORT, E.BENEFIT_BOOK}, "identity_in_date": False},
        [R.IDENTITY_EXPIRED],
    ),
    (F.SELF, {"identity_in_date": False, "address_proof_is_recent": False}, []),
    (F.SELF, {"is_signed": False}, [R.NOT_SIGNED]),
    (F.SELF, {"signed_on": None}, [R.NOT_SIGNED]),
    (F.SELF, {"status": None}, [R.NO_CHOICE]),
    (F.SELF, {"signatory": "A Sample"}, []),
    (F.SELF, {"signatory": "Ada Sample"}, []),
    (F.SELF, {"signatory": "Robin Sample"}, [R.SIGNATORY]),
    (F.SELF, {"signatory": "Ada Other"}, [R.SIGNATORY]),
    (F.SELF, {"reply_by": "email"}, [R.NO_EMAIL]),
    (F.SELF, {"reply_by": "email", "email": "ada@example.com"}, []),
    (F.SELF, {"originals_sent": True}, [R.ORIGINALS_SENT]),
    (F.SELF, {"is_readable": False, "status": None, "is_signed": False}, [R.UNREADABLE]),
    (F.SELF, {"people": ()}, [R.UNREADABLE]),
    (F.SELF, {"is_wrong_service": True, "status": None}, [R.WRONG_SERVICE]),
    (F.SELF, {"proxy_role": ProxyRole.POWER_OF_ATTORNEY}, [R.WRONG_AUTHORITY]),
    (F.SELF, {"status": None, "is_signed": False, "originals_sent": True},
     [R.NOT_SIGNED, R.NO_CHOICE, R.ORIGINALS_SENT]),
    (F.CHILDREN, {"evidence": set()}, [R.NO_AUTHORITY]),
    (F.CHILDREN, {"evidence": {E.CHILD_PASSPORT}}, [R.NO_AUTHORITY]),
    (F.CHILDREN, {"evidence": {E.HEALTH_LPA}}, [R.WRONG_AUTHORITY]),
    (F.CHILDREN, {"proxy_role": ProxyRole.COURT_DEPUTY}, [R.WRONG_AUTHORITY]),
    (F.CHILDREN, {"people": (replace(CHILD, nhs_number=None),)}, [R.NO_IDENTITY]),
    (
        F.CHILDREN,
        {"people": (replace(CHILD, nhs_number=None),), "evidence": {E.CHILD_PASSPORT, E.COURT_ORDER}},
        [],
    ),
    (F.CHILDREN, {"people": (CHILD, replace(CHILD, nhs_number=None))}, [R.NO_IDENTITY]),
    (F.CHILDREN, {"people": (replace(CHILD, nhs_number=None),), "evidence": {E.FULL_BIRTH_CERTIFICATE}}, []),
    (F.CHILDREN, {"people": (replace(CHILD, date_of_birth=date(2014, 2, 18)),)}, []),
    (F.CHILDREN, {"people": (replace(CHILD, date_of_birth=date(2014, 2, 17)),)}, [R.CHILD_IS_13]),
    (F.CHILDREN, {"people": (CHILD,) * 6}, []),
    (F.CHILDREN, {"people": (CHILD,) * 7}, [R.TOO_MANY_CHILDREN]),
    (F.CHILDREN, {"more_than_six_children": True}, [R.TOO_MANY_CHILDREN]),
    (F.CHILDREN, {"signatory": "Kim Other"}, [R.SIGNATORY]),
    (F.CHILDREN, {"signatory": "", "representative": ""}, [R.SIGNATORY]),
    (F.ADULT_DEPENDANT, {"evidence": set()}, [R.NO_AUTHORITY]),
    (F.ADULT_DEPENDANT, {"evidence": {E.PROPERTY_LPA}}, []),
    (F.ADULT_DEPENDANT, {"evidence": {E.DEPUTY_ORDER}}, []),
    (F.ADULT_DEPENDANT, {"evidence": {E.COURT_ORDER}}, [R.WRONG_AUTHORITY]),
    (F.ADULT_DEPENDANT, {"evidence": {E.FULL_BIRTH_CERTIFICATE}}, [R.NO_AUTHORITY]),
    (F.ADULT_DEPENDANT, {"proxy_role": ProxyRole.COURT_DEPUTY}, [R.WRONG_AUTHORITY]),
    (F.ADULT_DEPENDANT, {"proxy_role": ProxyRole.POWER_OF_ATTORNEY}, []),
    (F.ADULT_DEPENDANT, {"people": (UNNUMBERED,)}, [R.NO_IDENTITY]),
    (F.ADULT_DEPENDANT, {"representative": ""}, []),
    (F.DETAINED, {"signatory": "Kim Other"}, [R.SIGNATORY]),
    (F.DETAINED, {"proxy_role": ProxyRole.GUARDIAN}, [R.WRONG_AUTHORITY]),
]  # fmt: skip


@pytest.mark.parametrize(("form_type", "changes", "expected"), CASES)
def test_what_a_form_lacks(form_type, changes, expected):
    assert reasons(form_type, **changes) == expected


@pytest.mark.parametrize(
    ("form_type", "has_number", "expected"),
    [
        (F.SELF, True, []),
        (F.SELF, False, ["Identity: list A, in date", "Address: list B, not older than 3 months"]),
        (F.CHILDREN, True, ["Parental responsibility"]),
        (F.CHILDREN, False, ["The child's identity", "Parental responsibility"]),
        (F.ADULT_DEPENDANT, True, ["Authority to act"]),
        (
            F.ADULT_DEPENDANT,
            False,
            ["Identity: list A, in date", "Address: list B, not older than 3 months", "Authority to act"],
        ),
        (F.DETAINED, True, []),
        (F.DETAINED, False, ["Identity: list A, in date", "Address: list B, not older than 3 months"]),
    ],
)
def test_which_papers_a_form_needs(form_type, has_number, expected):
    assert [group.label for group in evidence_needed(form_type, has_number=has_number)] == expected


@pytest.mark.parametrize("form_type", FormType)
@pytest.mark.parametrize("has_number", [True, False])
def test_one_paper_of_each_group_is_enough(form_type, has_number):
    groups = evidence_needed(form_type, has_number=has_number)
    people = tuple(
        replace(person, nhs_number=person.nhs_number if has_number else None) for person in FORMS[form_type].people
    )
    for paper in range(2):
        evidence = {group.papers[paper] for group in groups}
        assert reasons(form_type, people=people, evidence=evidence) == []
    for left_out in groups:
        others = [group for group in groups if group != left_out]
        evidence = {next(paper for paper in group.papers if paper not in left_out.papers) for group in others}
        assert reasons(form_type, people=people, evidence=evidence) == [left_out.missing]


@pytest.mark.parametrize(
    ("form_type", "changes", "draw", "expected"),
    [
        (F.SELF, {}, 0.5, ""),
        (F.SELF, {}, 0.04, SecondCheck.SAMPLE),
        (F.SELF, {}, 0.05, ""),
        (F.SELF, {"people": (UNNUMBERED,)}, 0.5, SecondCheck.NO_NUMBER),
        (F.CHILDREN, {}, 0.5, SecondCheck.FORM_TYPE),
        (F.ADULT_DEPENDANT, {}, 0.5, SecondCheck.FORM_TYPE),
        (F.DETAINED, {}, 0.5, SecondCheck.FORM_TYPE),
        (F.CHILDREN, {"people": (), "is_readable": False}, 0.5, ""),
        (F.CHILDREN, {"is_wrong_service": True}, 0.5, ""),
    ],
)
def test_why_a_form_is_keyed_twice(settings, form_type, changes, draw, expected):
    settings.SECOND_CHECK_SHARE = 0.05
    assert second_check(replace(FORMS[form_type], **changes), form_type, draw) == expected


@pytest.mark.parametrize(
    ("form_type", "evidence", "said", "expected"),
    [
        (F.SELF, {E.HEALTH_LPA}, None, None),
        (F.CHILDREN, set(), None, ProxyRole.GUARDIAN),
        (F.DETAINED, set(), None, ProxyRole.CLINICIAN),
        (F.ADULT_DEPENDANT, {E.PROPERTY_LPA, E.HEALTH_LPA}, None, ProxyRole.POWER_OF_ATTORNEY),
        (F.ADULT_DEPENDANT, {E.DEPUTY_ORDER}, None, ProxyRole.COURT_DEPUTY),
        (F.ADULT_DEPENDANT, {E.DEPUTY_ORDER, E.HEALTH_LPA}, None, None),
        (F.ADULT_DEPENDANT, {E.DEPUTY_ORDER, E.HEALTH_LPA}, ProxyRole.COURT_DEPUTY, ProxyRole.COURT_DEPUTY),
        (F.ADULT_DEPENDANT, set(), None, None),
    ],
)
def test_as_what_somebody_acts(form_type, evidence, said, expected):
    form = replace(BY_OTHER, evidence=frozenset(evidence), proxy_role=said)
    assert proxy_role(form, form_type) == expected

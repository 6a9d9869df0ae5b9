"""From what is typed to what a form says, back again, and two keyings made one."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ndop.journeys import State
from registry.models import Evidence, FormType, ProxyRole, Status
from registry.paper import PaperForm, PaperPerson
from registry.paper_differences import compare
from staff.cases.paper_answers import answers_of, paper_form
from staff.cases.settling import questions, settled
from tests.factories import make_nhs_number

FEW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
NAMES = st.text("abcXYZé' -", max_size=12).map(lambda text: " ".join(text.split()))
DAYS = st.none() | st.dates(date(1930, 1, 1), date(2026, 1, 1))
NUMBERS = st.none() | st.integers(0, 300).map(make_nhs_number)
PEOPLE = st.builds(PaperPerson, NAMES, NAMES, DAYS, NUMBERS).filter(lambda person: person != PaperPerson("", ""))
LINES = st.lists(NAMES.filter(bool), max_size=4).map(tuple)
PAPERS = {
    FormType.SELF: (Evidence.PASSPORT, Evidence.UTILITY_BILL),
    FormType.CHILDREN: (Evidence.CHILD_PASSPORT, Evidence.FULL_BIRTH_CERTIFICATE, Evidence.COURT_ORDER),
    FormType.ADULT_DEPENDANT: (Evidence.HEALTH_LPA, Evidence.DEPUTY_ORDER),
    FormType.DETAINED: (Evidence.PASSPORT,),
}


@st.composite
def paper_forms(draw, form_type, how_many=None):
    """A form as somebody could key it. With every number given, papers of identity are not asked for."""
    most = 3 if form_type == FormType.CHILDREN else 1
    people = tuple(draw(st.lists(PEOPLE, min_size=how_many or 1, max_size=how_many or most)))
    has_numbers = all(person.nhs_number for person in people)
    is_proxied = form_type != FormType.SELF
    return PaperForm(
        people=people,
        status=draw(st.none() | st.sampled_from(Status)),
        address_lines=draw(LINES),
        postcode=draw(st.sampled_from(["", "LS1 4AP"])),
        reply_by=draw(st.sampled_from(["post", "email"])),
        email=draw(st.sampled_from(["", "one@example.com"])),
        is_signed=draw(st.booleans()),
        signed_on=draw(DAYS),
        signatory=draw(NAMES),
        representative=draw(NAMES) if is_proxied else "",
        proxy_role=draw(st.none() | st.sampled_from([ProxyRole.POWER_OF_ATTORNEY, ProxyRole.COURT_DEPUTY]))
        if form_type == FormType.ADULT_DEPENDANT
        else None,
        evidence=frozenset() if has_numbers else frozenset(draw(st.sets(st.sampled_from(PAPERS[form_type])))),
        identity_in_date=has_numbers or draw(st.booleans()),
        originals_sent=draw(st.booleans()),
        is_readable=draw(st.booleans()),
        is_wrong_service=draw(st.booleans()),
    )


def read(answers, form_type):
    return paper_form(State(answers, frozenset({form_type})))


@pytest.mark.parametrize("form_type", FormType)
@FEW
@given(data=st.data())
def test_what_a_form_says_is_read_back_from_what_is_typed(form_type, data):
    form = data.draw(paper_forms(form_type))
    assert read(answers_of(form, form_type), form_type) == form


def pick(found, form_type, which="", **typed):
    """Answer the questions: all of them with one keying, or as typed."""
    asked = questions(found, form_type)
    data = {f"q{number}-pick": which for number in range(1, len(asked) + 1)} if which else {}
    return questions(found, form_type, data | typed)


@pytest.mark.parametrize("form_type", FormType)
@pytest.mark.parametrize("which", ["first", "second"])
@FEW
@given(data=st.data())
def test_settling_on_one_keying_gives_that_keying(form_type, which, data):
    first = data.draw(paper_forms(form_type))
    second = data.draw(paper_forms(form_type, len(first.people)))
    found = compare(first, second)
    if not found:
        return
    asked = pick(found, form_type, which)
    assert all(question.is_answered() for question in asked)
    made = read(settled(asked, first, second, form_type), form_type)
    # Capitals and blanks are no difference; and a paper that a number makes needless is asked for no more.
    wanted = {"first": first, "second": second}[which]
    assert [gap for gap in compare(made, wanted) if gap.field not in {"evidence", "identity_in_date"}] == []


def test_settling_takes_what_is_typed_instead():
    person = PaperPerson("Ada", "Sample", date(1980, 5, 17), None)
    first = PaperForm(people=(person,), status=Status.ALLOWED)
    second = replace(first, status=Status.OPTED_OUT, people=(replace(person, date_of_birth=date(1980, 5, 11)),))
    found = compare(first, second)
    assert [difference.field for difference in found] == ["date_of_birth", "status"]
    day = {f"q1-date_of_birth_{part}": text for part, text in {"day": "12", "month": "6", "year": "1981"}.items()}
    asked = pick(found, FormType.SELF, **{"q1-pick": "other", "q2-pick": "second"}, **day)
    made = read(settled(asked, first, second, FormType.SELF), FormType.SELF)
    assert made == replace(first, status=Status.OPTED_OUT, people=(replace(person, date_of_birth=date(1981, 6, 12)),))


def test_settling_adds_a_child_whom_only_one_keyed():
    one, other = PaperPerson("Ada", "Sample"), PaperPerson("Bo", "Sample", None, make_nhs_number(4))
    first, second = (PaperForm(people=people, status=None) for people in ((one,), (one, other)))
    found = compare(first, second)
    asked = pick(found, FormType.CHILDREN, "second")
    assert read(settled(asked, first, second, FormType.CHILDREN), FormType.CHILDREN).people == (one, other)
    asked = pick(found, FormType.CHILDREN, "first")
    assert read(settled(asked, first, second, FormType.CHILDREN), FormType.CHILDREN).people == (one,)


def test_settling_refuses_what_cannot_be_read_and_no_answer_at_all():
    person = PaperPerson("Ada", "Sample", None, make_nhs_number(4))
    first = PaperForm(people=(person,), status=None)
    found = compare(first, replace(first, people=(replace(person, nhs_number=make_nhs_number(5)),)))
    for typed in ({}, {"q1-pick": "other", "q1-nhs_number": "999 000 0019"}, {"q1-pick": "perhaps"}):
        assert not questions(found, FormType.SELF, typed)[0].is_answered()
    assert questions(found, FormType.SELF, {"q1-pick": "second"})[0].is_answered()

"""Search: by number, by reference, by name and birth date; masked, with a reason, and written down."""

import uuid
from datetime import date

import pytest

from registry import audit
from registry.clock import now
from registry.models import Call, Case, CaseEntry, CaseSubject, FormType, Message, MessageKind
from tests.factories import DemographicsFactory, PersonFactory, PreferenceFactory, make_nhs_number
from tests.factories.cases import make_form
from tests.integration.people.conftest import PERSONAL, SEARCH, born, events, find, links, search
from tests.support.refusing_audit import audit_refuses

BORN = date(1951, 3, 9)


def make_case(agent, reference, *people):
    day = now().date()
    case = Case.objects.create(
        reference=reference, form_type="self", arrived_by="post", received_on=day, due_on=day, logged_by=agent
    )
    for position, person in enumerate(people, start=1):
        CaseSubject.objects.create(case=case, position=position, nhs_number=person.nhs_number)
    return case


def make_message(**columns):
    return Message.objects.create(channel="letter", deadline_at=now(), **columns)


def names(answer):
    return [name for name in ("Lovell-Quist", "Otterby") if name in answer.content.decode()]


def test_search_by_number_shows_a_masked_person(desk, person):
    answer = search(desk, nhs_number=person.nhs_number.spaced)
    html = answer.content.decode()
    assert answer.status_code == 200
    for shown in ("A M Lovell-Quist", "1951", "LS7"):
        assert shown in html
    for hidden in (*PERSONAL, person.nhs_number.digits, person.nhs_number.spaced):
        assert hidden not in html


def test_search_by_a_superseded_number_finds_the_current_record(desk, person):
    old = PersonFactory(superseded_by=person.nhs_number)
    assert names(search(desk, nhs_number=old.nhs_number.digits)) == ["Lovell-Quist"]


def test_search_for_a_number_without_a_record_finds_nobody(desk):
    answer = search(desk, nhs_number=make_nhs_number(899).digits)
    assert "Nobody found" in answer.content.decode()
    assert links(answer) == []


def test_search_by_name_and_birth_date(desk, person):
    PersonFactory(family_name="Otterby", date_of_birth=BORN)
    assert names(search(desk, family_name="lovell quist", **born(BORN))) == ["Lovell-Quist"]
    assert links(search(desk, family_name="Lovell-Quist", **born(date(1951, 3, 10)))) == []


@pytest.mark.parametrize(("typed", "fits"), [("a", True), ("May", True), ("addie", True), ("Bob", False)])
def test_search_by_name_is_narrowed_by_a_first_name(desk, person, typed, fits):
    assert bool(links(search(desk, family_name="Lovell-Quist", given_name=typed, **born(BORN)))) is fits


def test_search_by_the_reference_of_a_choice(desk, person):
    change = PreferenceFactory(person=DemographicsFactory(nhs_number=person.nhs_number))
    for typed in (change.reference, change.reference.replace("-", " ").lower()):
        assert len(links(search(desk, reference=typed))) == 1


def test_search_by_the_reference_of_a_case_finds_all_its_people(desk, agent, person):
    make_case(agent, "123456-C", person, PersonFactory(family_name="Otterby"))
    assert names(search(desk, reference="123456-c")) == ["Lovell-Quist", "Otterby"]


def test_search_by_a_case_finds_whom_its_keying_names(desk, agent, person):
    form = make_form(FormType.SELF, [person])
    CaseEntry.objects.create(
        case=make_case(agent, "123456-C"), kind="first", by=agent, form=form.as_json(), finished_at=now()
    )
    assert names(search(desk, reference="123456-C")) == ["Lovell-Quist"]


def test_search_by_a_case_that_does_not_exist_finds_nobody(desk):
    assert names(search(desk, reference="99999-C")) == []


def test_search_by_the_reference_of_a_message(desk, agent, person):
    made = make_message(kind=MessageKind.FORM, nhs_number=person.nhs_number)
    for typed in (str(made.public_id), str(made.public_id)[:8].upper()):
        assert names(search(desk, reference=typed)) == ["Lovell-Quist"]
    assert names(search(desk, reference=str(uuid.uuid4()))) == []


def test_search_by_a_letter_without_a_number_leads_through_its_case(desk, agent, person):
    make_case(agent, "123456-C", person)
    made = make_message(kind=MessageKind.RETURN, case_reference="123456-C")
    assert names(search(desk, reference=str(made.public_id))) == ["Lovell-Quist"]


def test_T17_search_shows_at_most_25_people_and_else_nobody(desk):
    for _ in range(26):
        PersonFactory(family_name="Manyfold", date_of_birth=BORN)
    answer = search(desk, family_name="Manyfold", **born(BORN))
    assert "26 people fit" in answer.content.decode()
    assert links(answer) == []
    assert events("people_searched")[-1].details == {"kind": "name", "results": 26}


def test_search_shows_no_postcode_of_a_restricted_record(desk):
    hidden = PersonFactory(family_name="Hidden", postcode="ZE1 0AA", is_restricted=True)
    html = search(desk, nhs_number=hidden.nhs_number.digits).content.decode()
    assert "Hidden" in html
    assert "ZE1" not in html


WRONG = {
    "nothing typed": ({}, "one of the three"),
    "two ways": ({"nhs_number": "999 000 0018", "reference": "12345-C"}, "one of the three"),
    "no birth date": ({"family_name": "Quist"}, "Enter the date of birth"),
    "no name": (born(BORN), "Enter the last name"),
    "no reference": ({"reference": "what is this"}, "Enter a reference such as"),
    "no number": ({"nhs_number": "999 000 0019"}, "This is not a real NHS number"),
    "no reason": ({"reference": "12345-C", "reason": ""}, "Select why you are looking"),
    "made-up reason": ({"reference": "12345-C", "reason": "curious"}, "Select why you are looking"),
    "no words": ({"reference": "12345-C", "reason": "other"}, "Say why you are looking"),
    "number in words": ({"reference": "12345-C", "reason": "other", "words": "999 000 0018"}, "Leave out NHS numbers"),
    "odd case": ({"reference": "12345-C", "case_reference": "C-1"}, "Enter a case reference"),
    "no such case": ({"reference": "12345-C", "case_reference": "99999-C"}, "There is no case"),
}


@pytest.mark.parametrize("case", WRONG)
def test_T16_search_refused_keeps_what_was_typed_and_looks_for_nobody(desk, case):
    typed, words = WRONG[case]
    answer = search(desk, **typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert "<title>Error: " in html
    assert all(value in html for name, value in typed.items() if name != "reason")
    assert events("people_searched") == []


def test_T16_search_is_written_down_without_its_terms(desk, agent, person):
    search(desk, family_name="Lovell-Quist", reason="other", words="asked by the post room", **born(BORN))
    [event] = events("people_searched")
    assert (event.actor_kind, event.actor_id) == ("staff", str(agent.pk))
    assert event.reason == "other: asked by the post room"
    assert event.details == {"kind": "name", "results": 1}
    assert event.subject is None
    assert "Quist" not in repr(vars(event))


def test_T16_search_by_number_names_the_subject_by_its_hash(desk, person):
    search(desk, nhs_number=person.nhs_number.digits)
    [event] = events("people_searched")
    assert bytes(event.subject) == audit.subject_key(person.nhs_number)
    assert person.nhs_number.digits not in repr(vars(event))


def test_T16_search_says_which_case_or_call_is_behind_it(desk, agent, person):
    make_case(agent, "123456-C")
    call = Call.objects.create(agent=agent, reason="other")
    search(desk, nhs_number=person.nhs_number.digits, case_reference="123456-C")
    search(desk, nhs_number=person.nhs_number.digits, reason="call")
    search(desk, nhs_number=person.nhs_number.digits, reason="returned_post")
    said = [(event.object_type, event.object_id) for event in events("people_searched")]
    assert said == [("case", "123456-C"), ("call", str(call.public_id)), ("", "")]


def test_T16_search_shows_nobody_when_it_cannot_be_written_down(desk, person):
    with audit_refuses():
        answer = search(desk, nhs_number=person.nhs_number.digits)
    assert answer.status_code == 503
    assert "Lovell-Quist" not in answer.content.decode()


def test_search_form_is_left_alone_by_browsers(desk):
    html = desk.get(SEARCH).content.decode()
    inputs = [part for part in html.split("<input")[1:] if 'type="text"' in part or "inputmode" in part]
    assert inputs
    assert all('autocomplete="off"' in part.split(">")[0] for part in inputs)


def test_I8_addresses_of_people_hold_nothing_about_them(desk, person):
    assert person.nhs_number.digits not in find(desk, person)


def test_search_costs_the_same_queries_for_one_and_for_many(desk, django_assert_num_queries):
    for count in (1, 20):
        for _ in range(count):
            PersonFactory(family_name=f"Many{'abcdefghijklmnopqrstuvwxyz'[count]}", date_of_birth=BORN)
    for count in (1, 20):
        # Session, account, clock (3), people (2), audit (3), session kept with the links (3).
        with django_assert_num_queries(13):
            search(desk, family_name=f"Many{'abcdefghijklmnopqrstuvwxyz'[count]}", **born(BORN))

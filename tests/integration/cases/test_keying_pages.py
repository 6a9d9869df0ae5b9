"""The keying page: everything on one page, saved by one button, blind the second time, and nothing typed is lost."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import AuditAction, AuditEvent, CaseEntry, CaseState, EntryKind, FormType, Message, Role, Status
from registry.queries.cases import standing_form
from tests.factories.cases import make_case, make_form, make_people
from tests.support.journey import in_parallel
from tests.support.keying import key, page_of, typed, version
from tests.support.staff import make_staff, signed_in_client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_sample(settings):
    settings.SECOND_CHECK_SHARE = 0


@pytest.fixture
def desk():
    return signed_in_client(make_staff(Role.AGENT))


def self_form(**columns):
    return make_form(FormType.SELF, make_people(FormType.SELF), **columns)


@pytest.mark.parametrize("form_type", FormType)
def test_key_a_form_of_each_type(desk, form_type):
    people = make_people(form_type, 2 if form_type == FormType.CHILDREN else 1)
    case, form = make_case(form_type=form_type), make_form(form_type, people)
    answer = key(desk, case, form)
    case.refresh_from_db()
    is_self = form_type == FormType.SELF
    assert case.state == (CaseState.TO_DECIDE if is_self else CaseState.TO_CHECK)
    assert answer["Location"] == page_of("decide" if is_self else "done", case)
    assert standing_form(case) == form


def test_key_what_a_paper_form_lacks_is_no_mistake(desk):
    case = make_case()
    answer = key(desk, case, self_form(address_lines=(), postcode="", is_signed=False, signed_on=None, status=None))
    assert answer.status_code == 302
    form = standing_form(case)
    assert (form.status, form.is_signed, form.signed_on) == (None, False, None)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"nhs_number": "999 000 0019"}, "This is not a real NHS number"),
        ({"nhs_number": "QQ123456C"}, "National Insurance number"),
        ({"signed_on_month": "13"}, "Month must be a number from 1 to 12"),
        ({"date_of_birth_day": "31", "date_of_birth_month": "2"}, "Date of birth must be a real date"),
        ({"postcode": "Leeds"}, "Postcode must be a full UK postcode"),
        ({"email": "nobody"}, "This cannot be an email address"),
        ({"choice": ""}, "Select which box is ticked"),
        ({"choice": "perhaps"}, "Select which box is ticked"),
        ({"family_name": ""}, "Enter the last name"),
    ],
)
def test_key_what_makes_no_sense_is_refused_and_stays_typed(desk, wrong, words):
    case = make_case()
    answer = key(desk, case, self_form(), given_names="Zebedee Quentin", **wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(words) == 2  # in the summary and at the field
    assert 'value="Zebedee Quentin"' in page
    assert "<title>Error: " in page
    case.refresh_from_db()
    assert case.state == CaseState.TO_ENTER
    assert CaseEntry.objects.get(case=case).answers == {}


def test_key_a_form_that_cannot_be_read_needs_no_name(desk):
    case = make_case()
    answer = key(desk, case, self_form(), family_name="", given_names="", choice="", cannot_be_read="on")
    assert answer.status_code == 302
    assert not standing_form(case).is_readable


def test_save_and_come_back_keeps_everything_as_typed(desk):
    case = make_case()
    carried = {"version": version(desk.get(page_of("key", case))), "do": "later"}
    answer = desk.post(page_of("key", case), carried | {"given_names": "Half a na", "nhs_number": "999 0"})
    assert answer.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.claimed_by) == (CaseState.TO_ENTER, None)
    page = desk.get(page_of("key", case)).content.decode()
    assert 'value="Half a na"' in page
    assert 'value="999 0"' in page
    assert "error" not in page.partition("<main")[2]  # nothing is found fault with before it is finished
    assert not Message.objects.exists()


def test_another_child_gets_its_place_without_scripts_and_nothing_is_saved(desk):
    case = make_case(form_type=FormType.CHILDREN)
    form = make_form(FormType.CHILDREN, make_people(FormType.CHILDREN))
    page = key(desk, case, form, do="child")
    text = page.content.decode()
    assert page.status_code == 200
    assert "child-2-family_name" in text
    assert "child-3-family_name" not in text
    assert form.people[0].family_name in text
    assert CaseEntry.objects.get(case=case).answers == {}


def test_children_move_up_into_an_empty_place(desk):
    people = make_people(FormType.CHILDREN, 3)
    case, form = make_case(form_type=FormType.CHILDREN), make_form(FormType.CHILDREN, people)
    gone = {name: "" for name in typed(form, FormType.CHILDREN) if name.startswith("child-2-")}
    key(desk, case, form, **gone)
    assert standing_form(case).people == (form.people[0], form.people[2])


def test_T18_the_second_keying_shows_nothing_of_the_first(desk):
    people = make_people(FormType.DETAINED)
    form = make_form(FormType.DETAINED, people, address_lines=("77 Zanzibar Gardens",), email="first@example.com")
    case = make_case(CaseState.TO_CHECK, FormType.DETAINED, form=form)
    checker = signed_in_client(make_staff(Role.CHECKER))
    page = checker.get(page_of("key", case)).content.decode()
    assert "a second time" in page
    values = [
        value for value in typed(form, FormType.DETAINED).values() if len(value) > 4 and value != Status.OPTED_OUT
    ]
    assert len(values) > 6
    assert [value for value in values if value in page] == []
    assert " checked" not in page.replace('value="post" checked', "")
    assert "Zanzibar" not in checker.get(page_of("detail", case)).content.decode()


def test_T18_who_keyed_a_form_first_cannot_open_it_for_the_second_keying():
    both = make_staff(Role.AGENT, Role.CHECKER)
    case = make_case(CaseState.TO_CHECK, agent=both)
    answer = signed_in_client(both).get(page_of("key", case))
    assert answer.status_code == 409
    assert "You keyed this form first" in answer.content.decode()


@pytest.mark.parametrize("same", [True, False])
def test_the_second_keying_leads_to_the_decision_or_to_settling(same):
    people = make_people(FormType.DETAINED)
    form = make_form(FormType.DETAINED, people)
    case = make_case(CaseState.TO_CHECK, FormType.DETAINED, form=form)
    answer = key(signed_in_client(make_staff(Role.CHECKER)), case, form if same else replace(form, postcode="LS1 9ZZ"))
    case.refresh_from_db()
    assert case.state == (CaseState.TO_DECIDE if same else CaseState.TO_SETTLE)
    assert answer["Location"] == page_of("decide" if same else "settle", case)


def test_T16_opening_a_form_to_key_it_is_written_down(desk):
    case = make_case()
    desk.get(page_of("key", case))
    event = AuditEvent.objects.get(action=AuditAction.CASE_VIEWED)
    assert (event.object_id, event.reason) == (case.reference, f"{EntryKind.FIRST} keying")


def test_A10_no_browser_fills_one_persons_details_into_anothers_form(desk):
    page = desk.get(page_of("key", make_case(form_type=FormType.ADULT_DEPENDANT))).content.decode()
    lines = [line for line in page.splitlines() if 'type="text"' in line or "<textarea" in line]
    assert len(lines) > 12
    assert [line for line in lines if 'autocomplete="off"' not in line] == []


def test_the_keying_page_asks_a_steady_number_of_questions(desk):
    case = make_case(form_type=FormType.CHILDREN)
    desk.get(page_of("key", case))
    with CaptureQueriesContext(connection) as asked:
        desk.get(page_of("key", case))
    assert len(asked) <= 22, [query["sql"][:80] for query in asked]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CHECKER])
def test_T20_who_may_not_key_is_refused_and_written_down(role):
    case = make_case()
    assert signed_in_client(make_staff(role)).get(page_of("key", case)).status_code == 403
    assert AuditEvent.objects.filter(action=AuditAction.ACCESS_REFUSED, object_id="staff:case-key").count() == 1


def test_a_form_that_is_not_there_is_not_found(desk):
    case = make_case()
    gone = page_of("key", case).replace(str(case.public_id), "00000000-0000-4000-8000-000000000001")
    assert desk.get(gone).status_code == 404
    assert desk.post(gone).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_F27_of_two_who_save_at_once_one_is_saved_and_the_other_keeps_their_typing():
    both = make_staff(Role.AGENT)
    case = make_case()
    desks = {name: signed_in_client(both) for name in ("Oneperson", "Otherperson")}
    carried = {"version": version(desks["Oneperson"].get(page_of("key", case))), "do": "later"}

    def save(name):
        return lambda: desks[name].post(page_of("key", case), carried | {"family_name": name})

    answers = dict(zip(desks, in_parallel([save(name) for name in desks]), strict=True))
    saved, refused = sorted(desks, key=lambda name: answers[name].status_code)
    assert [answers[name].status_code for name in (saved, refused)] == [302, 409]
    assert CaseEntry.objects.get(case=case).answers["person"]["family_name"] == saved
    page = answers[refused].content.decode()
    assert f'value="{refused}"' in page
    assert f"<td>{refused}</td><td>{saved}</td>" in page
    again = carried | {"version": version(answers[refused]), "family_name": refused}
    assert desks[refused].post(page_of("key", case), again).status_code == 302
    assert CaseEntry.objects.get(case=case).answers["person"]["family_name"] == refused


def test_F27_what_was_finished_meanwhile_is_neither_shown_nor_written_over(desk):
    case, form = make_case(form_type=FormType.DETAINED), make_form(FormType.DETAINED, make_people(FormType.DETAINED))
    stale = version(desk.get(page_of("key", case)))
    key(desk, case, form)
    late = {"version": stale, "do": "finish"} | typed(form, FormType.DETAINED) | {"family_name": "Latecomer"}
    answer = desk.post(page_of("key", case), late)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="Latecomer"' in page
    assert form.people[0].family_name not in page  # it is to be keyed blind now
    assert standing_form(case) == form

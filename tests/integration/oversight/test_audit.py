"""The audit answers who looked at whom, when and why, and what a member of staff did; it names no patient."""

import csv
from datetime import timedelta

import pytest
from django.utils import timezone

from registry import audit
from registry.clock import now
from registry.models import AuditAction, AuditEvent, Role
from registry.parties import SYSTEM
from registry.queries.audit_trail import AboutCase, AboutPerson, ByStaff, pseudonym, trail
from tests.factories import DemographicsFactory, PersonFactory, PreferenceFactory, make_nhs_number
from tests.integration.oversight.conftest import events, look, text
from tests.support.markup import elements
from tests.support.staff import make_staff, signed_in_client

NUMBER, OTHER = make_nhs_number(500), make_nhs_number(501)
PERSON, STAFF, CASE = (f"/staff/oversight/audit/{name}/" for name in ("person", "staff", "case"))


def days(first, last=None):
    parts = {"first": first, "last": last or first}
    return {
        f"{name}_{part}": str(getattr(day, part)) for name, day in parts.items() for part in ("day", "month", "year")
    }


def today():
    return timezone.localdate()


def test_T16_audit_says_who_looked_at_this_person_when_and_why(auditors_desk, agent, supervisor):
    look(agent, NUMBER, reason="other: asked by the post room")
    look(supervisor, NUMBER, action=AuditAction.PERSON_REVEALED, about=("case", "12345-C"))
    look(agent, OTHER, reason="returned_post")
    html = text(auditors_desk.post(PERSON, {"nhs_number": NUMBER.spaced}))
    for words in (
        "Ines Okafor", "opened a person", "asked by the post room", "Tom Ashdown", "uncovered contact details",
        "A complaint", "case 12345-C", "shown masked", pseudonym(audit.subject_key(NUMBER)),
    ):  # fmt: skip
        assert words in html
    assert "Post that came back" not in html


def test_T16_audit_of_a_person_is_in_order_and_holds_what_others_did(auditors_desk):
    PreferenceFactory(person=DemographicsFactory(nhs_number=NUMBER))
    audit.record(AuditAction.MESSAGE_SENT, by=SYSTEM, at=now(), subject=NUMBER)
    html = text(auditors_desk.post(PERSON, {"nhs_number": NUMBER.digits}))
    assert html.index("The person") < html.index("First choice recorded (OP)") < html.index("The service itself")


def test_T16_audit_of_a_person_covers_superseded_numbers(agent):
    person = PersonFactory()
    old = PersonFactory(superseded_by=person.nhs_number)
    look(agent, old.nhs_number)
    look(agent, person.nhs_number)
    for asked in (old, person):
        assert len(trail(AboutPerson(asked.nhs_number), after=0, size=9).rows) == 2


def test_T16_audit_says_what_a_member_of_staff_looked_at(auditors_desk, agent, supervisor):
    look(agent, NUMBER)
    look(agent, OTHER, action=AuditAction.CASE_LOGGED, about=("case", "55555-C"))
    look(supervisor, OTHER, reason="returned_post")
    asked = {"staff": str(agent.pk), "what": "looks", **days(today())}
    html = text(auditors_desk.post(STAFF, asked))
    assert pseudonym(audit.subject_key(NUMBER)) in html
    assert "55555-C" not in html
    assert "Post that came back" not in html
    assert "55555-C" in text(auditors_desk.post(STAFF, asked | {"what": "all"}))


@pytest.mark.parametrize(("hours", "is_in"), [(-1, False), (0, True), (23, True), (24, False)])
def test_audit_of_staff_keeps_to_london_days(agent, hours, is_in):
    midnight = timezone.localtime().replace(year=2026, month=7, day=3, hour=0, minute=0, second=0, microsecond=0)
    look(agent, NUMBER, at=midnight + timedelta(hours=hours))
    question = ByStaff(agent.pk, midnight.date(), midnight.date(), looks_only=True)
    assert bool(trail(question, after=0, size=9).rows) is is_in


def test_T16_audit_says_who_looked_at_a_case(auditors_desk, agent):
    look(agent, None, action=AuditAction.CASE_VIEWED, about=("case", "12345-C"))
    look(agent, None, action=AuditAction.CASE_VIEWED, about=("case", "12346-C"))
    html = text(auditors_desk.post(CASE, {"reference": "12345-c"}))
    assert "Staff opened a case" in html
    assert "12346-C" not in html


def test_audit_shows_no_number_no_name_and_no_contact(auditors_desk, agent):
    person = PersonFactory(family_name="Lovell-Quist", email="quist@example.com")
    look(agent, person.nhs_number)
    for address, asked in (
        (PERSON, {"nhs_number": person.nhs_number.spaced}),
        (STAFF, {"staff": str(agent.pk), "what": "all", **days(today())}),
    ):
        html = text(auditors_desk.post(address, asked))
        shown = [part for part in ("Lovell", "quist@", person.nhs_number.digits) if part in html]
        assert shown == []


def test_audit_pseudonyms_are_steady_and_apart():
    signs = [pseudonym(audit.subject_key(make_nhs_number(count))) for count in range(200)]
    assert len(set(signs)) == 200
    assert signs[0] == pseudonym(audit.subject_key(make_nhs_number(0)))
    assert pseudonym(None) == ""


def test_audit_is_read_on_the_record(auditors_desk, auditor, agent):
    auditors_desk.post(PERSON, {"nhs_number": NUMBER.digits})
    auditors_desk.post(STAFF, {"staff": str(agent.pk), "what": "all", "as": "table", **days(today())})
    auditors_desk.post(CASE, {"reference": "12345-C"})
    person, staff, case = events("audit_read")
    assert bytes(person.subject) == audit.subject_key(NUMBER)
    assert [(event.object_type, event.object_id) for event in (person, staff, case)] == [
        ("person", ""),
        ("staff", str(agent.pk)),
        ("case", "12345-C"),
    ]
    assert [event.details["as"] for event in (person, staff, case)] == ["page", "table", "page"]
    assert {event.actor_id for event in (person, staff, case)} == {str(auditor.pk)}


def test_audit_answers_nothing_when_asking_cannot_be_written_down(auditors_desk, agent, monkeypatch):
    look(agent, NUMBER)
    read = []
    monkeypatch.setattr("registry.actions.oversight.audit.record", lambda *_, **__: 1 / 0)
    monkeypatch.setattr("registry.actions.oversight.trail", lambda *_, **__: read.append(1))
    with pytest.raises(ZeroDivisionError):
        auditors_desk.post(PERSON, {"nhs_number": NUMBER.digits})
    assert read == []


def test_audit_is_paged_without_gaps_and_repeats(auditors_desk, agent):
    made = [look(agent, NUMBER, reason=f"other: look {count:03d}") for count in range(120)]
    seen, after = [], ""
    for size in (50, 50, 20):
        html = text(auditors_desk.post(PERSON, {"nhs_number": NUMBER.digits, "after": after}))
        found = [words for words in (f"look {count:03d}" for count in range(120)) if words in html]
        assert len(found) == size
        seen += found
        hidden = {field["name"]: field.get("value", "") for field in elements(html, "input") if "name" in field}
        after = hidden.get("after", "")
    assert len(seen) == len(made)
    assert after == ""


@pytest.mark.parametrize("after", ["x", "-1", "9" * 19, "1 OR 1=1"])
def test_audit_refuses_a_place_that_is_none(auditors_desk, after):
    assert auditors_desk.post(PERSON, {"nhs_number": NUMBER.digits, "after": after}).status_code == 400


WRONG = {
    "no number": (PERSON, {}, "Enter an NHS number"),
    "wrong number": (PERSON, {"nhs_number": "999 000 0019"}, "This is not a real NHS number"),
    "no case": (CASE, {"reference": "C-12"}, "Enter a case reference"),
    "nobody": (STAFF, {"what": "all"}, "Select a member of staff"),
    "made-up staff": (STAFF, {"staff": "999999", "what": "all"}, "Select a member of staff"),
    "no days": (STAFF, {"what": "all"}, "Enter first day"),
}


@pytest.mark.parametrize("case", WRONG)
def test_audit_question_refused_says_why(auditors_desk, case):
    address, typed, words = WRONG[case]
    answer = auditors_desk.post(address, typed)
    assert answer.status_code == 422
    assert words in text(answer)
    assert events("audit_read") == []


def test_audit_question_refuses_a_period_that_runs_backwards(auditors_desk, agent):
    backwards = days(today(), today() - timedelta(days=1))
    answer = auditors_desk.post(STAFF, {"staff": str(agent.pk), "what": "all", **backwards})
    assert "The last day must not be before the first" in text(answer)


def test_T27_the_audit_as_a_table_holds_text_only(auditors_desk, agent):
    agent.display_name = "=HYPERLINK(1)"
    agent.save()
    look(agent, NUMBER, reason="other: @SUM(1)")
    answer = auditors_desk.post(PERSON, {"nhs_number": NUMBER.digits, "as": "table"})
    header, row, asking = list(csv.reader(text(answer).splitlines()))
    assert header[:4] == ["When", "Who", "What", "Why"]
    assert asking[2] == "Audit read"
    assert (row[1], row[3]) == ("'=HYPERLINK(1)", "'@SUM(1)")
    assert "attachment" in answer["Content-Disposition"]
    assert NUMBER.digits not in text(answer)


@pytest.mark.parametrize("role", [Role.AGENT, Role.CHECKER, Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_T17_no_table_for_anyone_but_auditors(db, role):
    user = make_staff(role)
    client = signed_in_client(user)
    for address in (PERSON, STAFF, CASE):
        assert client.post(address, {"nhs_number": NUMBER.digits, "as": "table"}).status_code == 403
    refused = AuditEvent.objects.filter(action="access_refused", actor_id=str(user.pk))
    assert refused.count() == 3


def test_audit_costs_the_same_queries_however_long(agent, supervisor, django_assert_num_queries):
    for count in range(60):
        look((agent, supervisor)[count % 2], NUMBER, about=("case", "12345-C"))
    for question, queries in (
        (AboutPerson(NUMBER), 4),
        (AboutCase("12345-C"), 2),
        (ByStaff(agent.pk, today(), today(), looks_only=True), 2),
    ):
        with django_assert_num_queries(queries):
            trail(question, after=0, size=50)

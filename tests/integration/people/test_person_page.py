"""A person's page: masked, uncovered by a second look, refused for oneself, limited in number."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings

from registry import audit
from registry.clock import now
from registry.encryption import keyed_hash
from registry.models import (
    AuditEvent,
    Call,
    Case,
    CaseSubject,
    Message,
    PersonFlag,
    PreferenceChange,
    Role,
    Status,
    Task,
)
from tests.factories import DemographicsFactory, PersonFactory, PreferenceFactory
from tests.integration.people.conftest import PERSONAL, events, find, search
from tests.support.staff import make_staff, signed_in_client


def choose(person, **columns):
    return PreferenceFactory(person=DemographicsFactory(nhs_number=person.nhs_number), **columns)


def reveal(client, link, **typed):
    return client.post(f"{link}contact/", {"reason": "complaint", **typed})


def text(answer):
    return answer.content.decode()


@pytest.fixture
def busy_person(person, agent):
    """A person about whom there is one of everything."""
    at = now()
    change = choose(person, status=Status.OPTED_OUT, reason="said on the phone")
    case = Case.objects.create(
        reference="223344-C", form_type="self", arrived_by="post", received_on=at, due_on=at, logged_by=agent
    )
    CaseSubject.objects.create(case=case, position=1, nhs_number=person.nhs_number)
    Call.objects.create(
        agent=agent,
        reason="complaint",
        nhs_number=person.nhs_number,
        state="ended",
        outcome="information",
        ended_at=at,
        notes="not for this page",
    )
    letter = Message.objects.create(
        kind="confirmation",
        channel="letter",
        nhs_number=person.nhs_number,
        change=change,
        deadline_at=at,
        state="failed",
        finished_at=at,
        last_error="rejected",
        recipient="17 Wren Passage",
    )
    PersonFlag.objects.create(nhs_number=person.nhs_number, kind="post_returned", message=letter, raised_by=agent)
    Task.objects.create(kind="returned_post", nhs_number=person.nhs_number, due_at=at, detail="not for this page")
    return person


def test_page_shows_what_the_record_holds(desk, busy_person):
    change = PreferenceChange.objects.get()
    html = text(desk.get(find(desk, busy_person)))
    shown = (
        "No, do not allow", "First choice", "The person", "Online", change.reference, "said on the phone", "223344-C",
        "Self, 13 or over", "Complaint", "Information given", "Confirmation of a choice", "Letter", "Failed",
        "The provider refused the message", "Post to the address on the record comes back", "A letter came back",
    )  # fmt: skip
    assert [words for words in shown if words not in html] == []
    assert "not for this page" not in html


def test_page_is_masked(desk, busy_person):
    html = text(desk.get(find(desk, busy_person)))
    for shown in ("A M Lovell-Quist", "1951", "LS7", "ad•••••••@example.com", "••••••••417"):
        assert shown in html
    for hidden in (*PERSONAL, busy_person.nhs_number.digits, busy_person.nhs_number.spaced):
        assert hidden not in html


def test_page_says_that_no_choice_is_recorded(desk, person):
    html = text(desk.get(find(desk, person)))
    assert "No choice recorded" in html
    assert "No choice was ever recorded." in html


def test_page_shows_the_history_under_a_superseded_number(desk, person):
    old = PersonFactory()
    change = choose(old)
    old.superseded_by = person.nhs_number
    old.save()
    assert change.reference in text(desk.get(find(desk, person)))


def test_page_is_never_kept_by_the_browser(desk, person):
    assert "no-store" in desk.get(find(desk, person))["Cache-Control"]


def test_contact_details_are_uncovered_with_a_reason(desk, agent, person):
    link = find(desk, person, reason="returned_post")
    assert reveal(desk, link, reason="").status_code == 422
    assert events("person_revealed") == []
    html = text(reveal(desk, link, reason="other", words="letter came back"))
    assert [hidden for hidden in (*PERSONAL, person.nhs_number.spaced) if hidden not in html] == []
    [event] = events("person_revealed")
    assert (event.actor_id, event.reason, event.details) == (
        str(agent.pk),
        "other: letter came back",
        {"shown": "contact"},
    )
    assert bytes(event.subject) == audit.subject_key(person.nhs_number)


def test_contact_page_asks_before_it_shows(desk, person):
    html = text(desk.get(f"{find(desk, person)}contact/"))
    assert "Lovell-Quist" not in html
    assert events("person_revealed") == []


def test_T15_restricted_record_shows_no_contact_even_uncovered(desk, person):
    person.is_restricted = True
    person.save()
    link = find(desk, person)
    for html in (text(desk.get(link)), text(reveal(desk, link))):
        assert "This record is restricted" in html
        for hidden in ("Wren Passage", "LS7", "quist@", "417"):
            assert hidden not in html


def test_T19_own_record_is_refused_and_told(person):
    me = make_staff(Role.AGENT, own_number_key=keyed_hash("staff-own", person.nhs_number.digits))
    client = signed_in_client(me)
    link = find(client, person)
    answers = [client.get(link), reveal(client, link)]
    assert [answer.status_code for answer in answers] == [403, 403]
    for answer in answers:
        assert "It is your own" in text(answer)
        assert "Lovell" not in text(answer)
    assert [event.reason for event in events("person_refused")] == ["own record"] * 2
    assert events("person_viewed") == events("person_revealed") == []
    [task, _] = Task.objects.filter(kind="review_look_up")
    assert me.display_name in task.detail


def test_T19_own_record_is_refused_by_an_old_number_too(person):
    old = PersonFactory(superseded_by=person.nhs_number)
    for declared in (old, person):
        me = make_staff(Role.AGENT, own_number_key=keyed_hash("staff-own", declared.nhs_number.digits))
        client = signed_in_client(me)
        [link] = [find(client, old)]
        assert client.get(link).status_code == (403 if declared is person else 200)


@pytest.mark.parametrize(
    ("near", "said"),
    [
        ({"family_name": "LOVELL QUIST"}, {"own_surname": 1}),
        ({"home_key": keyed_hash("staff-home", "LS73QQ")}, {"own_home": 1}),
        ({"family_name": "-"}, {}),
        ({}, {}),
    ],
)
def test_T19_a_look_at_someone_close_is_marked(person, near, said):
    client = signed_in_client(make_staff(Role.AGENT, **near))
    link = find(client, person)
    assert client.get(link).status_code == 200
    assert events("person_viewed")[0].details == {"shown": "masked", **said}


def test_T17_the_61st_record_within_an_hour_asks_for_the_supervisor(desk, agent, person, database_clock):
    assert settings.PERSON_VIEWS_PER_HOUR == 60
    link = find(desk, person)
    assert {desk.get(link).status_code for _ in range(60)} == {200}
    over = [desk.get(link) for _ in range(3)]
    assert [answer.status_code for answer in over] == [429] * 3
    assert "Ask your supervisor" in text(over[0])
    assert "Lovell" not in text(over[0])
    assert Task.objects.filter(kind="review_look_up").count() == 1
    assert len(events("person_viewed")) == 60
    assert len(events("person_refused")) == 3


def test_T17_the_limit_is_over_with_the_hour(agent, person, settings, database_clock):
    settings.PERSON_VIEWS_PER_HOUR = 1
    statuses = []
    for _ in range(2):
        desk = signed_in_client(agent)
        statuses += [desk.get(find(desk, person)).status_code for _ in range(2)]
        database_clock.move(timedelta(hours=1))
    assert statuses == [200, 429, 200, 429]


def test_T17_made_up_and_borrowed_addresses_answer_alike(desk, person):
    link = find(desk, person)
    other = signed_in_client(make_staff(Role.AGENT))
    for client, address in ((other, link), (desk, f"/staff/people/{uuid.uuid4()}/")):
        for path in (address, f"{address}contact/"):
            for answer in (client.get(path), client.post(path)):
                assert answer.status_code in {404, 405}
        assert client.get(address).status_code == 404
    assert other.get(link).content == desk.get(f"/staff/people/{uuid.uuid4()}/").content
    assert events("person_viewed") == []


def test_T17_an_address_is_over_after_half_an_hour(desk, agent, person, database_clock):
    link = find(desk, person)
    for minutes, status in ((14, 200), (14, 200), (2, 404)):
        database_clock.move(timedelta(minutes=minutes))
        assert desk.get(link).status_code == status


def test_T33_the_session_keeps_no_number_that_can_be_read(desk, person):
    find(desk, person)
    assert person.nhs_number.digits not in repr(dict(desk.session.items()))


def test_T16_page_names_who_looked_at_whom_why_and_at_what(desk, agent, busy_person):
    desk.get(find(desk, busy_person, case_reference="223344-C", reason="form"))
    [event] = events("person_viewed")
    assert (event.actor_id, event.reason) == (str(agent.pk), "form")
    assert (event.object_type, event.object_id) == ("case", "223344-C")
    assert bytes(event.subject) == audit.subject_key(busy_person.nhs_number)
    assert event.details == {"shown": "masked"}
    assert now() - event.at < timedelta(minutes=1)


def test_page_costs_the_same_queries_however_much_there_is(desk, agent, busy_person, django_assert_num_queries):
    link = find(desk, busy_person)
    for _ in range(10):
        Call.objects.create(agent=agent, reason="other", nhs_number=busy_person.nhs_number)
        choose(busy_person)
    # Session, account, clock (3), count, account, number and person, audit (3), the numbers and the person again where
    # a name for the number was wanted (2), the seven lists, and the session kept (3).
    with django_assert_num_queries(23):
        desk.get(link)


def test_checker_and_auditor_have_no_search(person):
    for role in (Role.CHECKER, Role.AUDITOR, Role.ADMINISTRATOR):
        assert search(signed_in_client(make_staff(role)), nhs_number=person.nhs_number.digits).status_code == 403
    assert not AuditEvent.objects.filter(action="people_searched").exists()

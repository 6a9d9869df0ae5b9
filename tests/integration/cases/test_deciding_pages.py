"""The pages that settle, decide, send back, close and reopen a form, and the page of the form itself."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.gateways.directory import DirectoryUnavailable
from registry.models import (
    AuditAction,
    AuditEvent,
    CaseNote,
    CaseState,
    CloseReason,
    Evidence,
    FormType,
    Message,
    Preference,
    ReturnReason,
    Role,
)
from registry.queries.cases import standing_form
from tests.factories import PersonFactory, make_nhs_number
from tests.factories.cases import make_case, make_form, make_people
from tests.support.keying import page_of, version
from tests.support.staff import make_staff, signed_in_client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_sample(settings):
    settings.SECOND_CHECK_SHARE = 0


@pytest.fixture
def agent():
    return make_staff(Role.AGENT)


@pytest.fixture
def desk(agent):
    return signed_in_client(agent)


def decide(desk, case, **typed):
    carried = {"version": version(desk.get(page_of("decide", case)))}
    return desk.post(page_of("decide", case), carried | typed)


def to_decide(**columns):
    people = make_people(FormType.SELF)
    return make_case(CaseState.TO_DECIDE, people=people, form=make_form(FormType.SELF, people, **columns)), people[0]


def test_accept_records_the_choice_of_the_preselected_record(desk):
    case, person = to_decide()
    page = desk.get(page_of("decide", case)).content.decode()
    assert f'value="{person.nhs_number.digits}" checked' in page
    assert page.count("✓") == 5
    assert "autofocus>Accept" in page
    answer = decide(desk, case, do="accept", **{"person-1": person.nhs_number.digits})
    assert answer["Location"] == page_of("done", case)
    assert Preference.objects.get(nhs_number=person.nhs_number)
    assert "Accepted" in desk.get(answer["Location"]).content.decode()


def test_of_several_records_none_is_preselected_and_one_must_be_picked(desk):
    twins = [PersonFactory(family_name="Twinning", given_names="Ada May") for _ in range(2)]
    papers = frozenset({Evidence.PASSPORT, Evidence.UTILITY_BILL})
    form = make_form(FormType.SELF, twins[:1], evidence=papers)
    form = replace(form, people=(replace(form.people[0], nhs_number=None),))
    case = make_case(CaseState.TO_DECIDE, form=form)
    page = desk.get(page_of("decide", case)).content.decode()
    assert all(twin.nhs_number.digits in page for twin in twins)
    assert 'type="radio" name="person-1"' in page
    assert " checked aria-describedby" not in page


def test_T18_a_record_that_is_not_the_persons_is_refused(desk):
    case, _ = to_decide()
    other = PersonFactory()
    answer = decide(desk, case, do="accept", **{"person-1": other.nhs_number.digits})
    assert answer.status_code == 422
    assert "not that of the person on the form" in answer.content.decode()
    assert not Preference.objects.exists()


@pytest.mark.parametrize("typed", [{}, {"person-1": ""}, {"person-1": "999 000 0019"}, {"person-1": "nobody"}])
def test_accept_without_a_record_says_what_to_do(desk, typed):
    case, person = to_decide()
    answer = decide(desk, case, do="accept", **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(f"Select the record of {person.given_names} {person.family_name}") == 2


def test_T18_an_address_sent_along_is_ignored(desk):
    case, person = to_decide()
    more = {"address": "1 Elsewhere", "email": "thief@example.com", "person-1": person.nhs_number.digits}
    decide(desk, case, do="accept", **more)
    message = Message.objects.get()
    assert (message.recipient, message.channel) == ("", "letter")


def test_T18_who_keyed_a_form_for_somebody_else_is_told_that_another_accepts_it():
    both = make_staff(Role.AGENT, Role.CHECKER)
    case = make_case(CaseState.TO_DECIDE, FormType.DETAINED, agent=both)
    page = signed_in_client(both).get(page_of("decide", case)).content.decode()
    assert "somebody else must accept it" in page
    assert 'value="accept"' not in page


def test_F27_a_decision_on_what_has_changed_is_not_written(desk):
    case, person = to_decide()
    answer = desk.post(page_of("decide", case), {"version": "1", "do": "accept", "person-1": person.nhs_number.digits})
    assert answer.status_code == 409
    assert "Somebody changed this form" in answer.content.decode()
    assert not Preference.objects.exists()


def test_send_back_looks_at_the_letter_first(desk):
    case, _ = to_decide(is_signed=False)
    page = desk.get(page_of("decide", case)).content.decode()
    assert 'value="not_signed" checked' in page
    assert 'value="accept"' not in page
    asked = page_of("return", case) + "?reasons=not_signed&reasons=originals_sent"
    preview = desk.get(asked)
    assert "Send this letter" in preview.content.decode()
    for kind, begins in (("pdf", b"%PDF"), ("png", b"\x89PNG")):
        address = reverse("staff:case-letter", args=[case.public_id, kind])
        file = desk.get(address + "?reasons=not_signed")
        assert file.content.startswith(begins)
        assert file["Cache-Control"] == "no-store"
        assert desk.get(address).status_code == 404
    assert AuditEvent.objects.filter(action=AuditAction.LETTER_PREVIEWED).count() == 3
    assert not Message.objects.exists()
    sent = {"version": version(preview), "reasons": ["not_signed", "originals_sent"]}
    assert desk.post(page_of("return", case), sent).status_code == 302
    case.refresh_from_db()
    assert case.return_reasons == [ReturnReason.NOT_SIGNED, ReturnReason.ORIGINALS_SENT]
    assert Message.objects.count() == 1


def test_send_back_without_a_reason_or_an_address_says_so(desk):
    case, _ = to_decide()
    assert "Select why the form goes back" in desk.get(page_of("return", case)).content.decode()
    nowhere, _ = to_decide(address_lines=(), postcode="", is_signed=False)
    answer = desk.get(page_of("return", nowhere) + "?reasons=not_signed")
    assert answer.status_code == 422
    assert "it can only be closed" in answer.content.decode()


@pytest.mark.parametrize(
    ("record", "written", "reason"),
    [
        ({}, {"family_name": "Otherwise", "date_of_birth": None}, ReturnReason.NAME_MISMATCH),
        ({}, {"nhs_number": make_nhs_number(880)}, ReturnReason.NO_MATCH),
        ({"date_of_death": "2026-01-01"}, {}, ReturnReason.PERSON_DIED),
    ],
)
def test_why_nobody_can_be_picked_is_proposed_as_a_reason(desk, record, written, reason):
    person = PersonFactory(**record)
    form = make_form(FormType.SELF, [person])
    case = make_case(
        CaseState.TO_DECIDE, people=[person], form=replace(form, people=(replace(form.people[0], **written),))
    )
    assert f'value="{reason}" checked' in desk.get(page_of("decide", case)).content.decode()


def test_close_a_duplicate_names_the_other_case(desk):
    case, person = to_decide()
    other = make_case(CaseState.TO_DECIDE, people=[person])
    wrong = decide(desk, case, do="close", reason="duplicate")
    assert wrong.status_code == 422
    assert wrong.content.decode().count("Enter the reference of the other case") == 2
    unknown = decide(desk, case, do="close", reason="duplicate", duplicate_of="99999-C")
    assert "No case has this reference" in unknown.content.decode()
    assert decide(desk, case, do="close", reason="duplicate", duplicate_of=other.reference).status_code == 302
    case.refresh_from_db()
    assert (case.close_reason, case.duplicate_of) == (CloseReason.DUPLICATE, other)


def test_settle_shows_differences_only_and_leads_to_the_decision():
    people = make_people(FormType.DETAINED)
    form = make_form(FormType.DETAINED, people)
    case = make_case(CaseState.TO_SETTLE, FormType.DETAINED, people=people, form=form)
    desk = signed_in_client(make_staff(Role.CHECKER))
    page = desk.get(page_of("settle", case))
    text = page.content.decode().partition("<main")[2]
    assert text.count("<legend") == 1
    assert ("LS1 9ZZ" in text, people[0].family_name in text) == (True, False)
    nothing = desk.post(page_of("settle", case), {"version": version(page)})
    assert nothing.status_code == 422
    assert nothing.content.decode().count("Select what the form says") == 2
    typed = {"version": version(page), "q1-pick": "other", "q1-postcode": "ls2 7aa"}
    assert desk.post(page_of("settle", case), typed)["Location"] == page_of("decide", case)
    assert standing_form(case) == replace(form, postcode="LS2 7AA")


def test_T16_the_page_of_a_form_is_written_down_before_it_is_shown(desk, monkeypatch):
    case, person = to_decide()
    page = desk.get(page_of("detail", case)).content.decode()
    assert person.family_name in page
    looks = AuditEvent.objects.filter(action=AuditAction.CASE_VIEWED, reason="reading", subject__isnull=False)
    assert looks.count() == 1

    def broken(*args, **kwargs):
        raise RuntimeError("no audit")

    monkeypatch.setattr("registry.actions.cases.viewing.audit.record", broken)
    desk.raise_request_exception = False
    for name in ("detail", "decide"):
        answer = desk.get(page_of(name, case))
        assert answer.status_code == 500
        assert person.family_name not in answer.content.decode()


def test_T16_candidates_who_are_not_on_the_form_are_written_down_too(desk, agent):
    case, person = to_decide()
    alike = PersonFactory(family_name=person.family_name, given_names="Zoe", postcode=person.postcode)
    page = desk.get(page_of("decide", case)).content.decode()
    assert alike.nhs_number.spaced in page
    assert AuditEvent.objects.filter(action=AuditAction.CASE_VIEWED, reason="candidate").count() == 1


def test_notes_are_added_and_an_empty_one_is_not(desk, agent):
    case, _ = to_decide()
    assert desk.post(page_of("note", case), {"text": "Rang twice"}).status_code == 302
    page = desk.get(page_of("detail", case)).content.decode()
    assert "Rang twice" in page
    assert agent.display_name in page
    assert desk.post(page_of("note", case), {"text": " "}).status_code == 422
    assert CaseNote.objects.count() == 1


def test_a_supervisor_reopens_with_a_reason():
    case = make_case(CaseState.RETURNED)
    desk = signed_in_client(make_staff(Role.SUPERVISOR))
    assert "Reopen it" in desk.get(page_of("detail", case)).content.decode()
    assert desk.post(page_of("reopen", case), {"reason": ""}).status_code == 422
    assert desk.post(page_of("reopen", case), {"reason": "Keyed wrongly"}).status_code == 302
    case.refresh_from_db()
    assert case.state == CaseState.TO_ENTER


def test_no_decision_is_shown_while_the_demographic_service_is_away(desk, monkeypatch):
    case, person = to_decide()

    def away(*args, **kwargs):
        raise DirectoryUnavailable

    monkeypatch.setattr("registry.actions.cases.candidates.candidates", away)
    answer = desk.get(page_of("decide", case))
    assert answer.status_code == 503
    assert person.family_name not in answer.content.decode()


@pytest.mark.parametrize(("name", "most"), [("decide", 34), ("detail", 22)])
def test_pages_of_a_form_ask_a_steady_number_of_questions(desk, name, most):
    people = make_people(FormType.SELF)
    case = make_case(CaseState.TO_DECIDE, people=people)
    desk.get(page_of(name, case))
    with CaptureQueriesContext(connection) as asked:
        desk.get(page_of(name, case))
    assert len(asked) <= most, [query["sql"][:60] for query in asked]

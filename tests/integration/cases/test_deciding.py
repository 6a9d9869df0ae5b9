"""Accepting a form: everybody's choice is recorded, or nobody's; and what keeps a form from being accepted."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from django.db import IntegrityError, transaction

from registry.actions.cases.deciding import CannotDecide, open_deciding
from registry.actions.cases.keying import settle
from registry.actions.cases.moves import StaleVersion
from registry.actions.claims import CannotClaim
from registry.clock import now
from registry.models import (
    AuditEvent,
    Case,
    CaseState,
    FormType,
    Message,
    Person,
    Preference,
    PreferenceChange,
    Role,
    Scan,
    Source,
    Status,
)
from registry.permissions import NotPermitted
from tests.factories.cases import make_case, make_form, make_people, today
from tests.support.cases import accept, refusal, to_decide
from tests.support.staff import as_actor, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_is_drawn(settings):
    settings.SECOND_CHECK_SHARE = 0.0


@pytest.fixture
def person():
    return make_people(FormType.SELF)[0]


@pytest.fixture
def checker():
    return make_staff(Role.CHECKER)


def test_accepting_records_the_choice_from_paper(person, checker):
    case = to_decide(FormType.SELF, [person], status=Status.ALLOWED)
    done = accept(case, [person], checker)
    change = PreferenceChange.objects.get()
    assert (done.state, done.decided_by, done.claimed_by) == (CaseState.ACCEPTED, checker, None)
    assert (change.source, change.after_status, change.case_reference) == (Source.PAPER, "allowed", case.reference)
    assert (change.consenting_party, change.proxy_role) == (person.nhs_number, "")
    assert done.subjects.get().change == change
    assert AuditEvent.objects.get(action="case_accepted").details["people"] == 1


def test_the_choice_was_made_at_noon_of_the_day_of_the_signature(person):
    signed_on = today() - timedelta(days=5)
    accept(to_decide(FormType.SELF, [person], signed_on=signed_on), [person])
    decided = PreferenceChange.objects.get().decided_at.astimezone(UTC)
    assert decided.date() == signed_on
    assert decided.hour in {11, 12}


def test_no_choice_was_made_later_than_now(person):
    accept(to_decide(FormType.SELF, [person], signed_on=today() + timedelta(days=1)), [person])
    assert PreferenceChange.objects.get().decided_at <= now()


def test_I5_the_confirmation_commits_with_the_choice(person):
    accept(to_decide(FormType.SELF, [person]), [person])
    message = Message.objects.get()
    assert (message.kind, message.channel, message.change) == ("confirmation", "letter", PreferenceChange.objects.get())


def test_T18_a_confirmation_goes_to_the_contact_on_the_record_only(person):
    accept(to_decide(FormType.SELF, [person], reply_by="email", email="other@example.com"), [person])
    message = Message.objects.get()
    assert message.channel == "email"
    assert "other@example.com" not in f"{message.recipient} {message.content}"


def test_T18_without_an_email_address_on_the_record_a_letter_goes(person):
    Person.objects.update(email="")
    accept(to_decide(FormType.SELF, [person], reply_by="email", email="other@example.com"), [person])
    assert Message.objects.get().channel == "letter"


@pytest.mark.parametrize(
    ("form_type", "role"),
    [(FormType.CHILDREN, "GUARDIAN"), (FormType.ADULT_DEPENDANT, "POA"), (FormType.DETAINED, "CLINICIAN")],
)
def test_whoever_acts_for_the_person_is_on_the_choice(form_type, role):
    people = make_people(form_type)
    accept(to_decide(form_type, people), people)
    change = PreferenceChange.objects.get()
    assert (change.proxy_role, change.proxy_name, change.consenting_party) == (role, "Robin Sample", None)
    assert change.proxy_contact == "1 Sample Street, Leeds, LS1 4AP"


def test_six_children_are_recorded_in_the_order_of_the_form():
    people = list(reversed(make_people(FormType.CHILDREN, 6)))
    done = accept(to_decide(FormType.CHILDREN, people), people)
    assert list(done.subjects.order_by("position").values_list("nhs_number", flat=True)) == [
        person.nhs_number for person in people
    ]
    assert Preference.objects.count() == Message.objects.count() == 6


def test_a_form_that_lacks_something_is_not_accepted(person):
    case = to_decide(FormType.SELF, [person], status=None, is_signed=False)
    with pytest.raises(CannotDecide) as caught:
        accept(case, [person])
    assert caught.value.reason == "return_reasons"
    assert caught.value.return_reasons == ("not_signed", "no_choice")


def test_T18_a_form_without_a_scan_is_not_accepted(person):
    case = to_decide(FormType.SELF, [person])
    Scan.objects.all().delete()
    assert refusal(case, [person]) == "no_scan"


def test_T18_a_proxy_form_is_not_accepted_by_whoever_keyed_it():
    agent, people = make_staff(Role.AGENT), make_people(FormType.CHILDREN)
    case = make_case(CaseState.TO_DECIDE, FormType.CHILDREN, people=people, agent=agent)
    assert refusal(case, people, agent) == "own_work"


def test_T18_the_database_holds_that_too():
    case = make_case(CaseState.TO_DECIDE, FormType.CHILDREN)
    with pytest.raises(IntegrityError, match="case_second_person_accepts"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state="accepted", decided_by=case.entered_by, decided_at=now())


def test_a_plain_self_form_may_be_accepted_by_whoever_keyed_it(person):
    agent = make_staff(Role.AGENT)
    case = make_case(CaseState.TO_DECIDE, people=[person], agent=agent)
    assert accept(case, [person], agent).state == CaseState.ACCEPTED


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_accepting_needs_its_permission(person, role):
    with pytest.raises(NotPermitted):
        accept(to_decide(FormType.SELF, [person]), [person], make_staff(role))


def test_F29_accepting_twice_is_accepting_once(person, checker):
    case = to_decide(FormType.SELF, [person])
    first = accept(case, [person], checker)
    assert accept(case, [person], checker) == first
    assert PreferenceChange.objects.count() == Message.objects.count() == 1
    with pytest.raises(StaleVersion):
        accept(case, [person], make_staff(Role.CHECKER))


def test_F27_a_decision_on_an_old_page_is_stale(person):
    case = to_decide(FormType.SELF, [person])
    with pytest.raises(StaleVersion) as caught:
        accept(case, [person], version=case.version + 1)
    assert caught.value.current.version == case.version


def test_what_somebody_else_has_open_is_not_accepted(person):
    case = to_decide(FormType.SELF, [person])
    open_deciding(case_id=case.public_id, by=as_actor(make_staff(Role.CHECKER)), at=now())
    with pytest.raises(CannotClaim):
        accept(case, [person])


def test_what_is_not_due_is_not_opened_to_decide(checker):
    with pytest.raises(CannotDecide) as caught:
        open_deciding(case_id=make_case(CaseState.TO_ENTER).public_id, by=as_actor(checker), at=now())
    assert caught.value.reason == "not_due"


def test_the_form_stands_as_settled_when_it_is_accepted(checker):
    people = make_people(FormType.DETAINED)
    case = make_case(CaseState.TO_SETTLE, FormType.DETAINED, people=people)
    settled = replace(make_form(FormType.DETAINED, people), status=Status.ALLOWED)
    case = settle(
        case_id=case.public_id, answers={}, form=settled, version=case.version, by=as_actor(checker), at=now()
    )
    accept(case, people, checker)
    assert Preference.objects.get().status == Status.ALLOWED


def test_accepting_asks_the_database_a_fixed_number_of_times(person, checker, django_assert_num_queries):
    case = to_decide(FormType.SELF, [person])
    with django_assert_num_queries(23):
        accept(case, [person], checker)

"""T18: a choice by phone for somebody else needs proof on file and two people."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from registry.actions.calls.approving import approve_choice
from registry.clock import now
from registry.encryption import keyed_hash
from registry.models import AuditEvent, Call, Message, PreferenceChange, ProxyRole, Role, Source
from registry.parties import Proxy
from registry.permissions import NotPermitted
from registry.queries.calls import CallNotFound
from tests.factories import DemographicsFactory, PersonFactory, PreferenceFactory
from tests.support.calls import Agent, text_of
from tests.support.crowds import all_at_once
from tests.support.staff import make_staff

AUTHORITY = {
    "name": "Zora Sample",
    "contact": "zora@example.com",
    "authority": "health_lpa",
    "case_reference": "12345-C",
}


def accepted_form(person, role=ProxyRole.POWER_OF_ATTORNEY, name="Zora Sample", reference="12345-C"):
    """An earlier paper form by which this person acted, proof and all."""
    PreferenceFactory(
        person=DemographicsFactory(nhs_number=person.nhs_number, date_of_birth=person.date_of_birth),
        source=Source.PAPER,
        party=Proxy(role, name, "1 Proxy Street"),
        case_reference=reference,
    )


@pytest.fixture
def waiting(agent, person):
    """A call by an attorney whose choice waits for a second person."""
    accepted_form(person)
    agent.start(caller="POA").prove(person)
    assert agent.post("authority", **AUTHORITY).status_code == 302
    agent.choose("allowed", "sms").save()
    assert agent.call.state == "waiting"
    return agent.call


def test_T18_choice_for_another_waits_for_a_second_person(agent, checker, waiting, person):
    assert PreferenceChange.objects.count() == 1
    assert "A colleague will look at this choice" in text_of(agent.client.get(agent.address("call")))
    listed = text_of(checker.client.get(reverse("staff:call-approval-list")))
    assert reverse("staff:call-approval", args=[waiting.public_id]) in listed
    assert person.family_name not in listed
    checker.call = waiting
    page = text_of(checker.client.get(checker.address("call-approval")))
    for words in ("Zora Sample", "12345-C", "Yes, allow", "health and welfare", agent.user.display_name):
        assert words in page
    assert checker.client.post(checker.address("call-approval"), {"decision": "approve"}).status_code == 302
    change = PreferenceChange.objects.latest("version")
    assert (change.source, change.after_status, change.case_reference) == ("CC", "allowed", "12345-C")
    assert (change.proxy_role, change.proxy_name, change.proxy_contact) == ("POA", "Zora Sample", "zora@example.com")
    assert change.consenting_party is None
    assert change.actor_id == str(checker.user.pk)
    call = agent.refreshed()
    assert (call.state, call.outcome, call.change, call.approved_by) == (
        "ended", "choice_recorded", change, checker.user,
    )  # fmt: skip
    assert Message.objects.filter(change=change).values_list("channel", flat=True)[0] == "sms"


def test_T18_author_cannot_approve(agent, waiting):
    agent.user.roles = [Role.AGENT, Role.CHECKER]
    agent.user.save()
    both = Agent(agent.user)
    both.call = waiting
    path = both.address("call-approval")
    assert str(waiting.public_id) not in text_of(both.client.get(reverse("staff:call-approval-list")))
    assert both.client.get(path).status_code == 404
    assert both.client.post(path, {"decision": "approve"}).status_code == 404
    with pytest.raises(CallNotFound):
        approve_choice(call_id=waiting.public_id, by=both.by, at=now())
    assert PreferenceChange.objects.count() == 1


def test_T18_database_refuses_an_author_who_approves(waiting):
    with pytest.raises(IntegrityError, match="call_nobody_approves_their_own"), transaction.atomic():
        Call.objects.filter(pk=waiting.pk).update(approved_by=waiting.agent)
    change = PreferenceChange.objects.get()
    with pytest.raises(IntegrityError, match="call_choice_for_another_needs_approval"), transaction.atomic():
        Call.objects.filter(pk=waiting.pk).update(change=change)


def test_T18_whoever_may_not_check_cannot_approve(waiting):
    other = Agent(make_staff(Role.AGENT))
    with pytest.raises(NotPermitted):
        approve_choice(call_id=waiting.public_id, by=other.by, at=now())


def test_T19_nobody_approves_for_themselves(checker, waiting, person):
    checker.user.own_number_key = keyed_hash("staff-own", person.nhs_number.digits)
    checker.user.save()
    checker.call = waiting
    path = checker.address("call-approval")
    answer = checker.client.get(path)
    assert answer.status_code == 409
    assert person.family_name not in text_of(answer)
    assert checker.client.post(path, {"decision": "approve"}).status_code == 409
    assert AuditEvent.objects.filter(action="person_refused").count() == 2
    assert PreferenceChange.objects.count() == 1


def test_second_person_may_refuse(agent, checker, waiting):
    checker.call = waiting
    assert checker.client.post(checker.address("call-approval"), {"decision": "nonsense"}).status_code == 422
    assert checker.client.post(checker.address("call-approval"), {"decision": "refuse"}).status_code == 302
    assert (agent.refreshed().outcome, agent.call.change) == ("not_approved", None)
    assert PreferenceChange.objects.count() == 1
    assert checker.client.get(checker.address("call-approval")).status_code == 404


def test_choice_that_the_rules_no_longer_allow_is_not_approved(checker, waiting, person):
    person.date_of_death = "2026-01-01"
    person.save()
    checker.call = waiting
    answer = checker.client.post(checker.address("call-approval"), {"decision": "approve"})
    assert answer.status_code == 409
    assert "can no longer be saved" in text_of(answer)
    assert (Call.objects.get().state, PreferenceChange.objects.count()) == ("waiting", 1)


@pytest.mark.django_db(transaction=True)
def test_two_who_approve_at_once_record_one_choice(waiting):
    others = [Agent(make_staff(Role.CHECKER)) for _ in range(4)]
    results = all_at_once(
        [partial(approve_choice, call_id=waiting.public_id, by=other.by, at=now()) for other in others]
    )
    assert sorted(type(result).__name__ for result in results) == ["Call", *["CallNotFound"] * 3]
    assert PreferenceChange.objects.count() == 2


def test_author_cannot_end_a_call_that_waits(agent, waiting):
    agent.client.post(agent.address("call-end"), {"outcome": "cut_off"})
    assert agent.client.get(agent.address("call-end"))["Location"] == agent.address("call")
    assert agent.refreshed().state == "waiting"


NOT_ON_FILE = {
    "nothing on file": None,
    "another name": {"name": "Zara Other"},
    "another role": {"role": ProxyRole.COURT_DEPUTY},
    "another reference": {"reference": "54321-C"},
}


@pytest.mark.parametrize("case", NOT_ON_FILE)
def test_T18_caller_without_proof_on_file_is_sent_a_form(agent, person, case):
    if NOT_ON_FILE[case] is not None:
        accepted_form(person, **NOT_ON_FILE[case])
    agent.start(caller="POA").prove(person)
    answer = agent.post("authority", **AUTHORITY)
    assert answer.status_code == 422
    assert "send a form" in text_of(answer)
    assert agent.get("choice").status_code == 302
    assert agent.refreshed().caller == {}


def test_T18_proof_for_somebody_else_counts_for_nothing(agent, person):
    accepted_form(PersonFactory())
    agent.start(caller="POA").prove(person)
    assert agent.post("authority", **AUTHORITY).status_code == 422


def test_parent_chooses_for_a_child_of_twelve(agent, checker):
    child = PersonFactory(date_of_birth=now().date() - timedelta(days=12 * 365))
    accepted_form(child, ProxyRole.GUARDIAN)
    agent.start(caller="GUARDIAN").prove(child)
    assert agent.post("authority", **AUTHORITY).status_code == 422  # an attorney's paper is none of a parent's
    agent.post("authority", **AUTHORITY | {"authority": "full_birth_certificate"})
    agent.choose("opted_out", "email").save()
    checker.call = agent.call
    checker.client.post(checker.address("call-approval"), {"decision": "approve"})
    assert PreferenceChange.objects.latest("version").proxy_role == "GUARDIAN"

"""The website together with a caller: recorded as the contact centre's, and the staff session survives."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from registry import one_time_codes
from registry.actions.drafts import start_draft
from registry.encryption import keyed_hash
from registry.models import AuditEvent, Call, Draft, IdentityCheck, Message, PreferenceChange
from tests.support.calls import Agent, text_of
from tests.support.journey import Walk
from tests.support.staff import make_staff


@pytest.fixture(autouse=True)
def quick_hash(monkeypatch):
    """The same hash at its smallest cost."""
    hasher = one_time_codes.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(one_time_codes, "HASHER", hasher)
    monkeypatch.setattr(one_time_codes, "NOBODYS_HASH", hasher.hash("nobody"))


def hand_over(agent):
    """Press the button on the call's page and return where it leads."""
    answer = agent.client.post(agent.address("call-website"))
    assert answer.status_code == 302
    return answer["Location"]


def begin(agent, person):
    """Go on to the first question of the website."""
    agent.start("online_help")
    path = hand_over(agent)
    assert "Start with the caller" in text_of(agent.client.get(path))
    assert agent.client.post(path)["Location"] == "/choice/name/"
    return Walk(person, client=agent.client)


def test_assisted_choice_is_recorded_as_the_contact_centres(agent, person):
    walk = begin(agent, person)
    saved = walk.finish()
    change = PreferenceChange.objects.get()
    assert (change.source, change.actor_kind, change.actor_id) == ("CC", "staff", str(agent.user.pk))
    assert change.reason == f"Call {agent.call.public_id}, by the website"
    assert change.consenting_party == person.nhs_number
    assert [row.channel for row in Message.objects.filter(kind="confirmation")] == ["sms"]
    assert "Finish and go back to the call" in text_of(saved)
    recorded = AuditEvent.objects.get(action="choice_recorded")
    assert (recorded.actor_kind, recorded.channel) == ("staff", "CC")
    started = AuditEvent.objects.get(action="assisted_started")
    assert (started.actor_id, started.object_id) == (str(agent.user.pk), str(agent.call.public_id))


def test_unassisted_choice_is_still_the_persons_own(person):
    Walk(person).finish()
    change = PreferenceChange.objects.get()
    assert (change.source, change.actor_kind, change.reason) == ("OP", "patient", "")


def test_staff_session_survives_and_the_end_leads_back_to_the_call(agent, person):
    walk = begin(agent, person)
    key = agent.client.cookies["session"].value
    walk.finish()
    ended = agent.client.post(reverse("choice:end"))
    assert ended["Location"] == agent.address("call")
    assert "Clear-Site-Data" not in ended.headers
    assert agent.client.cookies["session"].value == key
    assert "draft" not in agent.client.session
    back = agent.client.get(agent.address("call"), follow=True)
    assert back.status_code == 200
    assert PreferenceChange.objects.get().reference not in text_of(back)  # the draft is gone, and nothing of it is left


def test_call_page_shows_the_reference_while_the_journey_is_open(agent, person):
    begin(agent, person).finish()
    page = text_of(agent.client.get(agent.address("call"), follow=True))
    assert PreferenceChange.objects.get().reference in page


def test_every_page_says_that_a_caller_is_helped(agent, person):
    walk = begin(agent, person)
    for slug in walk.steps():
        assert "You are helping a caller" in text_of(walk.to(slug).get(slug)), slug
    assert "You are helping a caller" in text_of(walk.finish())
    assert "You are helping a caller" not in text_of(Walk(person).get("name"))


def test_token_works_once_and_in_one_browser(agent, person):
    begin(agent, person)
    agent.start()
    path = hand_over(agent)
    elsewhere = Client()
    assert elsewhere.post(path).status_code == 302
    used = agent.client.post(path)
    assert used.status_code == 410
    assert "This page has run out" in text_of(used)
    assert Draft.objects.filter(assisted_call=agent.call).count() == 1
    assert "_auth_user_id" not in elsewhere.session


def test_token_runs_out_after_two_minutes(agent, database_clock):
    agent.start()
    path = hand_over(agent)
    database_clock.move(timedelta(minutes=2))
    assert agent.client.post(path).status_code == 410
    assert not Draft.objects.exists()


def test_newer_token_replaces_the_older_and_the_end_of_the_call_kills_both(agent):
    agent.start()
    old, new = hand_over(agent), hand_over(agent)
    assert agent.client.post(old).status_code == 410
    agent.client.post(agent.address("call-end"), {"outcome": "cut_off"})
    assert agent.client.post(new).status_code == 410


@pytest.mark.parametrize("token", ["x", "-", "0" * 32, f"{'0' * 32}-{'0' * 48}", "z" * 32 + "-abc"])
def test_made_up_token_begins_nothing(db, token):
    path = reverse("choice:assisted", args=[token])
    client = Client()
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 410
    assert not Draft.objects.exists()
    assert "session" not in client.cookies


def test_looking_at_the_page_uses_nothing_up(agent):
    agent.start()
    path = hand_over(agent)
    for _ in range(3):
        agent.client.get(path)
        agent.client.head(path)
    assert agent.client.post(path).status_code == 302


def test_token_is_kept_only_as_a_hash(agent):
    agent.start()
    secret = hand_over(agent).rstrip("/").rpartition("-")[2]
    kept = Call.objects.get().answers["hand-over"]
    assert re.fullmatch(r"[0-9a-f]{48}", secret)
    assert secret not in str(kept)


def test_each_call_counts_as_a_network_of_its_own(agent, person):
    """A contact centre has one address: its callers must not use up each other's codes."""
    walk = begin(agent, person).to("code")
    first = bytes(walk.check().network)
    agent.client.post(reverse("choice:end"))
    begin(agent, person).to("code")
    networks = {bytes(network) for network in IdentityCheck.objects.values_list("network", flat=True)}
    assert first in networks
    assert len(networks) == 2


def test_draft_that_the_browser_held_before_is_erased(agent, person):
    old = start_draft()
    session = agent.client.session
    session["draft"] = str(old.pk)
    session.save()
    begin(agent, person)
    assert not Draft.objects.filter(pk=old.pk).exists()
    assert agent.client.get(reverse("staff:call-list")).status_code == 200


def test_T19_staff_do_not_help_themselves(person):
    agent = Agent(make_staff("agent"))
    agent.user.own_number_key = keyed_hash("staff-own", person.nhs_number.digits)
    agent.user.save()
    answer = begin(agent, person).to("review").post("review")
    assert answer.status_code == 409
    assert not PreferenceChange.objects.exists()
    assert AuditEvent.objects.filter(action="person_refused").count() == 1

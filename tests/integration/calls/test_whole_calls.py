"""A call from its start to its reference, and the other ways that it can end."""

import pytest
from django.urls import reverse

from registry.models import AuditEvent, Call, Message, Preference, PreferenceChange, Task
from tests.factories import DemographicsFactory, PersonFactory, PreferenceFactory
from tests.support.calls import text_of
from tests.support.invariants import broken_histories


def actions(**filters):
    return list(AuditEvent.objects.filter(**filters).order_by("pk").values_list("action", flat=True))


def test_call_from_start_to_reference(agent, person):
    agent.start().prove(person).choose("opted_out", "sms")
    review = text_of(agent.get("review"))
    assert (
        "“You have told me: <strong>No, do not allow</strong>. Your confidential patient information must not" in review
    )
    assert agent.save()["Location"] == agent.address("call")
    change = PreferenceChange.objects.get()
    assert (change.source, change.after_status, change.nhs_number) == ("CC", "opted_out", person.nhs_number)
    assert (change.actor_kind, change.actor_id) == ("staff", str(agent.user.pk))
    assert change.consenting_party == person.nhs_number
    assert change.reason == f"Call {agent.call.public_id}"
    assert agent.call.change == change
    saved = text_of(agent.client.get(agent.address("call")))
    assert change.reference in saved
    assert agent.client.post(agent.address("call-end"), {"outcome": "choice_recorded"}).status_code == 302
    ended = agent.refreshed()
    assert (ended.state, ended.outcome, ended.answers) == ("ended", "choice_recorded", {})
    assert [(row.kind, row.channel) for row in Message.objects.all()] == [("confirmation", "sms")]
    assert broken_histories() == []


def test_call_writes_down_each_step(agent, person):
    agent.start().prove(person).choose().save()
    agent.client.post(agent.address("call-end"), {"outcome": "choice_recorded"})
    written = actions()
    assert written[:2] == ["call_started", "people_searched"]
    assert [action for action in written if not action.endswith("viewed")] == [
        "call_started", "people_searched", "caller_answered", "caller_answered", "caller_answered", "caller_proved",
        "choice_recorded", "call_ended",
    ]  # fmt: skip
    assert "person_viewed" in written
    search = AuditEvent.objects.get(action="people_searched")
    assert (search.reason, search.object_id, search.channel) == ("set_choice", str(agent.call.public_id), "CC")


@pytest.mark.parametrize(("status", "words"), [("opted_out", "No, do not allow"), ("allowed", "Yes, allow")])
def test_polarity_holds_from_the_form_to_the_reference(agent, person, status, words):
    agent.start().prove(person).choose(status)
    assert f"<strong>{words}</strong>" in text_of(agent.get("review"))
    agent.save()
    assert Preference.objects.get().status == status
    assert f"I have saved your choice: <strong>{words}</strong>" in text_of(agent.client.get(agent.address("call")))


def test_standing_choice_is_shown_only_after_the_proof(agent, person):
    PreferenceFactory(person=DemographicsFactory(nhs_number=person.nhs_number), status="opted_out")
    agent.start().find(person)
    asking = text_of(agent.get("question"))
    assert "No, do not allow" not in asking
    assert person.family_name not in asking
    while agent.call.state == "asking":
        agent.say(person)
    shown = text_of(agent.get("choice"))
    assert "now is: <strong>No, do not allow</strong>" in shown


def test_page_of_a_call_never_shows_a_whole_contact_or_number(agent, person):
    agent.start().prove(person).choose("allowed", "email")
    pages = [agent.get(step) for step in ("choice", "confirm-by", "review")]
    secret = (person.mobile, person.email, person.postcode, person.address_lines[0], person.nhs_number.digits)
    for page in pages:
        assert person.family_name in text_of(page)
        assert not [word for word in (*secret, person.nhs_number.spaced) if word in text_of(page)]


def test_choice_is_confirmed_to_where_the_last_one_went_too(agent, person):
    """T15: whoever has a stolen name picks one channel; the person still hears by the other."""
    PreferenceFactory(person=DemographicsFactory(nhs_number=person.nhs_number), confirm_by=["email"])
    Message.objects.all().update(state="done", finished_at="2026-01-01T00:00Z")
    agent.start().prove(person).choose("allowed", "sms").save()
    assert sorted(Message.objects.filter(state="pending").values_list("channel", flat=True)) == ["email", "sms"]


def test_T15_restricted_record_gets_a_task_and_no_letter(agent):
    person = PersonFactory(is_restricted=True)
    agent.start().prove(person)
    offered = text_of(agent.get("confirm-by"))
    assert 'value="letter"' not in offered
    agent.choose("opted_out", "by_hand").save()
    assert agent.call.change is not None
    assert not Message.objects.exists()
    assert Task.objects.get().kind == "restricted_record"


def test_T18_posted_address_is_ignored_and_other_channels_are_refused(agent, person):
    person.email = ""
    person.save()
    agent.start().prove(person)
    agent.post("choice", choice="opted_out")
    assert agent.post("confirm-by", confirm_by="email").status_code == 422
    agent.post("confirm-by", confirm_by="letter", address_lines="1 Elsewhere", email="x@example.com", recipient="y")
    agent.post("review", **agent.review(), nhs_number="9990000018", email="x@example.com")
    [message] = Message.objects.all()
    assert (message.channel, message.recipient, message.content) == ("letter", "", {})


def test_T18_choice_without_a_proved_call_is_refused(agent, person):
    agent.start().find(person)
    for step in ("choice", "confirm-by", "review", "authority"):
        answer = agent.post(step, choice="opted_out", confirm_by="sms", submission="x")
        assert answer.status_code == 302
        assert agent.get(step).status_code == 302
    assert not PreferenceChange.objects.exists()
    assert agent.refreshed().answers.keys() == {"find"}


def test_call_is_found_by_nobody_else(agent, checker, person):
    agent.start().prove(person)
    other = type(agent)(agent.user.__class__.objects.create_user(
        username="other", password=None, display_name="Other", roles=["agent"]))  # fmt: skip
    other.call = agent.call
    for path in (agent.address("call"), agent.address("call-step", "choice"), agent.address("call-end"),
                 agent.address("call-form"), agent.address("call-back")):  # fmt: skip
        assert other.client.get(path).status_code == 404
        assert other.client.post(path, {"outcome": "cut_off"}).status_code in {404, 405}
    for name in ("call-notes", "call-link", "call-website"):
        assert other.client.post(agent.address(name)).status_code == 404
    assert agent.refreshed().state == "proved"


def test_list_shows_open_calls_first_and_names_nobody(agent, person, django_assert_max_num_queries):
    agent.start().prove(person)
    for _ in range(3):
        agent.start("other")
        agent.client.post(agent.address("call-end"), {"outcome": "information"})
    with django_assert_max_num_queries(9):
        page = text_of(agent.client.get(reverse("staff:call-list")))
    assert page.index("Calls that you have not ended") < page.index("Your last calls")
    assert page.count("Information given") == 3
    assert person.family_name not in page


def test_list_says_that_the_line_is_closed(agent, settings):
    settings.OPENS_AT_HOUR = settings.CLOSES_AT_HOUR = 12
    assert "The line is closed now" in text_of(agent.client.get(reverse("staff:call-list")))
    assert agent.start().call.state == "open"


def test_notes_are_kept_until_after_the_end(agent, person):
    agent.start("complaint")
    assert agent.client.post(agent.address("call-notes"), {"notes": "x" * 2001}).status_code == 422
    agent.client.post(agent.address("call-notes"), {"notes": "Wants to speak to\na supervisor"})
    assert "Wants to speak to" in text_of(agent.get("find"))
    agent.client.post(agent.address("call-end"), {"outcome": "information"})
    assert "a supervisor" in text_of(agent.client.get(agent.address("call")))
    assert agent.refreshed().outcome == "information"


@pytest.mark.parametrize("outcome", ["", "choice_recorded", "link_sent", "not_approved", "nonsense"])
def test_call_ends_only_with_what_came_of_it(agent, outcome):
    agent.start()
    assert agent.client.post(agent.address("call-end"), {"outcome": outcome}).status_code == 422
    assert Call.objects.get().state == "open"

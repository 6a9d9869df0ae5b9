"""What a caller can be sent, a call back, and what is written down of each."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from registry.models import AuditEvent, Message, Task
from registry.queries.calls import call_back_slots
from tests.factories import PersonFactory
from tests.support.calls import text_of

FORM = {"form_type": "self", "variant": "large_print"}
LONDON = ZoneInfo("Europe/London")


def test_form_goes_to_the_address_on_the_record_once(agent, person):
    agent.start("wants_form").find(person)
    for _ in range(2):
        answer = agent.client.post(agent.address("call-form"), FORM | {"address_lines": "1 Elsewhere"})
        assert answer["Location"] == agent.address("call-end")
    [message] = Message.objects.all()
    assert (message.kind, message.channel, message.nhs_number) == ("form", "letter", person.nhs_number)
    assert message.content == {"form_type": "self", "variant": "large_print", "case_reference": ""}
    assert message.recipient == ""
    [row] = AuditEvent.objects.filter(action="form_sent")
    assert row.details == {"form_type": "self", "variant": "large_print"}


def test_refused_caller_gets_a_form_and_nothing_else(agent, person):
    agent.start().refuse(person)
    assert agent.client.post(agent.address("call-form"), FORM).status_code == 302
    assert Message.objects.count() == 1
    agent.client.post(agent.address("call-link"))
    assert Message.objects.count() == 1


def test_form_needs_a_person(agent):
    agent.start("wants_form")
    assert "find the person" in text_of(agent.client.get(agent.address("call-form")))
    assert agent.client.post(agent.address("call-form"), FORM)["Location"] == agent.address("call")
    assert not Message.objects.exists()


def test_form_without_an_address_says_so(agent):
    person = PersonFactory(address_lines=[])
    agent.start().find(person)
    answer = agent.client.post(agent.address("call-form"), FORM)
    assert answer.status_code == 422
    assert "There is no address on the record" in text_of(answer)


def test_T15_form_for_a_restricted_record_is_a_task(agent):
    person = PersonFactory(is_restricted=True)
    agent.start().find(person)
    agent.client.post(agent.address("call-form"), FORM)
    assert not Message.objects.exists()
    assert Task.objects.get().kind == "restricted_record"


@pytest.mark.parametrize("posted", [{}, {"form_type": "nonsense", "variant": "standard"}, {"form_type": "self"}])
def test_form_that_is_not_on_offer_is_refused(agent, person, posted):
    agent.start().find(person)
    assert agent.client.post(agent.address("call-form"), posted).status_code == 422
    assert not Message.objects.exists()


def test_link_goes_to_the_mobile_on_the_record_only_after_proof(agent, person):
    agent.start("online_help").find(person)
    agent.client.post(agent.address("call-link"))
    assert not Message.objects.exists()
    while agent.call.state == "asking":
        agent.say(person)
    for _ in range(2):
        agent.client.post(agent.address("call-link"), {"mobile": "07700 900999"})
    [message] = Message.objects.all()
    assert (message.kind, message.channel, message.recipient) == ("link", "sms", "")
    assert AuditEvent.objects.filter(action="link_sent").count() == 1
    agent.client.post(agent.address("call-end"), {"outcome": "link_sent"})
    assert agent.refreshed().outcome == "link_sent"


def test_link_without_a_mobile_is_not_offered(agent):
    person = PersonFactory(mobile="")
    agent.start().prove(person)
    assert "Text a link" not in text_of(agent.get("choice"))
    assert agent.client.post(agent.address("call-link"))["Location"] == agent.address("call")
    assert not Message.objects.exists()


def test_call_back_is_a_task_in_opening_hours(agent, person):
    agent.start("complaint").find(person)
    page = text_of(agent.client.get(agent.address("call-back")))
    slot = call_back_slots(datetime.now(UTC))[3].starts_at
    assert slot.isoformat() in page
    asked = {"slot": slot.isoformat(), "number": "01632 960 001", "about": "A letter"}
    assert agent.client.post(agent.address("call-back"), asked).status_code == 302
    task = Task.objects.get()
    assert (task.kind, task.due_at, task.call, task.nhs_number) == ("call_back", slot, agent.call, person.nhs_number)
    assert task.detail == "Call back on 01632 960 001. A letter"
    ending = text_of(agent.client.get(agent.address("call-end")))
    assert 'value="call_back" checked' in ending


@pytest.mark.parametrize(
    "wrong", [{"number": "my mobile"}, {"number": ""}, {"slot": "2020-01-01T09:00:00+00:00"}, {"slot": ""}]
)
def test_call_back_at_no_time_or_nowhere_is_refused(agent, wrong):
    agent.start()
    slot = call_back_slots(datetime.now(UTC))[0].starts_at.isoformat()
    answer = agent.client.post(agent.address("call-back"), {"slot": slot, "number": "01632 960 001"} | wrong)
    assert answer.status_code == 422
    assert not Task.objects.exists()


def hours(now, days=5):
    slots = [slot.starts_at.astimezone(LONDON) for slot in call_back_slots(now)]
    return slots[0], slots[-1], {slot.date() for slot in slots}


def test_slots_pass_over_nights_weekends_and_bank_holidays(settings):
    # Thursday 24 December 2026, half past two: the 25th and 28th are bank holidays.
    first, last, days = hours(datetime(2026, 12, 24, 14, 30, tzinfo=LONDON))
    assert first == datetime(2026, 12, 24, 15, 0, tzinfo=LONDON)
    assert [day.day for day in sorted(days)] == [24, 29, 30, 31, 4]
    assert last == datetime(2027, 1, 4, 16, 0, tzinfo=LONDON)


def test_slots_keep_to_the_clock_on_the_wall_across_its_change():
    # Friday 26 March 2027 is Good Friday; clocks go forward on the 28th.
    first, last, _ = hours(datetime(2027, 3, 25, 23, 30, tzinfo=LONDON))
    assert first == datetime(2027, 3, 30, 9, 0, tzinfo=LONDON)
    assert last.hour == 16

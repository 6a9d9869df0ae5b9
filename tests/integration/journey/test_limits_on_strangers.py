"""T03, T05, T06, T09: how often details may be tried and codes be sent, and who is never shut out by it."""

import logging
from collections import Counter
from datetime import date, timedelta
from ipaddress import ip_network

import pytest

from registry.actions.messages import send_message
from registry.actions.preferences import Submission, record_choice
from registry.clock import now
from registry.gateways.directory import get_directory
from registry.models import (
    CheckOutcome,
    IdentityCheck,
    LimitCounter,
    Message,
    MessageChannel,
    MessageKind,
    PreferenceChange,
    Source,
    Status,
)
from registry.parties import SYSTEM, Patient
from tests.factories import PersonFactory
from tests.fakes.messaging import ScriptedGateway
from tests.support.journey import ask, typed_draft

pytestmark = pytest.mark.django_db


def network(number):
    return f"198.51.{number // 250}.{number % 250 + 1}"


def born_on(person, day):
    """What a stranger types who knows everything but the birth date."""
    guess = type(person)(**{name: value for name, value in vars(person).items() if not name.startswith("_")})
    guess.date_of_birth = day
    return guess


def wrong_dates(count):
    return [date(1950, 1, 1) + timedelta(days=number) for number in range(count)]


@pytest.mark.parametrize("knows_number", [True, False], ids=["number", "postcode"])
def test_T03_twenty_one_wrong_dates_ask_the_directory_twenty_times(person, directory, knows_number):
    pages = set()
    for number, day in enumerate(wrong_dates(21)):
        walk = ask(born_on(person, day), network=network(number), knows_number=knows_number)
        pages.add(walk.get("code").status_code)
    assert len(directory.calls) == 20
    assert pages == {200}
    assert walk.check().outcome == CheckOutcome.OVER_LIMIT


def test_T03_companion_without_the_limit_the_directory_is_asked_each_time(person, directory, settings):
    settings.CHECKS_PER_SUBJECT_PER_DAY = 1000
    for number, day in enumerate(wrong_dates(21)):
        ask(born_on(person, day), network=network(number))
    assert len(directory.calls) == 21


def test_T03_old_number_of_the_same_person_has_no_limit_of_its_own(person, directory):
    old = PersonFactory(superseded_by=person.nhs_number)
    for number, day in enumerate(wrong_dates(22)):
        ask(born_on(old if number % 2 else person, day), network=network(number))
    assert len(directory.calls) == 20


def test_T03_matches_are_not_counted_as_failures(person, settings):
    settings.CODES_PER_QUARTER_HOUR = settings.CODES_PER_DAY = settings.CODES_PER_NETWORK_PER_HOUR = 100
    outcomes = {ask(person).check().outcome for _ in range(31)}
    assert outcomes == {CheckOutcome.CODE_SENT}


def test_T05_one_network_trips_long_before_the_person(person, directory):
    for day in wrong_dates(21):
        ask(born_on(person, day), network="203.0.113.9")
    assert len(directory.calls) == 5
    assert ask(person, network="192.0.2.1").check().outcome == CheckOutcome.CODE_SENT


@pytest.fixture
def shut_out(person):
    """The person, over the subject-wide limit by the work of others."""
    for number, day in enumerate(wrong_dates(20)):
        ask(born_on(person, day), network=network(number))
    assert ask(person).check().outcome == CheckOutcome.OVER_LIMIT
    return person


def test_T05_other_channels_stay_open(shut_out):
    person = get_directory().get(shut_out.nhs_number)
    call = Submission(
        person=person,
        status=Status.OPTED_OUT,
        source=Source.CALL_CENTRE,
        party=Patient(),
        decided_at=now(),
        idempotency_key="call-1",
    )
    record_choice(call, by=SYSTEM, at=now())
    assert PreferenceChange.objects.get().source == Source.CALL_CENTRE


@pytest.mark.parametrize(
    ("seconds", "outcome"), [(-60, CheckOutcome.OVER_LIMIT), (1, CheckOutcome.CODE_SENT)], ids=["before", "after"]
)
def test_T05_limit_ends_by_itself_after_a_day(shut_out, database_clock, seconds, outcome):
    database_clock.move(timedelta(days=1, seconds=seconds))
    assert ask(shut_out).check().outcome == outcome


def test_T05_tries_while_shut_out_do_not_prolong_it(shut_out, database_clock):
    database_clock.move(timedelta(hours=23))
    assert ask(shut_out).check().outcome == CheckOutcome.OVER_LIMIT
    database_clock.move(timedelta(hours=1, seconds=1))
    assert ask(shut_out).check().outcome == CheckOutcome.CODE_SENT


def forged(person, peer, forwarded):
    walk = typed_draft(person, network=peer)
    walk.send("check-your-answers", {}, HTTP_X_FORWARDED_FOR=forwarded)
    walk.work()
    return walk.check()


def test_T06_forged_addresses_count_as_their_peer(person):
    checks = [
        forged(born_on(person, day), "203.0.113.9", f"{network(number)}, {network(number + 100)}")
        for number, day in enumerate(wrong_dates(30))
    ]
    assert [check.outcome for check in checks].count(CheckOutcome.OVER_LIMIT) == 25
    assert LimitCounter.objects.filter(limit="checks-network").count() == 1
    assert len({bytes(check.network) for check in checks}) == 1


def test_T06_trusted_proxy_names_the_client_and_nothing_left_of_it_counts(person, settings):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.1/32")]
    mine = [
        forged(born_on(person, day), "10.0.0.1", f"{network(number)}, 203.0.113.9")
        for number, day in enumerate(wrong_dates(30))
    ]
    assert [check.outcome for check in mine].count(CheckOutcome.OVER_LIMIT) == 25
    assert len({bytes(check.network) for check in mine}) == 1
    other = forged(born_on(person, date(1990, 1, 1)), "10.0.0.1", "203.0.113.10")
    assert bytes(other.network) != bytes(mine[0].network)
    assert other.outcome == CheckOutcome.NO_MATCH


def test_T06_network_slows_down_before_it_stops(directory):
    checks = [ask(born_on(PersonFactory(), date(1950, 1, 1))).check() for _ in range(31)]
    waits = [(check.available_at - check.requested_at).total_seconds() for check in checks]
    assert all(wait < 1 for wait in waits[:20])
    assert [round(wait / 2) for wait in waits[20:30]] == list(range(1, 11))
    assert checks[30].outcome == CheckOutcome.OVER_LIMIT
    assert len(directory.calls) == 20


@pytest.fixture
def provider(settings):
    ScriptedGateway.reset()
    settings.MESSAGE_GATEWAYS = dict.fromkeys(MessageChannel.values, "tests.fakes.messaging.ScriptedGateway")
    yield ScriptedGateway
    ScriptedGateway.reset()


def send_all():
    for message in Message.objects.filter(kind=MessageKind.CODE):
        send_message(str(message.pk))


def test_T09_hundred_requests_in_a_day_send_five_codes(person, provider, database_clock):
    for number in range(100):
        database_clock.move(timedelta(minutes=14))
        ask(person, network=network(number), channel="email" if number % 2 else "sms")
        send_all()
    assert len(provider.inbox) == 5


def test_T09_quarter_of_an_hour_sends_three(person, provider):
    for number in range(10):
        ask(person, network=network(number))
    send_all()
    assert len(provider.inbox) == 3


def test_T09_one_network_cannot_send_to_everyone_it_knows(settings, provider):
    settings.CODES_PER_NETWORK_PER_HOUR = 4
    for _ in range(8):
        ask(PersonFactory(), network="203.0.113.9")
    assert ask(PersonFactory(), network="203.0.113.10").check().outcome == CheckOutcome.CODE_SENT
    send_all()
    assert len(provider.inbox) == 5


def test_T09_daily_ceiling_of_texts_holds_and_alerts_once(settings, provider, caplog):
    settings.TEXTS_PER_DAY = 3
    with caplog.at_level(logging.ERROR):
        for number in range(8):
            ask(PersonFactory(), network=network(number))
    email = ask(PersonFactory(), channel="email")
    send_all()
    assert Counter(envelope.channel for envelope in provider.inbox) == {"sms": 3, "email": 1}
    assert email.check().outcome == CheckOutcome.CODE_SENT
    assert len([line for line in caplog.records if "daily ceiling" in line.getMessage()]) == 1


def test_limits_name_nobody(person):
    ask(person)
    keys = [bytes(counter.key) for counter in LimitCounter.objects.all()]
    assert keys
    assert all(len(key) == 32 and person.nhs_number.digits.encode() not in key for key in keys)
    assert IdentityCheck.objects.count() == 1
